"""How does a program bring in a file? 导入接口

Upload, check as often as needed, land, undo. Until it lands, nothing of the file is in a register.
"""

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, File, Form, Path, UploadFile
from starlette.requests import Request
from starlette.responses import Response

from guanshan.observe.mapping import ColumnUse, Mapping
from guanshan.observe.staged import Import, Staged
from guanshan.refusal import RefusedInput
from guanshan.register.record import RecordType
from guanshan.screens.bench import Waiting
from guanshan.screens.house import House
from guanshan.web.api_body import Check, Landing, Plain, Undoing
from guanshan.web.api_records import XLSX
from guanshan.web.site import Reader

Number = Annotated[str, Path(max_length=64, description="Number of an uploaded file")]
_MOST_FAULTS = 1_000


def routes(house: House) -> APIRouter:
    """Return the routes of the import."""
    router = APIRouter(prefix="/imports", tags=["imports"])

    @router.get("", summary="Imports that landed, the newest first")
    def past(request: Request) -> Plain:
        reader = Reader.of(house, request)
        return {"imports": [_import_json(one) for one in house.importer.imports(reader.actor)]}

    @router.post("", status_code=201, summary="Upload a file for a register")
    def upload(
        request: Request,
        name: Annotated[str, Form(alias="register", max_length=120)],
        file: Annotated[UploadFile, File()],
    ) -> Plain:
        reader = Reader.of(house, request)
        declared = house.store.types[name]
        _require_import(house, reader, declared)
        content = file.file.read()
        if not content:
            raise RefusedInput("web.api.file")
        sheet, _, mapping, remembered = house.importer.look(reader.actor, declared.name, content)
        waiting = house.bench.put(reader.actor, declared.name, file.filename or "file", content)
        waiting.mapping = mapping
        return {
            "file": waiting.number,
            "sheet": sheet.name,
            "remembered": remembered,
            "columns": [
                {"heading": one.heading, "field": one.field, "unit": one.unit} for one in mapping.columns
            ],
        }

    @router.post("/{file}/check", summary="Read and check an uploaded file; nothing is written")
    def check(request: Request, file: Number, body: Check) -> Plain:
        reader = Reader.of(house, request)
        waiting = _waiting(house, reader, file)
        with waiting.lock:
            waiting.staged = house.importer.stage(
                reader.actor,
                waiting.register,
                waiting.content,
                waiting.file_name,
                mapping=_mapping(waiting, body),
                keeper=body.keeper,
                since=body.since,
            )
            return _staged_json(house, reader, waiting.staged)

    @router.get(
        "/{file}/marked",
        summary="The checked file with its bad cells marked",
        response_class=Response,
        responses={200: {"content": {XLSX: {}}}},
    )
    def marked(request: Request, file: Number) -> Response:
        reader = Reader.of(house, request)
        waiting = _waiting(house, reader, file)
        content = house.importer.marked(_checked(waiting), reader.words.language)
        name = f"{waiting.file_name.rsplit('.', 1)[0]}.marked.xlsx"
        disposition = f"attachment; filename=\"marked.xlsx\"; filename*=UTF-8''{quote(name)}"
        return Response(content, media_type=XLSX, headers={"Content-Disposition": disposition})

    @router.post("/{file}/land", summary="Land a checked file: everything, or only the good rows")
    def land(request: Request, file: Number, body: Landing) -> Plain:
        reader = Reader.of(house, request)
        waiting = _waiting(house, reader, file)
        with waiting.lock:
            landing = house.importer.land(
                reader.actor,
                _checked(waiting),
                good_rows=body.good_rows,
                reason=body.reason,
                language=reader.words.language,
            )
        house.bench.drop(file)
        counts = landing.counts
        return {
            "import": landing.import_id,
            "new": counts.new,
            "changed": counts.changed,
            "unchanged": counts.unchanged,
            "refused": landing.refused,
            "same_as": landing.same_as,
        }

    @router.post("/{file}/undo", summary="Take a whole import back; the path names the import")
    def undo(request: Request, file: Number, body: Undoing) -> Plain:
        reader = Reader.of(house, request)
        undone = house.importer.undo(reader.actor, file, body.reason)
        return {"import": undone.import_id, "removed": undone.removed, "restored": undone.restored}

    return router


def _waiting(house: House, reader: Reader, file: str) -> Waiting:
    waiting = house.bench.get(reader.actor, file)
    _require_import(house, reader, house.store.types[waiting.register])
    return waiting


def _require_import(house: House, reader: Reader, declared: RecordType) -> None:
    if not house.access.may_somewhere(reader.actor, "import", declared):
        house.access.require(reader.actor, "import", declared)


def _checked(waiting: Waiting) -> Staged:
    if waiting.staged is None:
        raise RefusedInput("screens.import.unchecked")
    return waiting.staged


def _mapping(waiting: Waiting, body: Check) -> Mapping | None:
    if body.columns is None:
        return waiting.mapping
    columns = tuple(ColumnUse(one.heading, one.field, one.unit) for one in body.columns)
    return Mapping(
        register=waiting.register,
        columns=columns,
        sheet=body.sheet,
        head=body.head,
        constants=body.constants,
        since=body.since,
    )


def _staged_json(house: House, reader: Reader, staged: Staged) -> Plain:
    faults = staged.faults
    return {
        "sheet": staged.plan.sheet.name,
        "rows": staged.rows,
        "bad_rows": staged.bad_rows,
        "faults": len(faults),
        "errors": [one.to_json(staged.plan.record, house.texts) for one in faults[:_MOST_FAULTS]],
        "good": staged.is_good,
        "keeper": staged.keeper,
        "since": staged.since.isoformat() if staged.since else None,
        "language": reader.words.language,
    }


def _import_json(one: Import) -> Plain:
    return {
        "import": one.id,
        "register": one.register,
        "file": one.file_name,
        "keeper": one.keeper,
        "actor": one.actor,
        "entry": one.entry,
        "new": one.counts.new,
        "changed": one.counts.changed,
        "unchanged": one.counts.unchanged,
        "refused": one.refused,
        "undone": one.undone,
    }
