"""How does an auditor's program read the chain? 审计接口"""

import io
import tempfile
import zipfile
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from guanshan.register.audit.bundle import write_bundle
from guanshan.screens.chain import FILTERS, events, head_for
from guanshan.screens.house import House
from guanshan.web.api_body import Limit, Plain
from guanshan.web.api_write import entry_json
from guanshan.web.site import Reader

Filter = Annotated[str, Query(max_length=120)]


def routes(house: House) -> APIRouter:
    """Return the routes over the audit chain."""
    router = APIRouter(prefix="/audit", tags=["audit"])

    @router.get("/head", summary="The head of the chain, to be copied out of the system")
    def head(request: Request) -> Plain:
        found = head_for(house, Reader.of(house, request).actor)
        return {"seq": found.seq, "tick": found.tick, "digest": found.digest, "algorithm": found.algorithm}

    @router.get("/events", summary="Events, the newest first")
    def listed(
        request: Request,
        before: Annotated[int | None, Query(ge=1, le=2**62)] = None,
        limit: Limit = 100,
        actor: Filter = "",
        action: Filter = "",
        object: Filter = "",
    ) -> Plain:
        reader = Reader.of(house, request)
        wanted = {name: request.query_params.get(name, "") for name in FILTERS}
        found = events(house, reader.actor, before=before, wanted=wanted, limit=limit)
        return {"events": [entry_json(one) for one in found], "next": found[-1].seq if found else None}

    @router.get(
        "/export",
        summary="The export bundle, zipped",
        response_class=Response,
        responses={200: {"content": {"application/zip": {}}}},
    )
    def export(request: Request) -> Response:
        reader = Reader.of(house, request)
        content = bundle_of(house, reader)
        head = {"Content-Disposition": 'attachment; filename="guanshan-audit.zip"'}
        return Response(content, media_type="application/zip", headers=head)

    return router


def bundle_of(house: House, reader: Reader) -> bytes:
    """Write the whole chain as an export bundle in one zip file; the export is an event itself."""
    house.access.require(reader.actor, "audit.export")
    with house.store.write(reader.actor, "audit.export") as writing:
        writing.note("audit.export", "audit")
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "bundle"
        with house.store.database.reading() as connection:
            write_bundle(connection, target)
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for path in sorted(target.rglob("*")):
                if path.is_file():
                    archive.write(path, path.relative_to(target))
    return packed.getvalue()
