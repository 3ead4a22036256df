"""An enterprise at its own door, in plain HTML: it sees itself alone, fills in what is unknown, and gives receipts for notes."""

import re
from collections.abc import Callable

import pytest

from guanshan.register.actor import CONSOLE, Actor, Held
from guanshan.register.query import Condition
from peopled import OWN, Peopled, TestClient, form_token

FACTS, NOTES, STANDING = (f"/mine/enterprise/{page}" for page in ("facts", "notes", "standing"))
STATED = "enterprise.stated_fact"
OFFICER = Actor("yanghua", "杨华", "staff", (Held("officer", "industry"),))


@pytest.fixture
def owner(peopled: Peopled, browser: Callable[[str], TestClient]) -> TestClient:
    peopled.make("register.market_entity", "own")
    return browser("enterprise:")


def stated(peopled: Peopled, code: str = OWN) -> dict[str, object]:
    rows = peopled.house.registry.find(CONSOLE, STATED, where=[Condition("credit_code", "eq", code)])
    return {str(one.values["fact"]): one.values["value"] for one in rows}


def test_what_is_unknown_is_filled_in_and_the_verdict_changes_at_once(
    peopled: Peopled, owner: TestClient
) -> None:
    page = owner.get(f"{FACTS}?designation=srdi").text
    assert "从事特定细分市场时间" in page
    assert "填 2023 年的情况" in page
    assert "专精特新中小企业、专精特新“小巨人”企业" in page, "what it is for"
    token = form_token(owner, FACTS)
    before = owner.get(f"{STANDING}?designation=srdi").text
    sent = {
        "form": token,
        "designation": "srdi",
        "fact:years_in_segment@2023": "1.5",
        "fact:srdi.digital_level": "3",
    }
    answer = owner.post(FACTS, data=sent)
    assert answer.status_code == 303
    assert answer.headers["location"] == f"{FACTS}?designation=srdi&saved=2"
    assert "已保存 2 项" in owner.get(answer.headers["location"]).text
    assert stated(peopled).items() >= {"years_in_segment": "1.5", "srdi.digital_level": "3"}.items()
    after = owner.get(f"{STANDING}?designation=srdi").text
    assert re.search(r'class="mark ">待定', before)
    assert re.search(r'class="mark bad">不符合', after), "a year and a half in the segment is less than two"
    assert "企业填报" in after


def test_a_bad_answer_is_refused_beside_its_field_and_nothing_is_kept(
    peopled: Peopled, owner: TestClient
) -> None:
    before = stated(peopled)
    sent = {
        "form": form_token(owner, FACTS),
        "designation": "srdi",
        "fact:srdi.quality_items": "三",
        "fact:srdi.digital_level": "2",
        "fact:srdi.local_points": "15",
    }
    answer = owner.post(FACTS, data=sent)
    assert answer.status_code == 422
    field = answer.text.split('name="fact:srdi.quality_items"')[1].split("</div>")[0]
    assert "不是数字" in field
    assert 'value="三"' in field, "what was typed stays"
    assert "没有保存任何内容" in answer.text
    assert stated(peopled) == before


def test_points_that_others_give_are_neither_asked_nor_taken(peopled: Peopled, owner: TestClient) -> None:
    assert "srdi.local_points" not in owner.get(f"{FACTS}?designation=srdi").text
    before = stated(peopled)
    owner.post(FACTS, data={"form": form_token(owner, FACTS), "fact:srdi.local_points": "15"})
    assert stated(peopled) == before


def test_nobody_elses_is_reachable(peopled: Peopled, owner: TestClient) -> None:
    other = peopled.make("register.market_entity", "market")
    code = str(other.values["credit_code"])
    peopled.make("enterprise.financial_year", "market")
    for address in (FACTS, NOTES, STANDING, "/mine"):
        told = owner.get(address, params={"code": code, "credit_code": code, "designation": "srdi"})
        assert told.status_code == 200
        assert other.mark not in told.text
        assert code not in re.sub(r'href="[^"]*"', "", told.text), "but in the address that was asked for"
    sent = {"form": form_token(owner, FACTS), "code": code, "credit_code": code, "fact:srdi.field": "A"}
    owner.post(FACTS, data=sent)
    assert stated(peopled, code) == {}


def test_a_form_of_another_site_is_refused(peopled: Peopled, owner: TestClient) -> None:
    before = stated(peopled)
    assert owner.post(FACTS, data={"form": "0" * 64, "fact:srdi.field": "B"}).status_code == 403
    assert stated(peopled) == before


def test_a_note_is_read_and_answered(peopled: Peopled, owner: TestClient) -> None:
    from guanshan.systems.enterprise.service.note import notes, write_note

    registry = peopled.house.registry
    write_note(registry, OFFICER, [OWN], "<b>称号将到期</b>", "srdi")
    assert "待签收" in owner.get("/mine").text
    page = owner.get(NOTES).text
    assert "&lt;b&gt;称号将到期&lt;/b&gt;" in page
    number = notes(registry, OFFICER, OWN)[0].number
    answer = owner.post(
        NOTES, data={"form": form_token(owner, NOTES), "number": number, "answer": "正在准备材料"}
    )
    assert (answer.status_code, answer.headers["location"]) == (303, NOTES)
    assert "正在准备材料" in owner.get(NOTES).text
    assert notes(registry, OFFICER, OWN)[0].answer == "正在准备材料"
    assert "待签收" not in owner.get("/mine").text
    again = owner.post(NOTES, data={"form": form_token(owner), "number": number, "answer": "x"})
    assert again.status_code == 409


@pytest.mark.parametrize("path", [FACTS, NOTES, STANDING, "/mine"])
def test_the_pages_run_no_script_and_speak_both_languages(owner: TestClient, path: str) -> None:
    for language in ("zh", "en"):
        page = owner.get(path, params={"lang": language})
        assert page.status_code == 200
        assert "<script" not in page.text
        assert " style=" not in page.text
        assert "enterprise." not in re.sub(r'(name|id|for|aria-describedby|href)="[^"]*"', "", page.text)
