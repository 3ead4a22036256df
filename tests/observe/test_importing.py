"""Whole imports: again, undone, remembered, in part, in order."""

from datetime import date
from decimal import Decimal

import pytest
from proving.house import OFFICER, TODAY
from proving.sheets import HEADINGS, credit_code, sheet_of

from guanshan.observe.mapping import read_mapping
from guanshan.refusal import Conflict, NotFound, RefusedInput
from guanshan.register.actor import SYSTEM

A, B, C = (credit_code(number) for number in (1, 2, 3))
ROWS = [HEADINGS, [A, 2023, "甲公司", 1, 1], [B, 2023, "乙公司", 2, 2]]


def bring(importer, rows, register="yearly_report", **options):
    content = rows if isinstance(rows, bytes) else sheet_of(rows)
    return importer.land(OFFICER, importer.stage(OFFICER, register, content, "表.xlsx", **options))


def names(importer, register="yearly_report"):
    return {version.key: version.name for version in importer.registry.find(OFFICER, register)}


def test_the_same_file_again_changes_nothing(importer):
    content = sheet_of(ROWS)
    first = bring(importer, content)
    head = importer.registry.store.head()
    again = bring(importer, content)
    assert (first.counts.new, again.counts.unchanged) == (2, 2)
    assert (again.import_id, again.same_as) == (None, first.import_id)
    assert importer.registry.store.head() == head


def test_the_same_rows_in_another_file_change_nothing_either(importer):
    bring(importer, ROWS)
    head = importer.registry.store.head()
    again = bring(importer, [["汇总表"], *ROWS])
    assert (again.import_id, again.same_as, again.counts.unchanged) == (None, None, 2)
    assert importer.registry.store.head() == head


def test_a_whole_import_is_undone_and_may_come_again(importer):
    bring(importer, ROWS)
    second = bring(importer, [HEADINGS, [B, 2023, "乙集团", 9, 9], [C, 2023, "丙公司", 3, 3]])
    assert (second.counts.new, second.counts.changed) == (1, 1)
    undone = importer.undo(OFFICER, second.import_id, "导错了文件")
    assert (undone.removed, undone.restored) == (1, 1)
    assert names(importer) == {f"{A}|2023": "甲公司", f"{B}|2023": "乙公司"}
    with pytest.raises(RefusedInput, match="undone_already"):
        importer.undo(OFFICER, second.import_id, "再撤一次")
    again = bring(importer, [HEADINGS, [B, 2023, "乙集团", 9, 9], [C, 2023, "丙公司", 3, 3]])
    assert (again.counts.new, again.counts.changed) == (1, 1)
    assert [(one.undone, one.counts.new) for one in importer.imports(OFFICER)] == [
        (False, 1),
        (True, 1),
        (False, 2),
    ]


def test_an_import_whose_records_were_changed_since_is_not_undone(importer):
    landing = bring(importer, ROWS)
    (version,) = [one for one in importer.registry.find(OFFICER, "yearly_report") if one.name == "甲公司"]
    importer.registry.edit(OFFICER, "yearly_report", version.record, {"staff": 8}, "核实")
    with pytest.raises(Conflict) as refusal:
        importer.undo(OFFICER, landing.import_id, "导错了")
    assert (refusal.value.values["count"], refusal.value.values["names"]) == (1, "甲公司")
    assert len(names(importer)) == 2
    with pytest.raises(NotFound):
        importer.undo(OFFICER, "0" * 32, "没有这一批")


def test_the_chain_holds_one_event_for_an_import_with_the_root_of_its_rows(importer):
    before = importer.registry.store.head().seq
    bring(importer, ROWS)
    assert importer.registry.store.head().seq == before + 1


def test_every_record_says_from_which_row_of_which_import_it_comes(importer):
    landing = bring(importer, ROWS)
    sources = {one.name: one.source for one in importer.registry.find(OFFICER, "yearly_report")}
    assert {(name, source.import_id, source.sheet, source.row) for name, source in sources.items()} == {
        ("甲公司", landing.import_id, "Sheet", 2), ("乙公司", landing.import_id, "Sheet", 3),
    }  # fmt: skip


def test_a_mapping_is_remembered_for_sheets_with_the_same_head(importer):
    rows = [["编号", "报表年", "叫什么", "进账"], [A, 2023, "甲公司", 1]]
    with pytest.raises(RefusedInput, match="no_required_column"):
        bring(importer, rows)
    mapping = read_mapping(
        "register: proving.yearly_report\n"
        "columns: {编号: credit_code, 报表年: year, 叫什么: name, 进账: {field: revenue, unit: 万元}}\n"
    )
    bring(importer, rows, mapping=mapping)
    staged = importer.stage(
        OFFICER, "yearly_report", sheet_of([rows[0], [B, 2023, "乙公司", 2]]), "下月.xlsx"
    )
    assert staged.remembered
    importer.land(OFFICER, staged)
    held = {one.name: one.values["revenue"] for one in importer.registry.find(OFFICER, "yearly_report")}
    assert held == {"甲公司": Decimal("10000.00"), "乙公司": Decimal("20000.00")}


