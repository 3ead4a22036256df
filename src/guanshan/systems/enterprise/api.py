"""What can a program ask about verdicts? 评定接口"""

import io
from collections.abc import Callable
from dataclasses import asdict
from datetime import date, datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query
from starlette.requests import Request
from starlette.responses import Response

from guanshan.clock import tick_of
from guanshan.register.actor import Actor
from guanshan.register.query import Moment
from guanshan.screens.house import House
from guanshan.screens.words import Words
from guanshan.systems.enterprise.service.exporting import Form, export
from guanshan.systems.enterprise.service.moves import Move, moves
from guanshan.systems.enterprise.service.pipeline import MONTHS, Asked, PipelineRow, State, counts, pipeline
from guanshan.systems.enterprise.service.statement import questions
from guanshan.systems.enterprise.service.verdict import verdicts

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv"

Plain = dict[str, Any]
Asking = Callable[[Request], tuple[Actor, Words]]
Code = Annotated[str, Path(max_length=40, description="Unified social credit code")]
OnDay = Annotated[date | None, Query(description="The day of the verdicts; today if left out")]
KnownAt = Annotated[datetime | None, Query(description="The time at which it was known; now if left out")]
Family = Annotated[str | None, Query(max_length=60, description="Family of a rulebook, such as `srdi`")]
Named = Annotated[str, Query(max_length=60, description="Dated id or family of a rulebook")]
Short = Annotated[str | None, Query(max_length=60)]
InState = Annotated[
    State | Literal["any", "all"] | None,
    Query(description="`any`: in some state; `all`, or left out: everybody"),
]
Months = Annotated[int, Query(ge=0, le=1200, description="How far ahead a title counts as lapsing")]


def routes(house: House, asking: Asking) -> APIRouter:
    """Return the routes of the system.

    Parameters
    ----------
    asking
        Tells who asks, and in which words to answer.
    """
    router = APIRouter(tags=["enterprise"])

    def moment_of(on: date | None, known_at: datetime | None) -> Moment:
        return house.registry.moment(on, None if known_at is None else max(0, tick_of(known_at)))

    @router.get("/verdicts/{credit_code}", summary="One enterprise, by every designation in force")
    def of_one(request: Request, credit_code: Code, on: OnDay = None, known_at: KnownAt = None) -> Plain:
        actor, words = asking(request)
        found = verdicts(house.registry, actor, credit_code, moment_of(on, known_at), house.library)
        return {"verdicts": [one.told(words.language) for one in found]}

    @router.get("/questions/{credit_code}", summary="What rulebooks ask that can be stated")
    def asked_of(request: Request, credit_code: Code, on: OnDay = None, known_at: KnownAt = None) -> Plain:
        actor, words = asking(request)
        found = questions(house.registry, actor, credit_code, moment_of(on, known_at), house.library)
        return {
            "questions": [
                {
                    "fact": one.fact,
                    "title": one.title[words.language],
                    "year": one.year,
                    "asked_by": [book for book, _ in one.asked_by],
                    "kind": one.asked_by[0][1].kind,
                    "unit": one.asked_by[0][1].unit,
                    "options": list(one.asked_by[0][1].options),
                    "registered": one.registered,
                    "value": one.value,
                    "voice": one.voice,
                    "record": one.record,
                }
                for one in found
            ]
        }

    @router.get("/pipeline", summary="Enterprises by designation, state and verdict")
    def listed(
        request: Request,
        designation: Family = None,
        state: InState = None,
        verdict: Short = None,
        street: Short = None,
        q: Annotated[str, Query(max_length=100)] = "",
        months: Months = MONTHS,
        order: Annotated[str, Query(max_length=40, description="`-name` for descending")] = "name",
        limit: Annotated[int, Query(ge=1, le=500)] = 50,
        offset: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
        on: OnDay = None,
        known_at: KnownAt = None,
    ) -> Plain:
        actor, _ = asking(request)
        asked = Asked(
            designation=designation, state=_state(state), verdict=verdict, street=street, text=q, months=months,
            order=order, limit=limit, offset=offset,
        )  # fmt: skip
        page = pipeline(house.registry, actor, asked, moment_of(on, known_at), house.library)
        return {"rows": [_row(one) for one in page.rows], "total": page.total}

    @router.get(
        "/pipeline/export",
        summary="The list as a workbook or as text",
        response_class=Response,
        responses={200: {"content": {XLSX: {}, CSV: {}}}},
    )
    def exported(
        request: Request,
        format: Form = "xlsx",
        designation: Family = None,
        state: InState = None,
        verdict: Short = None,
        street: Short = None,
        q: Annotated[str, Query(max_length=100)] = "",
        months: Months = MONTHS,
        order: Annotated[str, Query(max_length=40, description="`-name` for descending")] = "name",
        on: OnDay = None,
        known_at: KnownAt = None,
    ) -> Response:
        actor, words = asking(request)
        asked = Asked(
            designation=designation, state=_state(state), verdict=verdict, street=street, text=q,
            months=months, order=order,
        )  # fmt: skip
        target, moment = io.BytesIO(), moment_of(on, known_at)
        export(house.registry, words, actor, asked, format, target, moment, house.library, house.sample)
        head = {"Content-Disposition": f'attachment; filename="pipeline-{moment.on.isoformat()}.{format}"'}
        return Response(target.getvalue(), media_type=XLSX if format == "xlsx" else CSV, headers=head)

    @router.get("/pipeline/counts", summary="How many stand where, by designation")
    def counted(
        request: Request, months: Months = MONTHS, on: OnDay = None, known_at: KnownAt = None
    ) -> Plain:
        actor, words = asking(request)
        found = counts(house.registry, actor, moment_of(on, known_at), house.library, months)
        return {"designations": [{**asdict(one), "title": one.title[words.language]} for one in found]}

    @router.get(
        "/plan/{credit_code}", summary="The cheapest allowed changes after which an enterprise qualifies"
    )
    def planned(
        request: Request, credit_code: Code, rulebook: Named, on: OnDay = None, known_at: KnownAt = None
    ) -> Plain:
        # The solver takes a second to load: only who asks for a plan waits for it.
        from guanshan.assess.plan.telling import told_plan
        from guanshan.systems.enterprise.service.planning import plan_for

        actor, words = asking(request)
        at, shelf = moment_of(on, known_at), house.library
        found = plan_for(house.registry, actor, credit_code, rulebook, at, shelf, shelf.levers)
        told = told_plan(found.plan, words.language)
        return {"credit_code": found.credit_code, "name": found.name, "on": at.on.isoformat(), **told}

    @router.get("/moves", summary="Who gains and who loses between two rulebooks")
    def moved(request: Request, old: Named, new: Named, on: OnDay = None, known_at: KnownAt = None) -> Plain:
        actor, _ = asking(request)
        found = moves(house.registry, actor, old, new, moment_of(on, known_at), house.library)
        return {
            "old": found.old,
            "new": found.new,
            "gains": [_move(one) for one in found.gains],
            "losses": [_move(one) for one in found.losses],
            "counts": [
                {"before": before, "after": after, "count": count}
                for (before, after), count in found.counts.items()
            ],
        }

    return router


def _state(asked: State | Literal["any", "all"] | None) -> State | Literal["any"] | None:
    return None if asked == "all" else asked


def _row(one: PipelineRow) -> Plain:
    return {
        **asdict(one),
        "held_since": one.held_since.isoformat() if one.held_since else None,
        "lapses_on": one.lapses_on.isoformat() if one.lapses_on else None,
    }


def _move(one: Move) -> Plain:
    return asdict(one)
