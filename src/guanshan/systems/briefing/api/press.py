"""How does a program have a draft checked? 核稿接口"""

from collections.abc import Callable, Mapping
from typing import Annotated

from fastapi import APIRouter, File, Form, UploadFile
from starlette.requests import Request

from guanshan.refusal import RefusedInput
from guanshan.register.actor import Actor
from guanshan.report.draft.reading import LARGEST
from guanshan.screens.house import House
from guanshan.screens.words import Words
from guanshan.systems.briefing.service.press import check_draft, require_officer


def routes(house: House, asking: Callable[[Request], tuple[Actor, Words]]) -> APIRouter:
    """Return the routes of the system.

    Parameters
    ----------
    asking
        Tells who asks, and in which words to answer.
    """
    router = APIRouter(tags=["briefing"])

    @router.post(
        "/press", summary="Check a press draft: every quantity, judged; nothing of the draft is kept"
    )
    def check(
        request: Request,
        text: Annotated[str | None, Form(description="The draft as text, up to a million bytes")] = None,
        file: Annotated[UploadFile | None, File(description="The draft as .txt or .docx")] = None,
    ) -> list[Mapping[str, object]]:
        actor, _ = asking(request)
        require_officer(actor)
        if (text is None) == (file is None):
            raise RefusedInput("briefing.press.one_draft")
        content = file.file.read(LARGEST + 1) if file else (text or "").encode("utf-8", "replace")
        return check_draft(house, actor, content).told()

    return router
