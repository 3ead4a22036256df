"""How does a program read, try and keep rulebooks? 规则接口"""

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query
from starlette.requests import Request
from starlette.responses import Response

from guanshan.assess.library import Volume
from guanshan.refusal import Refusal, RefusedInput
from guanshan.screens.house import House
from guanshan.screens.rulebook.folder import Kept, digest_of
from guanshan.screens.rulebook.office import content_of, keep, keeper_of, moves_of, past_of, remove, try_text
from guanshan.screens.rulebook.told import state_of, unseen_in
from guanshan.screens.words import Words
from guanshan.web.api_body import Keeping, Plain, Trial
from guanshan.web.api_write import refusal_json
from guanshan.web.site import Reader

Name = Annotated[str, Path(max_length=61, description="Dated id of a rulebook, such as `srdi-2022`")]
_FILE = "rulebook.yaml"


def routes(house: House) -> APIRouter:
    """Return the routes over rulebooks."""
    router = APIRouter(prefix="/rulebooks", tags=["rulebooks"])

    @router.get("", summary="Every rulebook, and the files that are refused")
    def listed(request: Request, on: Annotated[date | None, Query()] = None) -> Plain:
        reader = _reader(house, request)
        day = on or house.registry.today()
        volumes = house.library.volumes
        return {
            "on": day.isoformat(),
            "rulebooks": [_told(house, reader.words, one, day) for one in volumes if one.fault is None],
            "refused": [
                {
                    "file": one.path.name,
                    **refusal_json(reader.words, one.fault),
                    "line": one.fault.values["line"],
                }
                for one in volumes
                if one.fault
            ],
        }

    @router.get("/{name}", summary="One rulebook: where it stands, and what was kept of it")
    def told(request: Request, name: Name) -> Plain:
        reader = _reader(house, request)
        volume = house.library.volume(name)
        past = past_of(house, name)
        return {
            **_told(house, reader.words, volume, house.registry.today()),
            "keeper": keeper_of(house, name, volume.rulebook().family),
            "history": [_kept(one) for one in past.history()],
        }

    @router.get(
        "/{name}/text",
        summary="Its text in YAML: the one that holds, or one that was kept under a number",
        response_class=Response,
        responses={200: {"content": {"application/yaml": {}}}},
    )
    def text(
        request: Request, name: Name, number: Annotated[int | None, Query(ge=1, le=10**6)] = None
    ) -> Response:
        _reader(house, request)
        content = content_of(house, name, number)
        head = {"Content-Disposition": f'attachment; filename="{name}.yaml"'}
        return Response(content, media_type="application/yaml; charset=utf-8", headers=head)

    @router.post("/check", summary="Try a text: what is wrong with it, or what it would change")
    def check(request: Request, body: Trial) -> Plain:
        reader = _reader(house, request)
        tried = try_text(house, reader.actor, body.text, _FILE)
        moves = moves_of(house, reader.actor, tried, house.registry.moment()) if body.moves else None
        return {
            "rulebook": tried.rulebook.name,
            "criteria": len(tried.rulebook.criteria),
            "cases": tried.cases,
            "wrong": [_fault(reader.words, one) for one in tried.wrong],
            "before": tried.before.name if tried.before else None,
            "changes": [{"piece": one.piece, "name": one.name, "how": one.how} for one in tried.changes],
            "moves": None if moves is None else _moves(moves),
        }

    @router.put("/{name}", summary="Keep a text under its id in the district's folder")
    def put(request: Request, name: Name, body: Keeping) -> Plain:
        reader = _reader(house, request)
        tried = try_text(house, reader.actor, body.text, _FILE)
        if tried.rulebook.name != name:
            raise RefusedInput("screens.rulebook.other_id", name=tried.rulebook.name, rulebook=name)
        return _kept(keep(house, reader.actor, body.text, body.reason, body.seen))

    @router.delete("/{name}", summary="Take the district's own text out of force")
    def delete(
        request: Request, name: Name, reason: Annotated[str, Query(min_length=1, max_length=500)]
    ) -> Plain:
        return _kept(remove(house, _reader(house, request).actor, name, reason))

    return router


def _reader(house: House, request: Request) -> Reader:
    reader = Reader.of(house, request)
    house.access.require(reader.actor, "rulebook.read")
    return reader


def _told(house: House, words: Words, volume: Volume, on: date) -> Plain:
    book = volume.rulebook()
    return {
        "rulebook": book.name,
        "family": book.family,
        "title": book.title[words.language],
        "document": {
            "title": book.document.title,
            "number": book.document.number,
            "issuer": book.document.issuer,
            "dated": book.document.dated.isoformat(),
            "mark": book.document.mark,
        },
        "in_force": {
            "from": book.in_force_from.isoformat(),
            "until": book.in_force_until.isoformat() if book.in_force_until else None,
            "mark": book.in_force_mark,
        },
        "state": state_of(book, on),
        "unverified": unseen_in(book),
        "own": volume.own,
        "sha256": digest_of(volume.path.read_bytes()),
    }


def _kept(one: Kept) -> Plain:
    return {
        "number": one.number,
        "how": one.how,
        "sha256": one.sha256,
        "unit": one.unit,
        "time": one.tick,
        "reason": one.reason,
    }


def _fault(words: Words, fault: Refusal) -> Plain:
    return {**refusal_json(words, fault), "line": fault.values.get("line")}


def _moves(moves: Any) -> Plain:
    def each(moved: Any) -> list[Plain]:
        return [
            {"credit_code": one.credit_code, "name": one.name, "before": one.before, "after": one.after}
            for one in moved
        ]

    return {name: each(getattr(moves, name)) for name in ("gains", "losses", "changed")}
