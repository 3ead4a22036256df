"""Cases in a real house: opened, handed about, told, found again on both time axes."""

from datetime import date
from pathlib import Path

import pytest

from guanshan.act.casebook import Petition
from guanshan.act.notice import deliver, number_of, waiting
from guanshan.act.worklist import VIEWS, Worklist
from guanshan.refusal import Conflict, Forbidden, ManyRefusals, NotFound, NotSignedIn, RefusedInput
from guanshan.register.actor import CONSOLE, PUBLIC, Actor, Held
from guanshan.register.query import Condition
from peopled import OWN, PHONE, Peopled, peopled_house

OFFICE = Actor("li", "李", "staff", (Held("officer", "private-economy"),))
INDUSTRY = Actor("yanghua", "杨华", "staff", (Held("officer", "industry"),))
MARKET = Actor("zhao", "赵", "staff", (Held("officer", "market"),))
FIRM = Actor("enterprise:1", "138****8000", "enterprise", owner=OWN)
OTHER = Actor("enterprise:2", "139****8000", "enterprise", owner="91520115MA6H00003B")
PETITION = Petition(
    title="厂区门口占道",
    text="门口长期占道，货车进不来",
    credit_code=OWN,
    contact_phone=PHONE,
    channel="form",
)


@pytest.fixture(scope="module")
def peopled(tmp_path_factory: pytest.TempPathFactory):
    found = peopled_house(tmp_path_factory.mktemp("cases"))
    today = found.house.registry.today()
    with found.house.store.write(CONSOLE, "test") as writing:
        writing.put(
            "register.unit",
            {"code": "private-economy", "name": "民营局", "kind": "bureau", "parent": "guanshanhu"},
            keeper="guanshanhu",
        )
        for login, unit in (("li", "private-economy"), ("zhao", "market")):
            writing.put(
                "register.person",
                {"login": login, "name": login, "unit": unit, "joined_on": today},
                keeper="guanshanhu",
            )
            writing.put(
                "register.appointment",
                {"person": login, "role": "officer", "unit": unit, "from_day": today},
                keeper="guanshanhu",
            )
    found.make("register.market_entity", "own")
    yield found
    found.house.store.database.close()


@pytest.fixture
def book(peopled: Peopled):
    return peopled.house.casebook


def opened(book, **changed):
    return book.open(FIRM, "appeal", PETITION, {"category": "help", **changed})


def in_hand(book) -> str:
    number = opened(book)
    book.move(OFFICE, number, "assign", {"lead": "industry", "executing": "market"})
    book.move(INDUSTRY, number, "accept", {})
    return number


def test_an_appeal_goes_from_the_firm_to_its_answer(book):
    number = in_hand(book)
    file = book.file(INDUSTRY, number)
    assert (file.standing.state, file.standing.lead, file.standing.person) == (
        "handling",
        "industry",
        "yanghua",
    )
    assert file.version.values["due_at"] == "2024-05-10T00:00"  # first contact within 7, 8, 9 May
    book.move(INDUSTRY, number, "contact", {"how": "电话联系"})
    assert book.file(INDUSTRY, number).version.values["due_at"] == "2024-05-12T00:00"  # 7 to 11 May
    book.move(MARKET, number, "report", {"opinion": "已约谈摊主"})
    book.move(INDUSTRY, number, "answer", {"answer": "已清理", "solved": "yes"})
    closed = book.move(OFFICE, number, "close", {"satisfaction": "satisfied", "solved": "yes"})
    assert closed.version.values["open"] is False
    assert closed.version.values["due_at"] is None
    assert [one.step.move for one in closed.filed] == [
        "open",
        "assign",
        "accept",
        "contact",
        "report",
        "answer",
        "close",
    ]
    assert [one.unit for one in closed.filed] == [
        None, "private-economy", "industry", "industry", "market", "industry", "private-economy",
    ]  # fmt: skip


def test_who_may_what(book):
    number = opened(book)
    with pytest.raises(Forbidden, match=r"needs\.office"):
        book.move(INDUSTRY, number, "assign", {"lead": "industry"})
    with pytest.raises(NotFound):
        book.move(OTHER, number, "withdraw", {})
    with pytest.raises(NotFound):
        book.file(OTHER, number)
    with pytest.raises(Forbidden, match="needs"):
        book.open(INDUSTRY, "appeal", PETITION, {"category": "help"})
    with pytest.raises(Forbidden, match="no_part"):
        book.comment(MARKET, number, "看一看")
    assert [one.name for one in book.file(FIRM, number).moves] == ["withdraw"]


def test_nobody_writes_a_case_by_hand(peopled, book):
    number = opened(book)
    record = book.file(OFFICE, number).version.record
    for actor in (OFFICE, FIRM, CONSOLE):
        with pytest.raises(Forbidden, match=r"access\.needs\.service"):
            peopled.house.registry.edit(actor, "act.case", record, {"state": "closed"}, "改一改")


def test_what_is_named_must_be_there(book):
    number = opened(book)
    with pytest.raises(RefusedInput, match="no_unit"):
        book.move(OFFICE, number, "assign", {"lead": "nowhere"})
    with pytest.raises(ManyRefusals):
        book.move(OFFICE, number, "assign", {})
    with pytest.raises(RefusedInput, match="no_other"):
        book.move(OFFICE, number, "merge", {"into": number})
    other = opened(book)
    merged = book.move(OFFICE, number, "merge", {"into": other})
    assert (merged.standing.state, merged.standing.merged_into) == ("merged", other)


