"""What can a program ask of the pipeline and of plans? 接口"""

import io
from collections.abc import Callable
from datetime import date, datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from fastapi import Path as InPath
from starlette.requests import Request
from starlette.responses import Response

from guanshan.clock import tick_of
from guanshan.register.query import Moment
from guanshan.screens.asking import Asking
from guanshan.screens.house import House
from guanshan.systems.enterprise.service.exporting import export
from guanshan.systems.enterprise.service.pipeline import (
    MONTHS,
    Asked,
    DesignationCount,
    PipelineRow,
    State,
    counts,
    pipeline,
)
from guanshan.systems.enterprise.service.verdict import verdicts

Plain = dict[str, Any]
Code = Annotated[str, InPath(max_length=18, description="Unified social credit code")]
Word = Annotated[str | None, Query(max_length=80)]
OnDay = Annotated[date | None, Query(description="The day; today if left out")]
KnownAt = Annotated[datetime | None, Query(description="The time at which it was known; now if left out")]
Months = Annotated[int, Query(ge=0, le=600, description="How far ahead a title counts as lapsing")]
MEDIA = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
_EITHER: Any = {200: {"content": {MEDIA["xlsx"]: {}, "text/csv": {}}}}


def routes(house: House, asking_of: Callable[[Request], Asking]) -> APIRouter:
    """Return the routes of the system."""
    router = APIRouter(tags=["enterprise"])

    @router.get("/counts", summary="How many enterprises stand where with each designation in force")
    def counted(
        request: Request, on: OnDay = None, known_at: KnownAt = None, months: Months = MONTHS
    ) -> Plain:
        asking, moment = asking_of(request), _moment(house, on, known_at)
        found = counts(house.registry, asking.actor, moment, months=months)
        return {"on": moment.on.isoformat(), "designations": [_count(one) for one in found]}

    @router.get("/pipeline", summary="Who holds what, who is near, whose title lapses, who would lose it")
    def rows(
        request: Request,
        designation: Word = None,
        state: State | Literal["any"] | None = None,
        verdict: Word = None,
        street: Word = None,
        text: Annotated[str, Query(max_length=100)] = "",
        months: Months = MONTHS,
        order: Annotated[str, Query(max_length=40)] = "name",
        limit: Annotated[int, Query(ge=1, le=500)] = 100,
        offset: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
        on: OnDay = None,
        known_at: KnownAt = None,
    ) -> Plain:
        asking, moment = asking_of(request), _moment(house, on, known_at)
        asked = Asked(
            designation=designation or None, state=state, verdict=verdict or None, street=street or None, text=text,
            months=months, order=order, limit=limit, offset=offset,
        )  # fmt: skip
        page = pipeline(house.registry, asking.actor, asked, moment)
        return {"on": moment.on.isoformat(), "total": page.total, "rows": [_row(one) for one in page.rows]}

    @router.get(
        "/pipeline/export",
        summary="Everything that is asked for, as a workbook or as text",
        response_class=Response,
        responses=_EITHER,
    )
    def exported(
        request: Request,
        format: Literal["xlsx", "csv"] = "xlsx",
        designation: Word = None,
        state: State | Literal["any", "all"] | None = None,
        verdict: Word = None,
        street: Word = None,
        text: Annotated[str, Query(max_length=100)] = "",
        months: Months = MONTHS,
        order: Annotated[str, Query(max_length=40)] = "name",
        on: OnDay = None,
        known_at: KnownAt = None,
    ) -> Response:
        asking, moment = asking_of(request), _moment(house, on, known_at)
        asked = Asked(
            designation=designation or None, state=None if state == "all" else state, verdict=verdict or None,
            street=street or None, text=text, months=months, order=order,
        )  # fmt: skip
        target = io.BytesIO()
        export(house, asking.words, asking.actor, asked, moment, format, target)
        name = f"enterprise-pipeline-{moment.on.isoformat()}.{format}"
        head = {"Content-Disposition": f'attachment; filename="{name}"'}
        return Response(target.getvalue(), media_type=MEDIA[format], headers=head)

    @router.get(
        "/standing/{credit_code}", summary="One enterprise by every designation in force, clause by clause"
    )
    def standing(request: Request, credit_code: Code, on: OnDay = None, known_at: KnownAt = None) -> Plain:
        asking, moment = asking_of(request), _moment(house, on, known_at)
        found = verdicts(house.registry, asking.actor, credit_code, moment)
        return {"credit_code": credit_code, "standing": [one.told(asking.words.language) for one in found]}

    @router.get(
        "/plan/{credit_code}", summary="The cheapest allowed changes after which an enterprise qualifies"
    )
    def plan(
        request: Request,
        credit_code: Code,
        rulebook: Annotated[str, Query(max_length=80, description="A family, or a dated id")],
        on: OnDay = None,
        known_at: KnownAt = None,
    ) -> Plain:
        # The solver takes a second to load: only who asks for a plan waits for it.
        from guanshan.assess.plan.telling import told_plan
        from guanshan.systems.enterprise.service.planning import plan_for

        asking, moment = asking_of(request), _moment(house, on, known_at)
        found = plan_for(house.registry, asking.actor, credit_code, rulebook, moment)
        told = told_plan(found.plan, asking.words.language)
        return {"credit_code": found.credit_code, "name": found.name, "on": moment.on.isoformat(), **told}

    return router


def _moment(house: House, on: date | None, known_at: datetime | None) -> Moment:
    return house.registry.moment(on, None if known_at is None else max(0, tick_of(known_at)))


def _row(row: PipelineRow) -> Plain:
    return {
        "credit_code": row.credit_code,
        "name": row.name,
        "street": row.street,
        "designation": row.designation,
        "rulebook": row.rulebook,
        "verdict": row.verdict,
        "total": None if row.total_low is None else [row.total_low, row.total_high],
        "missing": list(row.missing),
        "shortfall": row.shortfall,
        "states": list(row.states),
        "held_since": row.held_since.isoformat() if row.held_since else None,
        "lapses_on": row.lapses_on.isoformat() if row.lapses_on else None,
        "title": row.title_record,
        "sample": row.sample,
    }


def _count(one: DesignationCount) -> Plain:
    return {
        "designation": one.designation,
        "rulebook": one.rulebook,
        "title": dict(one.title),
        "states": dict(one.states),
        "verdicts": dict(one.verdicts),
        "recognised": one.recognised,
        "recognised_year": one.recognised_year,
    }
