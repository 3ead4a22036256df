"""How long do the pipeline and the plans take over a whole district? Real server, real browser, 100,000 market entities.

Run ``python -m benchmarks.cultivating``; with Chromium at ``GUANSHAN_CHROMIUM`` or on the path.
"""

import os
import shutil
import statistics
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from benchmarks.figure import report
from benchmarks.house import GUANSHAN, free_port, started
from guanshan.app import open_house
from guanshan.register.actor import CONSOLE
from guanshan.screens.house import House
from guanshan.settings import load_settings
from guanshan.systems.enterprise.service.pipeline import Asked, pipeline
from guanshan.systems.enterprise.service.planning import plans_for

PAGE = "/desk/s/enterprise/pipeline"
ASKED = {
    "as it opens": PAGE,
    "near one designation, sorted by points": f"{PAGE}?designation=srdi&state=near&order=-total_low",
    "all 100,000 by one designation": f"{PAGE}?designation=innovative&state=all",
    "all of them by all designations": f"{PAGE}?state=all",
    "a part of the name": f"{PAGE}?q=科技&state=all",
}
ROWS = "table.pipeline tbody tr"
TIMES = 5
ENTERPRISES = 1_000


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "GUANSHAN_DATA_DIR": folder, "GUANSHAN_LANGUAGE": "en"}
        environment.pop("GUANSHAN_DATABASE_URL", None)
        subprocess.run([*GUANSHAN, "init"], env=environment, check=True, capture_output=True)
        house = open_house(load_settings(data_dir=Path(folder)))
        in_a_browser(environment, house)
        plans(house)


def in_a_browser(environment: dict[str, str], house: House) -> None:
    port = free_port()
    server, lines, _ = started(environment, port)
    link = next(line.split()[1] for line in lines if line.split()[0] == "yanghua")
    chromium = (
        os.environ.get("GUANSHAN_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    )
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=chromium, args=["--no-sandbox", "--disable-gpu"]
            )
            page = browser.new_page()
            page.goto(link)
            page.click("main button.button")
            page.wait_for_url("**/desk/**")

            def opened(path: str) -> float:
                began = time.perf_counter()
                page.goto(f"http://127.0.0.1:{port}{path}")
                page.wait_for_selector(ROWS, timeout=60_000)
                return time.perf_counter() - began

            report(
                "the pipeline page, the first time after a start",
                opened(PAGE),
                "s",
                note="says that it is at work",
            )
            for name, path in ASKED.items():
                opened(path)
                took = [opened(path) for _ in range(TIMES)]
                report(f"the pipeline page, {name}", max(took), "s", most=1, note=note_of(took))
            took = after_writes(house, opened)
            report("the pipeline page, right after a write", max(took), "s", most=1, note=note_of(took))
            code = some_codes(house)[0]
            one = f"/desk/s/enterprise/standing?code={code}"
            took = [timed_page(page, f"http://127.0.0.1:{port}{one}") for _ in range(TIMES + 1)][1:]
            report("one enterprise with every verdict and plan", max(took), "s", most=1, note=note_of(took))
            browser.close()
    finally:
        server.terminate()
        server.wait(20)


def timed_page(page: Any, address: str) -> float:
    began = time.perf_counter()
    page.goto(address)
    page.wait_for_selector(".designations details", timeout=60_000)
    return time.perf_counter() - began


def after_writes(house: House, opened: Callable[[str], float]) -> list[float]:
    """Change the figures of one enterprise before each look."""
    rows = house.registry.find(CONSOLE, "enterprise.financial_year", limit=TIMES)
    took: list[float] = []
    for row in rows:
        changes = {"operating_revenue": str(int(row.values["operating_revenue"]) + 1)}
        house.registry.edit(CONSOLE, row.type.name, row.record, changes, "measured", throughout=True)
        took.append(opened(PAGE))
    return took


def plans(house: House) -> None:
    """Plan for 1,000 enterprises by each designation."""
    codes = some_codes(house)
    for family in ("innovative", "srdi", "little-giant", "hnte", "tech-sme"):
        began = time.perf_counter()
        found = Counter(one.plan.status for one in plans_for(house.registry, CONSOLE, codes, family))
        took = time.perf_counter() - began
        assert sum(found.values()) == ENTERPRISES
        told = ", ".join(f"{status} {count}" for status, count in found.most_common())
        report(f"plans for {ENTERPRISES:,} enterprises by {family}", took, "s", most=60, note=told)


def some_codes(house: House) -> list[str]:
    """Return enterprises with figures: those of which a size class is known."""
    rows = house.registry.find(CONSOLE, "enterprise.standing", limit=ENTERPRISES)
    held = pipeline(house.registry, CONSOLE, Asked(designation="srdi", state="held", limit=10)).rows
    return [
        *dict.fromkeys(
            [*(row.credit_code for row in held), *(str(one.values["credit_code"]) for one in rows)]
        )
    ][:ENTERPRISES]


def note_of(took: list[float]) -> str:
    return f"slowest of {len(took)}; median {statistics.median(took):.2f} s"


if __name__ == "__main__":
    main()