def test_a_page_that_is_old_does_nothing(book):
    number = opened(book)
    book.move(OFFICE, number, "assign", {"lead": "industry"}, seen=1)
    with pytest.raises(Conflict, match="changed_meanwhile"):
        book.move(OFFICE, number, "assign", {"lead": "market"}, seen=1)


def test_an_order_of_the_hotline_comes_in_once(book):
    order = Petition(title="求助", text="求助", channel="hotline", reference="20240506001")
    number = book.open(OFFICE, "appeal", order, {"category": "help"})
    with pytest.raises(Conflict, match=number):
        book.open(OFFICE, "appeal", order, {"category": "help"})


def test_parts_follow_the_steps(peopled, book):
    number = in_hand(book)

    def parts():
        found = peopled.house.registry.find(OFFICE, "act.part", where=[Condition("case", "eq", number)])
        return {one.values["unit"]: one.values["role"] for one in found}

    assert parts() == {"industry": "lead", "market": "executing"}
    book.move(INDUSTRY, number, "hand_over", {"lead": "market", "reason": "属市场监管"})
    assert parts() == {"market": "lead"}
    file = book.move(MARKET, number, "accept", {})
    assert (file.version.keeper, file.standing.person) == ("market", "zhao")


def test_the_applicant_is_told_and_an_officer_is_not_told_of_the_own_act(book):
    before = {who.id: book.inbox.unread(who) for who in (OFFICE, INDUSTRY, FIRM)}
    number = in_hand(book)
    told = {who.id: book.inbox.unread(who) - before[who.id] for who in (OFFICE, INDUSTRY, FIRM)}
    assert told == {"li": 1, "yanghua": 1, "enterprise:1": 2}
    latest = book.inbox.latest(FIRM)[0]
    assert (latest.told["number"], latest.told["move"]["zh"]) == (number, "签收")
    book.inbox.read(FIRM, f"act.case/{number}")
    assert book.inbox.unread(FIRM) == before["enterprise:1"]


def test_many_cases_are_moved_at_once_and_each_refusal_is_told(book):
    numbers = [opened(book), opened(book), in_hand(book)]
    done = book.move_many(OFFICE, [*numbers, "SQ0"], "assign", {"lead": "market"})
    assert [one and one.key for one in done.values()] == [None, None, "act.case.not_now", "act.case.none"]


def test_a_case_is_read_as_it_was_known(peopled, book):
    number = opened(book)
    before = peopled.house.store.head().tick
    book.move(OFFICE, number, "assign", {"lead": "industry"})
    then = book.file(OFFICE, number, peopled.house.registry.moment(date(2024, 5, 6), before))
    assert (then.standing.state, len(then.filed)) == ("received", 1)
    assert book.file(OFFICE, number).standing.state == "assigned"


def test_mail_goes_out_at_least_once_under_one_number(peopled, tmp_path: Path):
    from guanshan.act.casebook import Casebook

    house = peopled.house
    book = Casebook(
        house.registry,
        house.casebook.kinds,
        house.casebook.calendar,
        house.clock,
        house.casebook.files,
        mails=True,
    )
    number = book.open(FIRM, "appeal", PETITION, {"category": "help"})
    cause = f"act.case/{number}/1"
    assert [one.id for one in waiting(house.store, "mail") if one.cause == cause] == [
        number_of("mail", "li", cause)
    ]
    taken: list[str] = []

    def broken(notice):
        taken.append(notice.id)
        raise ConnectionError

    assert deliver(house.store, "mail", broken) == (0, 1)
    assert deliver(house.store, "mail", lambda notice: taken.append(notice.id)) == (1, 0)
    assert taken == [number_of("mail", "li", cause)] * 2
    assert waiting(house.store, "mail") == []


def test_a_file_is_kept_by_what_it_is_and_shown_to_whom_it_is_meant(book):
    number = in_hand(book)
    content = b"%PDF-1.7 the contract"
    assert book.attach(FIRM, number, "合同.pdf", content) == 1
    assert book.attach(INDUSTRY, number, "C:\\内部\\意见.pdf", content) == 2
    assert book.attached(INDUSTRY, number, 1) == ("合同.pdf", content)
    assert book.attached(INDUSTRY, number, 2)[0] == "意见.pdf"
    with pytest.raises(NotFound, match="no_file"):
        book.attached(FIRM, number, 2)
    for name, wrong in (("a.pdf", b"MZ"), ("a.exe", b"MZ"), ("a.pdf", b""), ("pdf", b"%PDF-")):
        with pytest.raises(RefusedInput, match="file_"):
            book.attach(FIRM, number, name, wrong)
    with pytest.raises(NotFound):
        book.attach(OTHER, number, "合同.pdf", content)


def test_the_work_list_shows_what_is_to_be_done(book):
    work = Worklist(book)
    before = work.counts(INDUSTRY)
    number = in_hand(book)
    waiting_one = in_hand(book)
    book.move(INDUSTRY, waiting_one, "ask", {"question": "合同"})
    counts = work.counts(INDUSTRY)
    assert {view: counts[view] - before[view] for view in ("mine", "turn", "unit", "waiting")} == {
        "mine": 2, "turn": 1, "unit": 2, "waiting": 1,
    }  # fmt: skip
    assert number in {one.version.key for one in work.entries(MARKET, "unit")}  # executing
    assert number not in {one.version.key for one in work.entries(MARKET, "mine")}
    assert number in {one.version.key for one in work.entries(OFFICE, "unit")}
    for view in VIEWS:
        assert len(work.entries(INDUSTRY, view)) == counts[view]
    with pytest.raises(NotSignedIn):
        work.entries(PUBLIC, "all")
