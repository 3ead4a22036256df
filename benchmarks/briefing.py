"""How long does the briefing of the sample district take, and how soon does one figure open? With 100,000 market entities.

Run ``python -m benchmarks.briefing``.
"""

import json
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from benchmarks.figure import report
from guanshan.app import load_sample, open_house
from guanshan.register.actor import CONSOLE, PUBLIC
from guanshan.screens.figurejson import lineage_json
from guanshan.settings import load_settings
from guanshan.systems.briefing.service.edition import build_edition, is_made_again, kept_copy, made
from guanshan.systems.briefing.service.paper import write_paper

T = TypeVar("T")
FORMS = {"json": 1, "html_zh": 1, "html_en": 1}


def timed(act: Callable[[], T]) -> tuple[float, T]:
    began = time.perf_counter()
    result = act()
    return time.perf_counter() - began, result


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        settings = load_settings(data_dir=Path(folder))
        house = open_house(settings)
        load_sample(house, lambda *_: None)
        house.store.database.close()
        house = open_house(settings)
        moment = house.reporter.pinned(house.registry.moment())
        words = house.words("zh")

        def whole() -> dict[str, bytes]:
            forms = made(house, moment)
            papers = {form: write_paper(words, forms["json"], form) for form in ("docx", "pdf")}
            return {**{form: forms[form].encode() for form in FORMS}, **papers}

        seconds, first = timed(whole)
        report("the whole briefing: HTML in two languages, JSON, DOCX, PDF", seconds, "s", most=10)
        seconds, again = timed(lambda: made(house, moment))
        assert all(again[form].encode() == first[form] for form in FORMS)
        composed = json.loads(again["json"])
        note = f"{len(composed['figures'])} figures, {len(again['json']):,} bytes"
        report("made again, byte for byte: HTML and JSON", seconds, "s", note=note)
        figure = house.figure("market_entities", moment)
        assert figure.rows is not None
        last = -(-figure.rows.count // 50)
        for name, page in (("first", 1), ("last", last)):
            taken = []
            for _ in range(5):
                seconds, told = timed(
                    lambda page=page: lineage_json(
                        house, words, PUBLIC, house.figure("market_entities", moment), page
                    )
                )
                taken.append(seconds)
            assert told["rows"]["rows"]
            told_of = f"median of 5, {figure.rows.count:,} rows, {name} page of {last:,}"
            report(
                f"lineage of one figure opened, {name} page",
                statistics.median(taken),
                "s",
                most=1,
                note=told_of,
            )
        seconds, kept = timed(lambda: build_edition(house, CONSOLE))
        report(
            "an edition built and kept",
            seconds,
            "s",
            note=f"{len(kept_copy(house, kept.number, 'json')):,} bytes of JSON",
        )
        seconds, same = timed(lambda: is_made_again(house, kept.number))
        assert same
        report("an edition held against its bytes made again", seconds, "s")
        house.store.database.close()


if __name__ == "__main__":
    main()
