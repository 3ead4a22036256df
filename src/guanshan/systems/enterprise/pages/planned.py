"""How does a plan read? 达标路径的文字

What to change from what to what, what each route would take, what stands in the way, and what is never proposed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from guanshan.assess.plan.telling import told_plan
from guanshan.screens.words import Words
from guanshan.systems.enterprise.service.planning import Planned


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change of a plan. 调整"""

    title: str
    before: str
    after: str
    unit: str
    cost: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """What one route would take; no changes where it cannot be reached. 途径"""

    title: str
    direct: bool
    cost: str | None
    changes: tuple[Change, ...]
    best: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Obstacle:
    """What no allowed change can bring about. 障碍"""

    title: str
    reason: str
    inputs: tuple[str, ...]
    route: str
    reach: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A plan in a reader's words. 达标路径

    Parameters
    ----------
    ours
        Whether a cost in it is made by this system, and set by no office.
    """

    status: str
    said: str
    cost: str | None
    changes: tuple[Change, ...]
    routes: tuple[Route, ...]
    obstacles: tuple[Obstacle, ...]
    forbidden: tuple[tuple[str, str], ...]
    ours: bool


def show(words: Words, planned: Planned) -> Shown:
    """Say a plan in words."""
    told: Mapping[str, Any] = told_plan(planned.plan, words.language)
    book = planned.plan.rulebook
    routes = {one["id"]: one["title"] for one in told["routes"]}
    return Shown(
        status=told["status"],
        said=words(f"assess.plan.status.{told['status']}"),
        cost=told["cost"],
        changes=tuple(_change(words, one) for one in told["changes"]),
        routes=tuple(
            Route(
                title=one["title"],
                direct=one["direct"],
                cost=one["cost"],
                changes=tuple(_change(words, change) for change in one["changes"] or ()),
                best=one["id"] == told["route"],
            )
            for one in told["routes"]
        ),
        obstacles=tuple(_obstacle(words, one, routes) for one in told["obstacles"]),
        forbidden=tuple(
            (book.parameters[name].title[words.language], reason)
            for name, reason in told["forbidden"].items()
        ),
        ours=any(change.lever.mark == "C" for way in planned.plan.ways for change in way.changes or ()),
    )


def _change(words: Words, change: Mapping[str, Any]) -> Change:
    return Change(
        title=change["title"],
        before=change["shown_from"] or words("assess.plan.not_known"),
        after=change["shown_to"] or "",
        unit=words.unit(change["unit"]) if change["unit"] not in (None, "1") else "",
        cost=change["cost"],
    )


def _obstacle(words: Words, obstacle: Mapping[str, Any], routes: Mapping[str, str]) -> Obstacle:
    reach = ""
    if obstacle["reach"] is not None:
        reach = words("assess.plan.reach", reach=obstacle["reach"], asked=obstacle["asked"])
    return Obstacle(
        title=obstacle["title"] or words("assess.words.total"),
        reason=words(f"assess.plan.reason.{obstacle['reason']}"),
        inputs=tuple(one["title"] for one in obstacle["inputs"]),
        route=routes.get(obstacle["route"], ""),
        reach=reach,
    )
