"""How well and how fast is a press draft read?

python -m benchmarks.press [characters]
"""

import json
import sys
import time
from pathlib import Path

from benchmarks.figure import report
from guanshan.report.draft.extract import extract
from guanshan.report.draft.judging import judge
from guanshan.report.draft.listed import read_indicators

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests" / "report" / "draft"))

from expected import Score, named, scored_file, scored_page  # noqa: E402 (the tests' own reckoning, found by the line above)

PAGE = Path("shared") / "press" / "guanshanhu-2024.txt"
GOLDEN = ROOT / "tests" / "golden"


def told(name: str, score: Score, least: float | None = None) -> None:
    """Report one reading: statistical quantities found, and whole entries right in every field."""
    report(
        f"{name}: recall of statistical quantities ({score.statistical})",
        100 * score.recall,
        "%",
        least=least,
    )
    report(f"{name}: precision of statistical quantities", 100 * score.precision, "%", least=least)
    wrong = ", ".join(f"{field} {number}" for field, number in (score.wrong or {}).items() if number)
    report(
        f"{name}: entries right in every field ({score.expected})",
        100 * score.right / score.expected,
        "%",
        note=wrong,
    )


def main(size: int) -> None:
    page = next((above / PAGE for above in Path(__file__).parents if (above / PAGE).exists()), None)
    if page is None:
        print(f"the page is not beside this checkout (../{PAGE}): what is asked of it is left out")
    else:
        text = page.read_bytes().decode("utf-8")
        golden = json.loads((GOLDEN / "press_page.json").read_text(encoding="utf-8"))
        told("the page", scored_page(text, golden), least=99)
        judged = judge(extract(text), read_indicators(GOLDEN / "press_indicators.yaml"), text)
        bound = [one for one in judged if one.status]
        report(
            "the page: statistical quantities bound to an indicator",
            100 * sum(one.indicator is not None for one in bound) / len(bound),
            "%",
            least=99,
        )
        timed("the page over and over", text, size, most=10.0)
    for name, first in (
        ("seen", ""),
        ("unseen", "127 of 135 right at the first reading"),
        ("held_out", "62 of 66 right at the first reading"),
    ):
        told(f"own texts, {name}" + (f" ({first})" if first else ""), scored_file(name))
    dense = "\n\n".join(case["text"] for name in ("seen", "unseen", "held_out") for case in named(name))
    timed("the own texts over and over", dense, size)


def timed(name: str, text: str, size: int, most: float | None = None) -> None:
    """Report how long so many characters take."""
    long = (text * (size // len(text) + 1))[:size]
    began = time.perf_counter()
    found = extract(long)
    took = time.perf_counter() - began
    report(f"{size:,} characters of {name}, {len(found):,} quantities", took, "s", most=most)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
