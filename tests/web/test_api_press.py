"""A program has a draft checked: the list of `guanshan press check`, for officers alone, and nothing of it is kept."""

import io
from collections.abc import Callable

import pytest
from docx import Document

from peopled import Peopled, TestClient, api_token

PRESS = "/api/briefing/press"
DRAFT = "2023年，新认定高新技术企业79家，服务居民1200人。"


@pytest.fixture
def officer(browser: Callable[[str], TestClient]) -> TestClient:
    client = browser("yanghua")
    client.headers.update(api_token(client))
    return client


def word(text: str) -> bytes:
    document, target = Document(), io.BytesIO()
    document.add_paragraph(text)
    document.save(target)
    return target.getvalue()


def test_text_and_files_give_the_same_list_and_leave_nothing_behind(
    officer: TestClient, peopled: Peopled
) -> None:
    head = peopled.house.store.head()
    told = officer.post(PRESS, data={"text": DRAFT}).json()
    assert [(one["text"], one["indicator"]) for one in told if one["status"]] == [
        ("79家", "hnte_new"),
        ("1200人", None),
    ]
    assert [DRAFT[one["start"] : one["end"]] for one in told] == [one["text"] for one in told]
    for name, content in (("稿.txt", DRAFT.encode("gb18030")), ("稿.docx", word(DRAFT))):
        assert officer.post(PRESS, files={"file": (name, content)}).json() == told
    assert peopled.house.store.head() == head


@pytest.mark.parametrize(
    ("asked", "key"),
    [
        ({}, "briefing.press.one_draft"),
        ({"data": {"text": DRAFT}, "files": {"file": ("a.txt", b"a")}}, "briefing.press.one_draft"),
        ({"data": {"text": " "}}, "draft.empty"),
        ({"files": {"file": ("a.docx", b"PK\x03\x04")}}, "draft.damaged"),
        ({"files": {"file": ("a.txt", b"a" * ((32 << 20) + 1))}}, "draft.too_large"),
    ],
)
def test_what_will_not_do_is_refused(officer: TestClient, asked: dict[str, object], key: str) -> None:
    answer = officer.post(PRESS, **asked)
    assert (answer.status_code, answer.json()["error"]["key"]) == (422, key)


def test_a_body_beyond_an_upload_is_not_read(officer: TestClient, peopled: Peopled) -> None:
    content = b"a" * (peopled.house.most_upload + 2_000_000)
    assert officer.post(PRESS, files={"file": ("a.txt", content)}).status_code == 413


@pytest.mark.parametrize(("who", "status"), [("", 401), ("auditor", 403), ("resident:13700137000", 403)])
def test_only_officers_may(browser: Callable[[str], TestClient], who: str, status: int) -> None:
    client = browser(who)
    answer = client.post(PRESS, data={"text": DRAFT}, headers=api_token(client))
    assert answer.status_code == status
