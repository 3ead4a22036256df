"""How does a register of any length stand on one page? 登记簿列表

A list shows only the rows in sight: the table keeps the full height, the browser tells the first row in
sight, and the page reads that stretch from the register. So a hundred thousand rows scroll with a true scroll
bar, and each answer is one short query.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from nicegui import events, ui

from guanshan.register.field import Choice, Day, Flag, Geometry, Kind, Number, Whole, Year
from guanshan.register.query import Condition
from guanshan.register.record import Field, RecordType
from guanshan.screens.conditions import in_address, read_conditions, read_search, say_condition
from guanshan.screens.frame import PAPER, frame, html
from guanshan.screens.lead import leads_for
from guanshan.screens.names import names_of
from guanshan.screens.view import line_of, listed
from guanshan.screens.visit import Visit
from guanshan.screens.words import is_figure

SPAN = 80
"""Rows that are on the page at one time."""
AHEAD = 25
"""Rows that are kept ready above the first in sight."""

_TELL_ROW = (
    "(e) => { const w = e.target; "
    "emit(Math.floor(w.scrollTop / parseFloat(getComputedStyle(w).getPropertyValue('--row')))); }"
)


@dataclass(frozen=True, slots=True)
class Filter:
    """One filter of a list: what it asks for and what it holds now."""

    name: str
    label: str
    type: str
    value: str = ""
    until: str = ""
    options: tuple[tuple[str, str], ...] = ()


async def list_page(visit: Visit, declared: RecordType) -> None:
    """Draw the list of a register under the conditions in the address."""
    words = visit.words
    pairs = visit.request.query_params.multi_items()
    where = (*read_conditions(declared, pairs), *read_search(visit.query))
    order = visit.query.get("order") or None
    count = await asyncio.to_thread(
        lambda: visit.house.registry.count(visit.actor, declared.name, visit.moment, where)
    )
    address = f"/desk/r/{declared.name}"
    with frame(visit, words.register(declared), address):
        kept = dict(in_address(where)) | ({"order": order} if order else {})
        html(
            "list_head.html",
            visit,
            title=words.register(declared),
            note=words.maybe(declared.label.removesuffix("title") + "note"),
            count=f"{count:,}",
            filtered=bool(where),
            said=[say_condition(words, declared, one) for one in where],
            address=address,
            filters=filters_of(visit, declared),
            actions=_actions(visit, declared, kept),
            on=visit.on,
            known_at=visit.known_at,
            order=order,
            clear=visit.link(address),
            q=visit.query.get("q", ""),
        )
        if count == 0:
            html(
                "empty.html",
                visit,
                said=words("screens.list.empty_filtered" if where else "screens.list.empty"),
            )
            return
        stretch = Stretch(visit, declared, where, order, count)
        start = visit.query.get("row", "")
        await stretch.draw(min(int(start), count - 1) if start.isdecimal() and len(start) < 9 else 0)


class Stretch:
    """The rows in sight of a list. 可见行"""

    def __init__(
        self, visit: Visit, declared: RecordType, where: Sequence[Condition], order: str | None, count: int
    ) -> None:
        self._visit = visit
        self._declared = declared
        self._where = tuple(where)
        self._order = order
        self._count = count
        self._fields = listed(declared)
        self._first = -1
        self._table: ui.html | None = None
        self._leads = leads_for(visit.link, visit.house, visit.actor)

    async def draw(self, row: int) -> None:
        """Put the list on the page, a row first in sight."""
        markup = await self._read(self._begin(row))
        with ui.element("div").classes("window").props('tabindex="0" role="region"') as window:
            self._table = ui.html(markup, sanitize=False)
        window.on("scroll", self._visit.guarded(self._scrolled), throttle=0.1, js_handler=_TELL_ROW)
        if row:
            ui.run_javascript(
                f"const w = document.querySelector('.window'); "
                f"w.scrollTop = {row} * parseFloat(getComputedStyle(w).getPropertyValue('--row'))"
            )

    async def _scrolled(self, event: events.GenericEventArguments) -> None:
        row = event.args if isinstance(event.args, int) else 0
        first = self._begin(row)
        near = abs(first - self._first) < AHEAD - 8 and row + 45 < self._first + SPAN
        if self._table is None or first == self._first or near:
            return
        self._first = first
        markup = await self._read(first)
        if self._first == first:
            self._table.content = markup

    def _begin(self, row: int) -> int:
        return max(0, min(row - AHEAD, self._count - SPAN))

    async def _read(self, first: int) -> str:
        visit, declared = self._visit, self._declared
        self._first = first
        found = await asyncio.to_thread(
            lambda: visit.house.registry.find(
                visit.actor,
                declared.name,
                visit.moment,
                self._where,
                order=self._order,
                limit=SPAN,
                offset=first,
            )
        )
        names = await asyncio.to_thread(lambda: names_of(visit.house, visit.actor, visit.moment, found))
        lines = [line_of(visit.words, one, self._fields, self._leads, names) for one in found]
        written = PAPER.write(
            "rows.html",
            visit.words,
            heads=[self._head(one) for one in self._fields],
            lines=lines,
            above=first,
            below=max(0, self._count - first - len(lines)),
            width=len(self._fields),
            count=self._count,
            address=lambda record: visit.record_link(declared.name, record),
        )
        return str(written)

    def _head(self, one: Field) -> tuple[str, bool, str, str]:
        ordered = {one.name: "ascending", f"-{one.name}": "descending"}.get(self._order or "", "none")
        wanted = f"-{one.name}" if self._order == one.name else one.name
        kept = dict(in_address(self._where)) | {"order": wanted}
        visit = self._visit
        hidden = one.personal is not None
        address = "" if hidden else visit.link(f"/desk/r/{self._declared.name}", **kept)
        return visit.words.head(self._declared, one), is_figure(one.kind), address, ordered


def filters_of(visit: Visit, declared: RecordType) -> list[Filter]:
    """Return a filter for each column that can be asked for."""
    found = []
    for one in listed(declared):
        if one.personal or isinstance(one.kind, Geometry) or one.name in declared.key:
            continue
        found.append(_filter(visit, declared, one, one.kind))
    return found


def _filter(visit: Visit, declared: RecordType, one: Field, kind: Kind) -> Filter:
    words, asked = visit.words, visit.query
    label = words.field(declared, one.name)
    match kind:
        case Choice(options=options):
            chosen = tuple((option, words(declared.choice_label(one.name, option))) for option in options)
            return Filter(one.name, label, "choice", asked.get(one.name, ""), options=chosen)
        case Flag():
            yes_no = (("true", words("screens.yes")), ("false", words("screens.no")))
            return Filter(one.name, label, "choice", asked.get(one.name, ""), options=yes_no)
        case Day():
            return Filter(
                one.name, label, "date", asked.get(f"{one.name}.ge", ""), asked.get(f"{one.name}.le", "")
            )
        case Number() | Whole() | Year():
            unit = words.unit(kind.unit) if isinstance(kind, Number | Whole) else ""
            label = words("screens.with_unit", label=label, unit=unit) if unit else label
            return Filter(
                one.name, label, "number", asked.get(f"{one.name}.ge", ""), asked.get(f"{one.name}.le", "")
            )
    return Filter(f"{one.name}.contains", label, "text", asked.get(f"{one.name}.contains", ""))


def _actions(visit: Visit, declared: RecordType, kept: dict[str, str]) -> list[tuple[str, str, str, bool]]:
    """Return label, address, key and whether it leaves the page, of what can be done with a list."""
    access, actor, name = visit.house.access, visit.actor, declared.name
    found: list[tuple[str, str, str, bool]] = []
    if not visit.is_elsewhen and access.may_somewhere(actor, "write", declared):
        found.append(("add", f"/desk/r/{name}/new", "n", False))
    if not visit.is_elsewhen and access.may_somewhere(actor, "import", declared):
        found.append(("import", f"/desk/r/{name}/import", "i", False))
    if access.may_somewhere(actor, "export", declared):
        found.append(("export", visit.link(f"/api/registers/{name}/export", **kept), "e", False))
    found.append(("print", visit.link(f"/print/{name}", **kept), "p", True))
    return found
