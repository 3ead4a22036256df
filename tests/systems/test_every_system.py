"""Every promise holds of every system; there is no list of exceptions."""

import pytest

from guanshan.app import find_systems
from guanshan.i18n import load_texts
from guanshan.testing import EVERY_CHECK

SYSTEMS = find_systems()
TEXTS = load_texts((one.name, one.folder) for one in SYSTEMS)


@pytest.mark.parametrize("check", EVERY_CHECK, ids=lambda check: check.__name__)
@pytest.mark.parametrize("system", SYSTEMS, ids=lambda system: system.name)
def test_system_keeps_its_promises(system, check):
    assert check(system, TEXTS) == []
