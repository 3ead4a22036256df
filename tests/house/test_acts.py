"""Every act that the house writes into the chain has a name in words."""

import re
from pathlib import Path

from guanshan.i18n import load_texts

SOURCE = Path(__file__).parents[2] / "src" / "guanshan"
WRITTEN = re.compile(r"""(?:\.note|\.write)\(\s*(?:[\w.]+(?:\([\w.]*\))?,\s*)?"([a-z_.]+)"[,)]""")


def test_every_act_has_a_name():
    texts = load_texts()
    acts = {act for path in SOURCE.rglob("*.py") for act in WRITTEN.findall(path.read_text(encoding="utf-8"))}
    assert {"edit", "sign_in", "account.open", "unmask"} <= acts
    acts = {act for act in acts if not act.endswith(".html")}
    nameless = [
        act
        for act in acts
        if not (texts.has(f"screens.actions.{act}") or texts.has(f"screens.actions.{act}_"))
    ]
    assert nameless == []
