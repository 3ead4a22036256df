"""What is to be done, and what was done, at the command line? 办件命令"""

import json

import click

from guanshan.act.case.kind import Move
from guanshan.act.casefile import CaseFile
from guanshan.act.worklist import VIEWS, View, Worklist
from guanshan.cli.opening import acting, opened
from guanshan.cli.words import language, say
from guanshan.refusal import RefusedInput


@click.group(epilog="Example: guanshan case list --view overdue")
def case() -> None:
    """List, show and move cases. 办件"""


@case.command("list", epilog="Example: guanshan case list --view overdue")
@click.option("--view", type=click.Choice(VIEWS), default="unit", help="Which of them.")
@click.pass_context
def listed(context: click.Context, view: View) -> None:
    """List open cases, those over first in front: number, light, end of the term, state, lead unit, subject."""
    _, house = opened()
    for one in Worklist(house.casebook).entries(acting(context, house), view):
        told = one.version.values
        kind = house.casebook.kinds[str(told["kind"])]
        state = kind.states[str(told["state"])].title[language()]
        light = house.texts.say(f"act.light.{one.light}", language())
        lead = house.office_name(str(told["lead"])) if told["lead"] else "-"
        click.echo(
            "  ".join([one.version.key, light, str(told["due_at"] or "-"), state, lead, one.version.name])
        )


@case.command("show", epilog="Example: guanshan case show SQ20240506-00001")
@click.argument("number")
@click.pass_context
def shown(context: click.Context, number: str) -> None:
    """Print the file of case NUMBER as JSON: where it stands, its clocks, its steps, what you may do."""
    _, house = opened()
    file = house.casebook.file(acting(context, house), number)
    click.echo(json.dumps(told_of(file), ensure_ascii=False, indent=2))


@case.command("move", epilog="Example: guanshan case move SQ20240506-00001 assign lead=market")
@click.argument("number")
@click.argument("move")
@click.argument("answers", nargs=-1, metavar="[NAME=ANSWER]...")
@click.option("--note", default="", help="A note for the file.")
@click.pass_context
def moved(context: click.Context, number: str, move: str, answers: tuple[str, ...], note: str) -> None:
    """Make MOVE in case NUMBER, its form filled in by NAME=ANSWER; units joined by commas."""
    told = dict(one.partition("=")[::2] for one in answers)
    if not all("=" in one for one in answers):
        raise RefusedInput("cli.no_answer", given=" ".join(answers))
    _, house = opened()
    file = house.casebook.move(acting(context, house), number, move, told, note=note)
    state = file.kind.states[file.standing.state].title[language()]
    say("case_moved", number=number, state=state)


def told_of(file: CaseFile) -> dict[str, object]:
    """Tell a file as plain data."""
    return {
        "number": file.number,
        **file.version.type.to_json(file.version.values),
        "clocks": [
            {
                "clock": one.clock.name,
                "light": one.light,
                "due": one.due.day.isoformat() if one.due.day else None,
                "provisional": one.due.provisional,
                "start": one.run.history.start.isoformat(timespec="minutes"),
                "pauses": [
                    [
                        pause.begins.isoformat(timespec="minutes"),
                        pause.ends and pause.ends.isoformat(timespec="minutes"),
                    ]
                    for pause in one.run.history.pauses
                ],
                "ended": one.run.ended and one.run.ended.isoformat(timespec="minutes"),
            }
            for one in file.readings
        ],
        "steps": [
            {
                "number": one.step.number,
                "at": one.step.at.isoformat(timespec="minutes"),
                "move": one.step.move,
                "by": one.step.actor,
                "as": one.step.hat,
                "unit": one.unit,
                "state": one.state,
                "answers": dict(one.step.answers),
                "note": one.note,
            }
            for one in file.filed
        ],
        "moves": {one.name: _asked(one) for one in file.moves},
    }


def _asked(move: Move) -> dict[str, str]:
    return {one.name: one.title[language()] + (" *" if one.required else "") for one in move.asks}
