"""The HTTP API: what the screens do, for programs."""

import io
from collections.abc import Callable

import openpyxl

from peopled import Peopled, TestClient, api_token, credit_code

ENTITY = "register.market_entity"


def _draft(number: int) -> dict[str, object]:
    return {"credit_code": credit_code(number), "name": f"甲{number}公司", "kind": "company"}


def test_a_record_is_added_read_changed_and_taken_back(
    browser: Callable[[str], TestClient], peopled: Peopled
) -> None:
    client = browser("yanghua")
    key = api_token(client)
    body = {"values": {**_draft(peopled.next_number()), "registered_capital": "5000000.00"}, "reason": "执照"}
    added = client.post(f"/api/registers/{ENTITY}/rows", json=body, headers=key)
    assert added.status_code == 201, added.text
    address = f"/api/registers/{ENTITY}/rows/{added.json()['record']}"
    read = client.get(address).json()
    assert read["values"]["registered_capital"] == "5000000.00"
    change = {
        "changes": {"status": "abnormal"},
        "reason": "公示",
        "since": "2024-05-01",
        "seen_entry": read["entry"],
    }
    assert client.patch(address, json=change, headers=key).json()["changed"] is True
    assert client.patch(address, json=change, headers=key).status_code == 409, (
        "somebody changed it in between"
    )
    assert client.get(address).json()["values"]["status"] == "abnormal"
    assert client.get(address, params={"on": "2024-04-30"}).json()["values"]["status"] == "active"
    history = client.get(f"{address}/history").json()["versions"]
    assert {one["values"]["status"] for one in history} == {"active", "abnormal"}
    gone = client.post(f"{address}/retract", json={"reason": "误录"}, headers=key)
    assert gone.status_code == 200
    assert client.get(address).status_code == 404


def test_a_refusal_names_key_text_and_field_in_the_readers_language(
    browser: Callable[[str], TestClient],
) -> None:
    client = browser("yanghua")
    values = {"credit_code": "91520115MA6H000010", "name": "甲", "kind": "shop", "unknown": 1}
    body = {"values": values, "reason": "执照"}
    answer = client.post(f"/api/registers/{ENTITY}/rows?lang=en", json=body, headers=api_token(client))
    assert answer.status_code == 422
    error = answer.json()["error"]
    assert {one["field"] for one in error["errors"]} == {"credit_code", "kind", "unknown"}
    assert "unified social credit code" in error["text"]
    again = client.post(f"/api/registers/{ENTITY}/rows?lang=zh", json=body, headers=api_token(client))
    assert "统一社会信用代码" in again.json()["error"]["text"]


def test_writing_needs_the_form_token_and_a_reason(
    browser: Callable[[str], TestClient], peopled: Peopled
) -> None:
    client = browser("yanghua")
    body = {"values": _draft(peopled.next_number()), "reason": "执照"}
    assert client.post(f"/api/registers/{ENTITY}/rows", json=body).json()["error"]["key"] == "web.api.csrf"
    key = api_token(client)
    assert (
        client.post(f"/api/registers/{ENTITY}/rows", json={**body, "reason": ""}, headers=key).status_code
        == 422
    )
    assert (
        client.post(f"/api/registers/{ENTITY}/rows", json={**body, "admin": True}, headers=key).status_code
        == 422
    )


def test_a_list_is_paged_by_a_cursor_and_every_record_comes_once(
    browser: Callable[[str], TestClient], peopled: Peopled
) -> None:
    for _ in range(5):
        peopled.make("register.document", "industry")
    client = browser("yanghua")
    seen: list[str] = []
    cursor = None
    while True:
        asked = {"limit": 2, **({"cursor": cursor} if cursor else {})}
        page = client.get("/api/registers/register.document/rows", params=asked).json()
        seen += [one["record"] for one in page["rows"]]
        cursor = page["next"]
        if cursor is None:
            break
        peopled.make("register.document", "industry")
    whole = client.get("/api/registers/register.document/count").json()["count"]
    assert len(seen) == len(set(seen))
    assert 5 <= len(seen) < whole, "records that came while paging are not in the pages"


def test_conditions_stand_in_the_address(browser: Callable[[str], TestClient], peopled: Peopled) -> None:
    made = peopled.make(ENTITY, "industry")
    client = browser("yanghua")
    rows = f"/api/registers/{ENTITY}/rows"
    code = str(made.values["credit_code"])
    assert [one["record"] for one in client.get(rows, params={"credit_code": code}).json()["rows"]] == [
        made.record
    ]
    assert client.get(rows, params={"credit_code": code, "status": "revoked"}).json()["rows"] == []
    assert client.get(rows, params={"name.contains": made.mark}).json()["rows"][0]["record"] == made.record
    for wrong in ({"status": "x"}, {"name.like": "x"}, {"nothing": "x"}, {"limit": "0"}, {"cursor": "x"}):
        assert client.get(rows, params=wrong).status_code in (404, 422), wrong


