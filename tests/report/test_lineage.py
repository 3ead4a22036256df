"""A figure is followed down to its rows, and each row to where it came from."""

from datetime import date

from guanshan.register.query import Moment, Source
from guanshan.report.lineage import leaves, origins, rows_behind

DAY = Moment(date(2024, 5, 6))


def test_the_rows_behind_a_figure_are_just_those_it_counts(shop, reporter):
    for number in range(7):
        shop(f"{number}", kind="tea" if number % 2 else "book")
    figure = reporter.figure("tea_shops", DAY)
    with reporter.store.reading() as reading:
        found = rows_behind(reading, figure.rows, limit=2, offset=2)
        everything = rows_behind(reading, figure.rows)
    assert len(everything) == figure.value == 3
    assert [version.key for version, _ in found] == [version.key for version, _ in everything][2:4] == ["5"]


def test_a_row_names_the_act_that_wrote_it_and_of_an_import_the_place_in_the_sheet(
    shop, tell, reporter, store
):
    shop("1")
    tell("shops.shop", Source("batch", "企业", 12), number="2", kind="tea", opened_on=date(2023, 1, 1))
    with store.reading() as reading:
        first, second = origins(reading, reading.find("shops.shop", DAY))
    assert (first.act, first.actor, first.note, first.file) == ("test", "system", "form", None)
    assert (second.sheet, second.row) == ("企业", 12)
    assert first.at < second.at


def test_a_figure_computed_from_others_stands_on_their_leaves(shop, reporter):
    shop("1", private=True)
    assert [one.name for one in leaves(reporter.figure("private_share", DAY))] == ["private_shops", "shops"]
    assert [(one.name, str(one.period)) for one in leaves(reporter.figure("opened_growth", DAY))] == [
        ("opened", "2023"),
        ("opened", "2022"),
    ]
