"""How does an enterprise raise a case, and see what becomes of it? 企业的事项页面

Plain HTML without script, for a phone: a form derived from the kind of case, the own cases, what was done, what is asked of the enterprise.
Files are fetched here by officers, too.
"""

from collections.abc import Mapping
from urllib.parse import quote

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import Response

from guanshan.act.attachment import KINDS, MOST_BYTES
from guanshan.act.case.kind import CaseKind, Move
from guanshan.act.case.standing import COMMENT
from guanshan.act.casebook import Petition
from guanshan.act.casefile import EVER, CaseFile
from guanshan.refusal import Refusal
from guanshan.register.query import Condition
from guanshan.screens.case.told import clocks_of, last_day, notices_of, options_of, steps_of
from guanshan.screens.house import House
from guanshan.web import cookie
from guanshan.web.doors import refuse_unless
from guanshan.web.site import Reader

_MOST = 200


def routes(house: House) -> APIRouter:
    """Return the pages of an enterprise's cases."""
    router = APIRouter(include_in_schema=False)

    @router.get("/cases")
    def cases(request: Request) -> Response:
        reader = Reader.of(house, request)
        if reader.actor.kind == "staff":
            return reader.go("/desk/cases")
        refuse_unless(reader, "enterprise")
        return _list(reader)

    @router.get("/cases/new/{family}")
    def new(request: Request, family: str) -> Response:
        reader = Reader.of(house, request)
        refuse_unless(reader, "enterprise")
        return _form(reader, house.casebook.kinds.in_force(family, house.registry.today()), {})

    @router.post("/cases/new/{family}")
    async def opened(request: Request, family: str) -> Response:
        reader, form = await _posted(house, request)
        return await run_in_threadpool(lambda: _open(reader, family, form))

    @router.get("/cases/{number}")
    def one(request: Request, number: str) -> Response:
        reader = Reader.of(house, request)
        if reader.actor.kind == "staff":
            return reader.go(f"/desk/cases/{quote(number, safe='')}")
        refuse_unless(reader, "enterprise")
        return _case(reader, number)

    @router.get("/cases/{number}/files/{place}")
    def file(request: Request, number: str, place: int) -> Response:
        reader = Reader.of(house, request)
        refuse_unless(reader, "enterprise", "staff")
        name, content = house.casebook.attached(reader.actor, number, place)
        headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}"}
        return Response(content, media_type="application/octet-stream", headers=headers)

    @router.post("/cases/{number}/{move}")
    async def moved(request: Request, number: str, move: str) -> Response:
        reader, form = await _posted(house, request)
        sent = form.get("file")
        content = await sent.read(MOST_BYTES + 1) if isinstance(sent, UploadFile) else b""
        name = (sent.filename or "") if isinstance(sent, UploadFile) else ""
        return await run_in_threadpool(lambda: _move(reader, number, move, form, (name, content)))

    return router


async def _posted(house: House, request: Request) -> tuple[Reader, FormData]:
    form = await request.form(max_files=1, max_fields=50)
    reader = await run_in_threadpool(lambda: Reader.of(house, request))
    cookie.check_form(house, request, str(form.get("form", "")))
    refuse_unless(reader, "enterprise")
    return reader, form


def _list(reader: Reader) -> Response:
    house, words, actor = reader.house, reader.words, reader.actor
    own = [Condition("credit_code", "eq", actor.owner)]
    found = house.registry.find(actor, "act.case", EVER, own, order="-number", limit=_MOST)
    lines = []
    for one in found:
        kind = house.casebook.kinds[str(one.values["kind"])]
        state = kind.states[str(one.values["state"])]
        due = last_day(words, one.values["due_at"]) if one.values["open"] else ""
        lines.append((one.key, one.name, state.title[words.language], due, state.owner == "applicant"))
    return reader.page(
        "own_cases.html",
        lines=lines,
        kinds=house.casebook.kinds.open_to("applicant", house.registry.today()),
        notices=notices_of(words, house.casebook.inbox.latest(actor, 10)),
    )


def _form(
    reader: Reader, kind: CaseKind, told: Mapping[str, str], refusal: Refusal | None = None
) -> Response:
    return reader.page(
        "own_case_new.html",
        status=refusal.http_status if refusal else 200,
        kind=kind,
        asks=_asks(reader, kind, kind.opening),
        told=told,
        refused=reader.words.refusal(refusal) if refusal else None,
    )


def _asks(reader: Reader, kind: CaseKind, move: Move) -> list[tuple[object, dict[str, str] | None]]:
    return [(one, options_of(reader.house, reader.words, kind, one)) for one in move.asks]


def _open(reader: Reader, family: str, form: FormData) -> Response:
    book, actor = reader.house.casebook, reader.actor
    kind = book.kinds.in_force(family, reader.house.registry.today())
    told = _texts(form)
    answers = {one.name: told[one.name] for one in kind.opening.asks if told.get(one.name)}
    try:
        number = book.open(
            actor,
            family,
            Petition(
                title=told.get("title", ""),
                text=told.get("text", ""),
                credit_code=actor.owner,
                contact_name=told.get("contact_name") or None,
                contact_phone=told.get("contact_phone") or None,
                channel="form",
            ),
            answers,
        )
    except Refusal as refusal:
        if refusal.http_status != 422:
            raise
        return _form(reader, kind, told, refusal)
    return reader.go(f"/cases/{number}?done=1")


def _case(reader: Reader, number: str, refusal: Refusal | None = None) -> Response:
    house, words = reader.house, reader.words
    file = house.casebook.file(reader.actor, number)
    house.casebook.inbox.read(reader.actor, f"act.case/{number}")
    return reader.page(
        "own_case.html",
        status=refusal.http_status if refusal else 200,
        file=file,
        kind=file.kind.title[words.language],
        state=file.kind.states[file.standing.state].title[words.language],
        clocks=[one for one in clocks_of(words, file) if one.runs],
        steps=steps_of(house, words, file, applicant=True),
        moves=[(move, _asks(reader, file.kind, move)) for move in file.moves],
        files=[one.values for one in file.attachments if one.values["public"]],
        endings=",".join(f".{one}" for one in KINDS),
        refused=words.refusal(refusal) if refusal else None,
        done=reader.request.query_params.get("done") == "1",
        over=not file.version.values["open"],
    )


def _move(reader: Reader, number: str, move: str, form: FormData, sent: tuple[str, bytes]) -> Response:
    book, actor = reader.house.casebook, reader.actor
    told = _texts(form)
    file: CaseFile = book.file(actor, number)
    try:
        if move == COMMENT:
            book.comment(actor, number, told.get("text", ""))
        elif move == "file":
            book.attach(actor, number, *sent)
        else:
            asks = file.kind.moves[move].asks if move in file.kind.moves else ()
            answers = {one.name: told[one.name] for one in asks if told.get(one.name)}
            book.move(actor, number, move, answers)
    except Refusal as refusal:
        return _case(reader, number, refusal)
    return reader.go(f"/cases/{number}?done=1")


def _texts(form: FormData) -> dict[str, str]:
    """Return the texts of a form, with the line ends that the registers keep."""
    return {
        name: value.replace("\r\n", "\n").replace("\r", "\n").strip()
        for name, value in form.items()
        if isinstance(value, str)
    }