def test_personal_fields_are_masked_until_somebody_says_why(
    browser: Callable[[str], TestClient], peopled: Peopled
) -> None:
    made = peopled.make(ENTITY, "industry")
    client = browser("yanghua")
    address = f"/api/registers/{ENTITY}/rows/{made.record}"
    assert client.get(address).json()["values"]["contact_phone"] == "138****8000"
    key = api_token(client)
    blank = client.post(f"{address}/unmask", json={"field": "contact_phone", "purpose": " "}, headers=key)
    assert blank.status_code in (403, 422)
    told = client.post(
        f"{address}/unmask", json={"field": "contact_phone", "purpose": "核对来函"}, headers=key
    )
    assert told.json()["value"] == "13800138000"
    auditor = browser("auditor")
    events = auditor.get("/api/audit/events", params={"action": "unmask"}).json()["events"]
    assert events[0]["actor"] == "yanghua"
    assert events[0]["reason"] == "核对来函"
    assert "13800138000" not in str(events)


def test_the_export_is_a_workbook_with_money_in_yuan(
    browser: Callable[[str], TestClient], peopled: Peopled
) -> None:
    made = peopled.make("enterprise.financial_year", "industry")
    client = browser("yanghua")
    answer = client.get(
        "/api/registers/enterprise.financial_year/export",
        params={"credit_code": str(made.values["credit_code"])},
    )
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    cells = [cell for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None]
    assert float(str(made.values["operating_revenue"])) in cells
    assert made.values["credit_code"] in cells


def test_a_file_is_uploaded_checked_landed_and_undone(
    browser: Callable[[str], TestClient], peopled: Peopled
) -> None:
    client = browser("yanghua")
    key = api_token(client)
    good, bad = credit_code(peopled.next_number()), "91520115MA6H000010"
    sheet = f"统一社会信用代码,主体名称,主体类型\n{good},好公司,公司\n{bad},坏公司,公司\n".encode("gb18030")
    up = client.post(
        "/api/imports", data={"register": ENTITY}, files={"file": ("企业.csv", sheet)}, headers=key
    )
    assert up.status_code == 201, up.text
    assert {one["field"] for one in up.json()["columns"]} == {"credit_code", "name", "kind"}
    number = up.json()["file"]
    checked = client.post(f"/api/imports/{number}/check", json={}, headers=key).json()
    assert (checked["rows"], checked["bad_rows"]) == (2, 1)
    assert checked["errors"][0]["field"] == "credit_code"
    assert client.get(f"/api/imports/{number}/marked").content.startswith(b"PK")
    whole = client.post(f"/api/imports/{number}/land", json={"reason": "来表"}, headers=key)
    assert whole.status_code == 422, "nothing lands unless everything is right"
    landed = client.post(
        f"/api/imports/{number}/land", json={"reason": "来表", "good_rows": True}, headers=key
    )
    assert (landed.json()["new"], landed.json()["refused"]) == (1, 1)
    asked = {"credit_code": good}
    assert len(client.get(f"/api/registers/{ENTITY}/rows", params=asked).json()["rows"]) == 1
    import_id = landed.json()["import"]
    assert (
        client.post(f"/api/imports/{import_id}/undo", json={"reason": "错表"}, headers=key).status_code == 200
    )
    assert client.get(f"/api/registers/{ENTITY}/rows", params=asked).json()["rows"] == []


def test_a_file_of_somebody_else_is_not_there(browser: Callable[[str], TestClient]) -> None:
    mine, other = browser("yanghua"), browser("sysadmin")
    sheet = f"统一社会信用代码,主体名称,主体类型\n{credit_code(7)},甲,公司\n".encode()
    up = mine.post(
        "/api/imports", data={"register": ENTITY}, files={"file": ("a.csv", sheet)}, headers=api_token(mine)
    )
    number = up.json()["file"]
    assert other.post(f"/api/imports/{number}/check", json={}, headers=api_token(other)).status_code == 404


def test_the_description_holds_a_schema_for_every_register(
    browser: Callable[[str], TestClient], peopled: Peopled
) -> None:
    described = browser("").get("/api/openapi.json").json()
    assert described["openapi"].startswith("3.")
    for declared in peopled.house.registers():
        schema = described["components"]["schemas"][declared.name]
        assert set(schema["properties"]) == {one.name for one in declared.fields}


def test_the_auditor_reads_head_events_and_bundle(browser: Callable[[str], TestClient]) -> None:
    client = browser("auditor")
    head = client.get("/api/audit/head").json()
    assert len(head["digest"]) == 64
    page = client.get("/api/audit/events", params={"limit": 3}).json()
    assert [one["seq"] for one in page["events"]] == [head["seq"], head["seq"] - 1, head["seq"] - 2]
    older = client.get("/api/audit/events", params={"limit": 3, "before": page["next"]}).json()
    assert older["events"][0]["seq"] == head["seq"] - 3
    assert client.get("/api/audit/export").content.startswith(b"PK")
    assert browser("yanghua").get("/api/audit/head").status_code == 403
