"""`guanshan press check`: what an author sees."""

import io
import json

import pytest
from docx import Document

INDICATORS = """
hnte_new:
  title: {zh: 新认定高新技术企业, en: New high-tech enterprises}
  aliases: {zh: [高新技术企业]}
  unit: enterprises
  registered: {'2023': 79}
loans:
  title: {zh: 企业贷款, en: Loans to enterprises}
  aliases: {zh: [发放贷款]}
  unit: CNY
  registered: {'2023': {value: 90530000000}}
growth:
  title: {zh: 企业贷款增速, en: Growth of loans}
  aliases: {zh: [发放贷款增速]}
  kind: growth
  base: yoy
  registered: {'2023': 8.1}
"""
DRAFT = "2023年,新认定高新技术企业97家,向企业发放贷款超900亿元,同比增长8.1%,服务居民1200人。"


@pytest.fixture
def files(tmp_path):
    (tmp_path / "indicators.yaml").write_text(INDICATORS, encoding="utf-8")
    (tmp_path / "draft.txt").write_text(DRAFT, encoding="utf-8")
    return tmp_path


def test_text_marks_the_draft_and_explains_each_figure(guanshan, files):
    told = guanshan("press", "check", files / "draft.txt", "--indicators", files / "indicators.yaml")
    assert told.status == 0
    first, *lines = told.out.splitlines()
    assert (
        first
        == "2023年,新认定高新技术企业[1✗ 97家],向企业发放贷款超[2✓ 900亿元],同比增长[3✓ 8.1%],服务居民[4? 1200人]。"
    )
    assert "统计数据 4 处：一致 2，不一致 1，未登记 1" in lines
    assert any("97家" in line and "登记为 79家" in line for line in lines)


def test_json_holds_what_was_found_and_what_is_registered(guanshan, files):
    told = guanshan(
        "press", "check", files / "draft.txt", "--format", "json", "--indicators", files / "indicators.yaml"
    )
    found = json.loads(told.out)
    assert [one["status"] for one in found] == [None, "differs", "agrees", "agrees", "not registered"]
    loans = found[2]
    assert {name: loans[name] for name in ("text", "value", "unit", "qualifier", "kind", "period", "indicator")} == {
        "text": "900亿元", "value": "90000000000", "unit": "CNY", "qualifier": "over", "kind": "quantity", "period": "2023",
        "indicator": "loans",
    }  # fmt: skip
    told = (loans["registered"], loans["registered_period"], loans["registered_qualifier"])
    assert told == ("90530000000", "2023", "exact")
    assert DRAFT[slice(*loans["qualifier_span"])] == "超"
    assert (found[3]["base"], found[3]["direction"]) == ("yoy", "up")
    assert all(DRAFT[one["start"] : one["end"]] == one["text"] for one in found)


def test_without_indicators_nothing_is_registered(guanshan, files):
    found = json.loads(guanshan("press", "check", files / "draft.txt", "--format", "json").out)
    assert {one["status"] for one in found if one["statistical"]} == {"not registered"}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_docx_bears_a_comment_at_each_figure(guanshan, files, language):
    target = files / "checked.docx"
    words = (
        "press",
        "check",
        files / "draft.txt",
        "--format",
        "docx",
        "-o",
        target,
        "--indicators",
        files / "indicators.yaml",
    )
    assert guanshan(*words, language=language).status == 0
    document = Document(io.BytesIO(target.read_bytes()))
    comments = [comment.text for comment in document.comments]
    assert len(comments) == 4
    assert ("登记为 79家" if language == "zh" else "registered as 79") in comments[0]
    assert "\n".join(paragraph.text for paragraph in document.paragraphs) == DRAFT
    xml = document.element.xml
    assert xml.count("<w:commentRangeStart") == xml.count("<w:commentRangeEnd") == 4


def test_a_word_draft_keeps_its_form(guanshan, files):
    document = Document()
    paragraph = document.add_paragraph("2023年,新认定")
    paragraph.add_run("高新技术企业9").bold = True
    paragraph.add_run("7家。")
    document.save(str(files / "draft.docx"))
    target = files / "checked.docx"
    guanshan(
        "press",
        "check",
        files / "draft.docx",
        "--format",
        "docx",
        "-o",
        target,
        "--indicators",
        files / "indicators.yaml",
    )
    checked = Document(io.BytesIO(target.read_bytes()))
    assert checked.paragraphs[0].text == "2023年,新认定高新技术企业97家。"
    assert "".join(run.text for run in checked.paragraphs[0].runs if run.bold) == "高新技术企业9"
    assert len(list(checked.comments)) == 1


@pytest.mark.parametrize(
    ("content", "zh", "en"),
    [
        (b"", "文稿是空的", "draft is empty"),
        (b"PK\x03\x04", "文件已损坏", "damaged"),
        (b"a" * (50 << 20), "最多 32 MB", "at most 32 MB"),
    ],
)
def test_files_that_will_not_do_are_refused_in_the_users_language(guanshan, files, content, zh, en):
    (files / "bad.docx").write_bytes(content)
    for language, words in (("zh", zh), ("en", en)):
        told = guanshan("press", "check", files / "bad.docx", language=language)
        assert (told.status, told.out) == (2, "")
        assert words in told.err


@pytest.mark.parametrize(
    ("yaml", "words"),
    [
        ("- a\n", "逐项列出"),
        ("a: [", "读不了"),
        ("a: {title: {zh: 甲}, registered: {'2023': many}}", "不是数"),
        ("a: {title: {zh: 甲}, kind: sum}", "可以写"),
    ],
)
def test_a_bad_file_of_indicators_is_refused(guanshan, files, yaml, words):
    (files / "bad.yaml").write_text(yaml, encoding="utf-8")
    told = guanshan("press", "check", files / "draft.txt", "--indicators", files / "bad.yaml")
    assert told.status == 2
    assert words in told.err


def test_docx_asks_where_to_write(guanshan, files):
    told = guanshan("press", "check", files / "draft.txt", "--format", "docx")
    assert told.status == 2
    assert "-o" in told.err
