"""Which public pages do systems bring of their own? 系统自带的公开页面

A system's own public page is a whole document. What it has of style stands in it; the answer allows just that style by its hash, and else
what every plain page may have: no script, nothing from another host.
"""

from collections.abc import Callable

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from guanshan.declaration import Leaf, PublicPage, load
from guanshan.screens.house import House
from guanshan.web.policy import with_style
from guanshan.web.site import Reader


def routes(house: House) -> APIRouter:
    """Return the public pages that systems declare."""
    router = APIRouter(include_in_schema=False)
    for system in house.systems:
        for page in system.public:
            router.add_api_route(page.path, _answering(house, page), methods=["GET"])
    return router


def _answering(house: House, page: PublicPage) -> Callable[[Request], Response]:
    def answer(request: Request) -> Response:
        words = Reader.of(house, request).words
        leaf: Leaf = load(page.builder)(house, words, **request.path_params)
        headers = {}
        if leaf.media.startswith("text/html"):
            headers["Content-Security-Policy"] = with_style(leaf.content)
        if leaf.file_name:
            headers["Content-Disposition"] = f'attachment; filename="{leaf.file_name}"'
        return Response(leaf.content, media_type=leaf.media, headers=headers)

    return answer
