"""The list in words, on the page and out of the house: who is asked for stands in it, formulas do not, and the chain knows."""

import csv
import io

import openpyxl
import pytest

from guanshan.i18n import LANGUAGES, load_texts
from guanshan.refusal import Forbidden, NotSignedIn
from guanshan.register.actor import PUBLIC, Actor, Held
from guanshan.screens.words import speak
from guanshan.systems.enterprise.sample import ZHONGAN
from guanshan.systems.enterprise.service.exporting import export
from guanshan.systems.enterprise.service.listing import line_of, streets
from guanshan.systems.enterprise.service.pipeline import ANY, Asked, pipeline
from guanshan.systems.enterprise.system import SYSTEM

SPEAK = speak(load_texts([(SYSTEM.name, SYSTEM.folder)]))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_list_as_a_workbook_in_both_languages(registry, officer, language):
    words, target = SPEAK(language), io.BytesIO()
    asked = Asked(designation="srdi", state="held", order="-total_low")
    head = registry.store.head().seq
    written = export(registry, words, officer, asked, "xlsx", target, sample=True)
    rows = pipeline(registry, officer, asked)
    assert written == rows.total == 17
    assert registry.store.head().seq == head + 1
    sheet = openpyxl.load_workbook(target).worksheets[0]
    above = [row[0].value for row in sheet.iter_rows(max_row=7)]
    assert words("screens.frame.sample") in above
    assert words("enterprise.pipeline.states.held") in above
    top = next(
        row[0].row
        for row in sheet.iter_rows()
        if row[0].value == words("enterprise.pipeline.cells.credit_code")
    )
    body = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=top + 1)]
    assert [row[0] for row in body] == [row.credit_code for row in rows.rows]
    assert {row[3] for row in body} == {rows.books["srdi"].title[language]}
    assert all(row[5] for row in body), "the day on which the title was given"


def test_the_same_list_as_text(registry, officer):
    words, target = SPEAK("en"), io.BytesIO()
    asked = Asked(state="losing")
    export(registry, words, officer, asked, "csv", target)
    lines = list(csv.reader(io.StringIO(target.getvalue().decode("utf-8-sig"))))
    rows = pipeline(registry, officer, Asked(state="losing", limit=None)).rows
    assert [line[0] for line in lines[1:]] == [row.credit_code for row in rows]
    assert lines[0][0] == words("enterprise.pipeline.cells.credit_code")


def test_who_may_not_export_does_not(registry):
    for actor in (Actor("auditor", "审计", "staff", (Held("auditor", "guanshanhu"),)), PUBLIC):
        with pytest.raises((Forbidden, NotSignedIn)):
            export(registry, SPEAK("zh"), actor, Asked(), "csv", io.BytesIO())
    target = io.BytesIO()
    owner = Actor("enterprise:1", "中安", "enterprise", owner=ZHONGAN)
    export(registry, SPEAK("zh"), owner, Asked(), "csv", target)
    lines = list(csv.reader(io.StringIO(target.getvalue().decode("utf-8-sig"))))
    assert {line[0] for line in lines[1:]} == {ZHONGAN}


def test_any_state_is_the_union_of_all(registry, officer):
    every = {
        (one.credit_code, one.designation)
        for one in pipeline(registry, officer, Asked(limit=None)).rows
        if one.states
    }
    some = pipeline(registry, officer, Asked(state=ANY, limit=None)).rows
    assert {(one.credit_code, one.designation) for one in some} == every


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_gap_says_what_is_missing_and_how_many_points(registry, officer, language):
    words, named = SPEAK(language), streets(registry, officer)
    page = pipeline(registry, officer, Asked(state="near", limit=None))
    lines = [line_of(words, row, page.books[row.designation], named) for row in page.rows]
    short = [
        one for one in lines if one.row.shortfall and one.row.missing[0] in ("growth", "innovation", "total")
    ]
    assert short
    for one in short:
        assert f"{one.row.shortfall:g}" in one.gap
    for one in lines:
        titles = {each.name: each.title[language] for each in page.books[one.row.designation].criteria}
        assert one.gap
        if one.row.missing[0] in titles and not one.row.shortfall:
            assert titles[one.row.missing[0]] in one.gap
    assert all(one.street for one in lines if one.row.street)
    passed = pipeline(registry, officer, Asked(state="ready", limit=20))
    assert {line_of(words, row, passed.books[row.designation], named).gap for row in passed.rows} == {""}
