"""What a test does where something that it needs is not on this machine."""

import os

import pytest


def lacking(reason: str, *, whole_module: bool = False) -> None:
    """Skip for want of a service, or fail where every service is required; ``whole_module`` where a module asks at its head."""
    if os.environ.get("GUANSHAN_REQUIRE_SERVICES") == "1":
        pytest.fail(f"{reason}, and GUANSHAN_REQUIRE_SERVICES=1 asks for it")
    pytest.skip(reason, allow_module_level=whole_module)