def test_a_mapping_survives_its_yaml():
    text = (
        "register: proving.yearly_report\nsheet: 附表\nhead: [3, 4]\ncolumns:\n  营业收入@D:\n    field: revenue\n    unit: 万元\n"
        "  备注: null\nconstants:\n  year: '2023'\nsince: 2024-01-01\n"
    )
    mapping = read_mapping(text)
    assert (mapping.head, mapping.since) == ((3, 4), date(2024, 1, 1))
    assert read_mapping(mapping.to_yaml()) == mapping


@pytest.mark.parametrize(
    "text",
    ["", "[", "register: 3", "register: a\nunknown: 1", "register: a\nhead: [4, 3]", "register: a\ncolumns: 3",
     "register: a\nsince: soon", "register: a\ncolumns: {甲: [1]}", "- 1", "register: a\nhead: [true, true]"],
)  # fmt: skip
def test_a_broken_mapping_is_refused(text):
    with pytest.raises(RefusedInput, match="mapping_broken"):
        read_mapping(text)


def test_a_column_that_the_sheet_lacks_leaves_the_field_as_it_is(importer):
    bring(importer, ROWS)
    landing = bring(importer, [[*HEADINGS[:3], "从业人数"], [A, 2023, "甲公司", 50]])
    assert landing.counts.changed == 1
    (held,) = [one.values for one in importer.registry.find(OFFICER, "yearly_report") if one.name == "甲公司"]
    assert (held["revenue"], held["staff"]) == (Decimal("1.00"), 50)


def test_a_record_that_changes_over_time_changes_from_the_day_of_the_import(importer):
    heads = ["信用代码", "企业名称", "企业类型", "注册资本（万元）", "成立日期"]
    bring(importer, [heads, [A, "甲公司", "公司", 100, "2015-03-01"]], "market_entity")
    bring(
        importer, [heads, [A, "甲集团", "公司", 500, "2015-03-01"]], "market_entity", since=date(2024, 3, 1)
    )
    registry = importer.registry
    before = registry.by_key(OFFICER, "market_entity", A, registry.moment(on=date(2024, 2, 29)))
    now = registry.by_key(OFFICER, "market_entity", A)
    assert (before.name, now.name, now.values["registered_capital"]) == (
        "甲公司",
        "甲集团",
        Decimal("5000000.00"),
    )
    assert TODAY > now.valid_from == date(2024, 3, 1)


def test_rows_may_refer_to_rows_below_them_and_by_name_to_what_is_there(importer):
    heads = ["完整代码", "代码", "类别名称", "层级", "上级代码"]
    rows = [
        heads, ["C3831", "3831", "电线、电缆制造", "小类", "C383"], ["C383", "383", "电线电缆制造", "中类", "C38"],
        ["C38", "38", "电气机械制造业", "大类", "C"], ["C", "C", "制造业", "门类", ""],
    ]  # fmt: skip
    assert bring(importer, rows, "industry_class").counts.new == 4
    bring(importer, [heads, ["C39", "39", "电子设备制造业", "大类", "制造业"]], "industry_class")
    assert importer.registry.by_key(OFFICER, "industry_class", "C39").values["parent"] == "C"


def test_circles_lost_parents_and_rows_that_need_a_bad_row_are_told(importer):
    heads = ["完整代码", "代码", "类别名称", "层级", "上级代码"]
    rows = [
        heads, ["A01", "01", "农业", "大类", "A02"], ["A02", "02", "林业", "大类", "A01"], ["B06", "06", "煤炭", "大类", "B"],
        ["C", "C", "制造业", "不知道", ""], ["C13", "13", "食品加工", "大类", "C"], ["D", "D", "电力", "门类", ""],
    ]  # fmt: skip
    staged = importer.stage(OFFICER, "industry_class", sheet_of(rows), "行业.xlsx")
    assert [(fault.row, fault.refusal.key) for fault in staged.faults] == [
        (2, "observe.circle"), (3, "observe.circle"), (4, "refusal.no_reference"), (5, "observe.choice"),
        (6, "observe.needs_bad_row"),
    ]  # fmt: skip
    importer.land(OFFICER, staged, good_rows=True)
    assert names(importer, "industry_class") == {"D": "电力"}


def test_progress_is_told_often(importer):
    told = []
    rows = [HEADINGS, *([credit_code(number), 2023, f"第{number}公司", 1, 1] for number in range(1200))]
    staged = importer.stage(
        OFFICER, "yearly_report", sheet_of(rows), "表.xlsx", progress=lambda *at: told.append(at)
    )
    assert told == [(500, 1200), (1000, 1200), (1200, 1200)]
    told.clear()
    importer.land(OFFICER, staged, progress=lambda *at: told.append(at))
    assert told == [(1000, 1200), (1200, 1200)]


def test_the_chain_verifies_after_imports_and_undoing(importer):
    first = bring(importer, ROWS)
    importer.undo(OFFICER, first.import_id, "试一下")
    versions = importer.registry.history(SYSTEM, "yearly_report", _record(importer))
    assert versions[0].superseded_by is not None


def _record(importer):
    from sqlalchemy import text

    with importer.registry.store.reading() as reading:
        return reading.connection.execute(text("SELECT record FROM proving_yearly_report")).scalars().first()
