"""What can a program ask of indicators? 指标接口"""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.requests import Request

from guanshan.report.indicator import DISTRICT
from guanshan.screens.figurejson import figure_json, indicator_json, lineage_json
from guanshan.screens.house import House
from guanshan.web.api_body import KnownAt, OnDay, Plain
from guanshan.web.api_write import moment_from
from guanshan.web.site import Reader

PeriodText = Annotated[
    str,
    Query(
        max_length=10, description="2023, 2023-H1, 2023-Q3, 2023-09 or 2024-05-06; the last one if left out"
    ),
]
Subject = Annotated[
    str, Query(max_length=60, description="The district, or an enterprise by its credit code")
]
PageNumber = Annotated[int, Query(ge=1, le=10**6, description="Page of the rows")]


def routes(house: House) -> APIRouter:
    """Return the routes of indicators and figures."""
    router = APIRouter(tags=["figures"])

    @router.get("/indicators", summary="The catalogue of indicators")
    def catalogue(request: Request) -> Plain:
        words = Reader.of(house, request).words
        return {"indicators": [indicator_json(house, words, one) for one in house.catalogue]}

    @router.get("/indicators/{name}", summary="One indicator with its figure, down to rows and documents")
    def indicator(
        request: Request,
        name: str,
        on: OnDay = None,
        known_at: KnownAt = None,
        period: PeriodText = "",
        subject: Subject = DISTRICT,
        page: PageNumber = 1,
    ) -> Plain:
        reader = Reader.of(house, request)
        figure = house.figure(name, moment_from(house, on, known_at), period, subject)
        return {
            **indicator_json(house, reader.words, figure.indicator),
            "figure": lineage_json(house, reader.words, reader.actor, figure, page),
        }

    @router.get("/figures", summary="The figure of every indicator of the district")
    def figures(request: Request, on: OnDay = None, known_at: KnownAt = None) -> Plain:
        words = Reader.of(house, request).words
        with house.reporter.at(moment_from(house, on, known_at)) as sight:
            return {"figures": [figure_json(house, words, one) for one in sight.all()]}

    @router.get("/figures/{name}", summary="One figure")
    def figure(
        request: Request,
        name: str,
        on: OnDay = None,
        known_at: KnownAt = None,
        period: PeriodText = "",
        subject: Subject = DISTRICT,
    ) -> Plain:
        words = Reader.of(house, request).words
        return figure_json(
            house, words, house.figure(name, moment_from(house, on, known_at), period, subject)
        )

    return router
