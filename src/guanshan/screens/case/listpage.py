"""What is there to do? 待办页

The open cases of an officer's units, in views whose address can be sent to a colleague; and what the officer was told.
"""

from dataclasses import dataclass

from nicegui import ui

from guanshan.act.worklist import VIEWS, Entry, View, Worklist
from guanshan.refusal import RefusedInput
from guanshan.screens.case.told import last_day, notices_of
from guanshan.screens.frame import frame, html
from guanshan.screens.visit import Visit

ADDRESS = "/desk/cases"


@dataclass(frozen=True, slots=True)
class Line:
    """One case of the list."""

    number: str
    title: str
    light: str
    due: str
    kind: str
    state: str
    turn: str
    lead: str
    person: str


def cases_page(visit: Visit) -> None:
    """Draw the work list in one of its views."""
    words, house = visit.words, visit.house
    view: View = next((one for one in VIEWS if one == visit.query.get("view", "turn")), "turn")
    work = Worklist(house.casebook)
    entries = work.entries(visit.actor, view)
    with frame(visit, words("act.screen.work"), ADDRESS):
        html(
            "cases.html",
            visit,
            views=[(one, words(f"act.view.{one}"), count) for one, count in work.counts(visit.actor).items()],
            view=view,
            lines=[_line(visit, one) for one in entries],
        )
        if entries:
            _batch(visit, entries)
        html("notices.html", visit, notices=notices_of(words, house.casebook.inbox.latest(visit.actor, 12)))


def _line(visit: Visit, entry: Entry) -> Line:
    house, words, told = visit.house, visit.words, entry.version.values
    kind = house.casebook.kinds[str(told["kind"])]
    return Line(
        number=entry.version.key,
        title=entry.version.name,
        light=entry.light,
        due=last_day(words, told["due_at"]),
        kind=kind.categories[str(told["category"])][words.language],
        state=kind.states[str(told["state"])].title[words.language],
        turn=house.office_name(str(told["turn"])) if told["turn"] else words("act.hats.applicant"),
        lead=house.office_name(str(told["lead"])) if told["lead"] else "",
        person=str(told["person"] or ""),
    )


def _batch(visit: Visit, entries: list[Entry]) -> None:
    """Offer the moves that ask for nothing that differs from case to case, for many cases at once."""
    from guanshan.screens.case.form import MoveForm

    words, book = visit.words, visit.house.casebook
    kinds = {str(one.version.values["kind"]) for one in entries}
    moves = {
        f"{name}/{move.name}": move.title[words.language]
        for name in sorted(kinds)
        for move in book.kinds[name].moves.values()
    }
    with ui.expansion(words("act.screen.batch")).classes("w-full part"):
        chosen = ui.select(
            {one.version.key: f"{one.version.key} {one.version.name}" for one in entries},
            multiple=True,
            label=words("act.screen.batch_cases"),
        )
        chosen.props("outlined dense stack-label use-chips").classes("w-full")
        picked = ui.select(moves, label=words("act.screen.batch_move")).props("outlined dense stack-label")
        picked.classes("w-full")
        place = ui.element("div").classes("w-full")
        form: list[MoveForm] = []

        def show() -> None:
            name, _, move = str(picked.value).partition("/")
            place.clear()
            form.clear()
            with place:
                kind = book.kinds[name]
                form.append(MoveForm(visit, kind, kind.moves[move]))

        def carry_out() -> None:
            if not form or not chosen.value:
                raise RefusedInput("act.screen.batch_nothing")
            done = book.move_many(
                visit.actor, chosen.value, form[0].move.name, form[0].answers(), note=form[0].note
            )
            for number, refusal in done.items():
                if refusal is not None:
                    visit.tell(f"{number}{words.colon}{words.refusal(refusal)}", "negative")
            visit.tell(words("act.screen.batch_done", count=sum(one is None for one in done.values())))
            if all(one is None for one in done.values()):
                visit.go(f"{ADDRESS}?view={visit.query.get('view', 'turn')}")

        picked.on_value_change(visit.guarded(show))
        ui.button(words("act.screen.batch_go"), on_click=visit.guarded(carry_out)).props("unelevated")
