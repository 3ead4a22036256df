"""Where inputs come from: every rulebook of the house, and one written by YAML alone."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from guanshan.app import CORE
from guanshan.assess.library import Library
from guanshan.assess.reading import read
from guanshan.assess.source import RulebookFault
from guanshan.i18n import LANGUAGES, load_texts
from guanshan.register.actor import SYSTEM as HOUSE
from guanshan.register.query import Moment
from guanshan.register.record import RecordTypes
from guanshan.register.sample import sample_code
from guanshan.systems.enterprise.engine.facts import FACTS
from guanshan.systems.enterprise.service.binding import bindings_of, check, fact_named, registers_of
from guanshan.systems.enterprise.service.designation import FOLDER, library
from guanshan.systems.enterprise.service.pipeline import Asked, pipeline
from guanshan.systems.enterprise.service.verdict import verdict, verdicts
from guanshan.systems.enterprise.system import SYSTEM

TYPES = RecordTypes([*CORE, *SYSTEM.records])
DAY = date(2024, 5, 6)
CODE = sample_code(77, "company")
OWN = Path(__file__).with_name("gazelle.yaml").read_text(encoding="utf-8")


def written(folder: Path, text: str = OWN) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "gazelle-2024.yaml").write_text(text, encoding="utf-8")
    return folder


def test_every_input_of_every_rulebook_is_bound():
    for name in library().names:
        bindings = bindings_of(library().find(name), TYPES)
        assert [one.input.name for one in bindings] == [one.name for one in library().find(name).inputs]
    for path in sorted(FOLDER.glob("*.yaml")):
        check(read(path), TYPES)


def test_every_fact_has_its_title_in_both_languages_and_reads_what_is_there():
    texts = load_texts([(SYSTEM.name, SYSTEM.folder)])
    for name, fact in FACTS.items():
        assert fact_named(f"enterprise.fact.{name}", TYPES) is fact
        assert registers_of([fact], TYPES)
        for language in LANGUAGES:
            assert texts.say(f"enterprise.facts.{name}", language)
    for register, fields in registers_of(FACTS.values(), TYPES).items():
        for field in fields:
            TYPES[register].field(field)


def test_a_rulebook_of_the_district_s_own_is_read_without_a_line_of_python(
    tmp_path, empty, registry_over, officer
):
    books = Library([FOLDER], written(tmp_path / "own"))
    registry = registry_over(empty)

    def put(register, **values):
        with empty.write(HOUSE, "test") as writing:
            writing.put(register, {"credit_code": CODE, **values}, keeper="industry")

    put("register.market_entity", name="甲", kind="company")
    for year, tax in ((2021, "400.10"), (2022, "-100"), (2023, "699.90")):
        put("enterprise.financial_year", year=year, tax_paid=Decimal(tax), export_value=Decimal(50_000_000))

    def judged():
        return verdict(registry, officer, CODE, Moment(DAY), "gazelle", books)

    found = judged()
    assert found.case.inputs["tax"] == 1000
    assert found.case.inputs["exports"] == Fraction(1, 2)
    assert found.case.inputs["certified"] is None
    assert {ground.key for ground in found.case.grounds["tax"]} == {
        f"{CODE}|{year}" for year in (2021, 2022, 2023)
    }
    assert found.verdict.verdict == "undetermined"
    put("enterprise.title", kind="hnte", name="高企", recognised_on=date(2023, 1, 1))
    put("enterprise.title", kind="other", name="瞪羚企业", recognised_on=date(2024, 2, 1))
    with pytest.raises(
        Exception, match="no_fact"
    ):  # the store of the tests knows the rulebooks of the system alone
        put("enterprise.stated_fact", fact="gazelle.robots", value="2")
    assert judged().verdict.finding("Z2").outcome == "met"
    assert [one.name for one in judged().held] == ["瞪羚企业"]
    assert "gazelle" in {
        one.verdict.rulebook.family for one in verdicts(registry, officer, CODE, Moment(DAY), books)
    }
    row = pipeline(registry, officer, Asked(designation="gazelle"), Moment(DAY), books).rows[0]
    assert (row.verdict, row.states, row.missing) == ("undetermined", ("held",), ("Z3",))


def test_a_sum_over_years_of_which_one_is_missing_is_unknown(tmp_path, empty, registry_over, officer):
    books = Library([FOLDER], written(tmp_path / "own"))
    with empty.write(HOUSE, "test") as writing:
        writing.put(
            "register.market_entity", {"credit_code": CODE, "name": "甲", "kind": "company"}, keeper="market"
        )
        for year in (2021, 2023):
            row = {"credit_code": CODE, "year": year, "tax_paid": Decimal(5)}
            writing.put("enterprise.financial_year", row, keeper="industry")
    found = verdict(registry_over(empty), officer, CODE, Moment(DAY), "gazelle", books)
    assert found.case.inputs["tax"] is None


@pytest.mark.parametrize(
    ("before", "after", "key", "name"),
    [
        ("enterprise.financial_year.tax_paid", "enterprise.financial_year.tax", "no_field", "tax"),
        ("enterprise.financial_year.tax_paid", "enterprise.nothing.tax_paid", "no_field", "tax"),
        ("enterprise.financial_year.tax_paid", "register.place.name", "no_field", "tax"),
        ("enterprise.financial_year.tax_paid", "register.market_entity.contact_phone", "no_field", "tax"),
        ("enterprise.fact.hnte_valid", "enterprise.fact.hnte", "no_fact", "certified"),
        ("enterprise.fact.hnte_valid", "enterprise.financial_year.tax_paid", "kind", "certified"),
        ("enterprise.financial_year.tax_paid", "enterprise.staff_figure.staff", "unit", "tax"),
        ("period: last_3_years", "period: on_the_day", "period", "tax"),
        ("decimals: 10", "decimals: 6", "decimals", "exports"),
        ("      abnormal: {zh: 异常, en: Abnormal}\n", "", "options", "status"),
    ],
)
def test_what_does_not_fit_is_refused_with_file_and_line(tmp_path, before, after, key, name):
    text = OWN.replace(before, after, 1)
    if key == "options":
        text = text.replace("abnormal: 0, ", "")
    assert text != OWN
    with pytest.raises(RulebookFault) as fault:
        check(read(written(tmp_path / "own", text) / "gazelle-2024.yaml"), TYPES)
    values = fault.value.values
    assert (fault.value.key, values["name"], values["file"]) == (
        f"enterprise.binding.{key}",
        name,
        "gazelle-2024.yaml",
    )
    above = text.splitlines()[: int(values["line"])]
    assert above[-1].startswith("    register:")
    assert [line for line in above if line.startswith("  ") and line[2] != " "][-1] == f"  {name}:"
    texts = load_texts([(SYSTEM.name, SYSTEM.folder)])
    for language in LANGUAGES:
        assert "gazelle-2024.yaml" in texts.say(fault.value.key, language, **values)


def test_a_library_is_what_the_house_has_and_what_the_district_adds(tmp_path):
    books = Library([FOLDER], written(tmp_path / "own"))
    assert set(books.names) == {*Library([FOLDER]).names, "gazelle-2024"}
