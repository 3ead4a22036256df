"""Programs read, try and keep rulebooks through the API, and are told line and reason where a text will not do."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI

from guanshan.web.shell import create_app
from peopled import Peopled, TestClient, api_token, peopled_house

SMALL = (Path(__file__).parents[1] / "assess" / "small.yaml").read_text(encoding="utf-8")


@pytest.fixture
def peopled(tmp_path: Path) -> Iterator[Peopled]:
    found = peopled_house(tmp_path)
    yield found
    found.house.store.database.close()


@pytest.fixture
def app(peopled: Peopled) -> FastAPI:
    return create_app(peopled.house, desk=False)


@pytest.fixture
def officer(peopled: Peopled, app: FastAPI) -> TestClient:
    return peopled.client(app, "yanghua")


def test_anybody_reads_the_list_and_a_text(peopled: Peopled, app: FastAPI) -> None:
    visitor = peopled.client(app, "")
    told = visitor.get("/api/rulebooks", params={"on": "2026-05-01"}).json()
    states = {one["rulebook"]: one["state"] for one in told["rulebooks"]}
    assert states["srdi-2022"] == "past"
    assert states["srdi-2026"] == "now"
    assert all(one["unverified"] > 0 for one in told["rulebooks"] if one["rulebook"] == "srdi-2022")
    text = visitor.get("/api/rulebooks/srdi-2022/text")
    one = visitor.get("/api/rulebooks/srdi-2022").json()
    assert one["sha256"] == hashlib.sha256(text.content).hexdigest()
    assert one["keeper"] == "industry"
    for path in ("/api/rulebooks/absent", "/api/rulebooks/absent/text", "/api/rulebooks/..%2Fx/text"):
        assert visitor.get(path).status_code == 404
    assert visitor.get("/api/rulebooks/srdi-2022/text", params={"number": 1}).status_code == 404


def test_a_text_is_tried_kept_read_again_and_taken_out(peopled: Peopled, officer: TestClient) -> None:
    head = api_token(officer)
    tried = officer.post("/api/rulebooks/check", json={"text": SMALL, "moves": True}, headers=head).json()
    assert (tried["rulebook"], tried["before"], tried["wrong"], tried["moves"]) == (
        "small-2024",
        None,
        [],
        None,
    )
    body = {"text": SMALL, "reason": "局务会", "seen": ""}
    kept = officer.put("/api/rulebooks/small-2024", json=body, headers=head).json()
    assert kept["sha256"] == hashlib.sha256(SMALL.encode()).hexdigest()
    late = officer.put("/api/rulebooks/small-2024", json={**body, "text": SMALL + "# x\n"}, headers=head)
    assert late.status_code == 409
    amended = SMALL.replace("total: 9", "total: 10")
    tried = officer.post("/api/rulebooks/check", json={"text": amended}, headers=head).json()
    assert tried["before"] == "small-2024"
    assert tried["changes"] == [{"piece": "route", "name": "score", "how": "changed"}]
    assert officer.get("/api/rulebooks/small-2024/text").content == SMALL.encode()
    gone = officer.delete("/api/rulebooks/small-2024", params={"reason": "到期"}, headers=head)
    assert gone.json()["how"] == "removed"
    assert officer.get("/api/rulebooks/small-2024").status_code == 404
    assert officer.get("/api/rulebooks/small-2024/text", params={"number": 1}).content == SMALL.encode()


def test_a_text_that_will_not_do_is_told_with_line_and_reason(officer: TestClient) -> None:
    head = {**api_token(officer), "Accept-Language": "en"}
    broken = SMALL.replace("most: 15", "most: 16")
    answer = officer.post("/api/rulebooks/check", json={"text": broken}, headers=head)
    assert answer.status_code == 422
    line = SMALL[: SMALL.index("most: 15")].count("\n") + 1
    assert f"line {line}" in answer.json()["error"]["text"]
    other = officer.put("/api/rulebooks/other-2024", json={"text": SMALL, "reason": "x"}, headers=head)
    assert other.status_code == 422
    assert "small-2024" in other.json()["error"]["text"]
    official = officer.delete("/api/rulebooks/srdi-2022", params={"reason": "x"}, headers=head)
    assert official.status_code == 404


def test_a_refused_file_is_listed_with_its_line(peopled: Peopled, officer: TestClient) -> None:
    own = peopled.house.library.own
    assert own is not None
    own.mkdir()
    (own / "x.yaml").write_text("a: 1\nb: [", encoding="utf-8")
    refused = officer.get("/api/rulebooks").json()["refused"]
    assert [(one["file"], one["line"]) for one in refused] == [("x.yaml", 3)]
