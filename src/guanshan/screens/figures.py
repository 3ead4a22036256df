"""How is a figure laid open to its reader? 数字说明

Title, value, definition, formula in words, base, office, documents: the same on the public page, in the API, on the desk and in the
briefing.
"""

from collections.abc import Callable
from dataclasses import dataclass

from guanshan.register.record import RecordType, RecordTypes
from guanshan.report.arithmetic import Arithmetic
from guanshan.report.catalogue import Catalogue, conditions_of
from guanshan.report.figure import Figure
from guanshan.report.indicator import Counted, Growth, Indicator, Rank, Reported, Share
from guanshan.report.saying import Said, say_value
from guanshan.screens.conditions import rows_said, say_condition
from guanshan.screens.words import Words


@dataclass(frozen=True, slots=True)
class ToldFigure:
    """A figure in a reader's words. 数字说明

    Parameters
    ----------
    base
        Against what it is taken: what the registers hold, what a stated rate implies, whether the two agree.
    restated
        What earlier documents say of the same period.
    """

    figure: Figure
    title: str
    definition: str
    said: Said
    exact: str | None
    period: str
    office: str
    formula: str
    base_title: str
    base: tuple[str, ...]
    restated: tuple[str, ...]


def told_figure(
    words: Words, types: RecordTypes, catalogue: Catalogue, office: Callable[[str], str], figure: Figure
) -> ToldFigure:
    """Lay a figure open.

    Parameters
    ----------
    office
        Gives the name of a unit by its code.
    """
    indicator, language = figure.indicator, words.language
    money = indicator.unit == "CNY" and figure.value is not None
    return ToldFigure(
        figure=figure,
        title=indicator.title[language],
        definition=indicator.definition[language],
        said=words.figure(figure),
        exact=words("screens.exact_yuan", value=f"{figure.value:,.2f}") if money else None,
        period=words.period(figure.period),
        office=office(figure.office),
        formula=say_formula(words, types, catalogue, indicator),
        base_title=words(f"report.base.{figure.base.kind}") if figure.base else "",
        base=_base(words, catalogue, figure),
        restated=tuple(
            words(
                "report.base.restated",
                said=say_value(words.texts, language, one.value, indicator.unit, one.qualifier).text,
                document=one.document,
            )
            for one in figure.statements[1:]
        ),
    )


def say_formula(words: Words, types: RecordTypes, catalogue: Catalogue, indicator: Indicator) -> str:
    """Say in words how an indicator gets its value."""

    def title(name: str) -> str:
        return catalogue[name].title[words.language]

    def compared(one: Growth | Share | Rank, prefix: str) -> str:
        match one:
            case Growth(of=of, against=against):
                key = f"report.formula.against.{against}"
                return words(f"{prefix}growth", of=title(of), against=words.maybe(key) or against)
            case Share(of=of, whole=whole):
                return words(f"{prefix}share", of=title(of), whole=title(whole))
            case _:
                return words(f"{prefix}rank", of=title(one.of), among=one.among[words.language])

    match indicator.formula:
        case Counted() as counted:
            return _counted(words, types[counted.register], counted)
        case Arithmetic(text=text, names=names):
            said = text
            for name in sorted(names, key=len, reverse=True):
                said = said.replace(name, f"“{title(name)}”")
            return said.replace("*", "×").replace("/", "÷")
        case Reported(base=None):
            return words("report.formula.reported")
        case Reported(base=base):
            assert base is not None
            return compared(base, "report.formula.reported_")
        case formula:
            return compared(formula, "report.formula.")


def _counted(words: Words, declared: RecordType, counted: Counted) -> str:
    said: list[str] = []
    for one in counted.where:
        field = words.field(declared, one.field)
        if one.asks == "value":
            # A written value needs neither period nor subject.
            alone = Counted(counted.register, where=(one,))
            said += [
                say_condition(words, declared, each) for each in conditions_of(declared, alone, None, "")
            ]
        else:
            said.append(
                words(f"report.formula.{'within' if one.asks == 'period' else 'is_subject'}", field=field)
            )
    rows = rows_said(words, declared, said)
    field = words.field(declared, counted.of) if counted.of else ""
    told = words(f"report.formula.{counted.how}", rows=rows, field=field)
    return told if counted.read == "day" else words("report.formula.on_period_end", formula=told)


def _base(words: Words, catalogue: Catalogue, figure: Figure) -> tuple[str, ...]:
    base = figure.base
    if base is None:
        return ()
    told: list[str] = []
    title = catalogue[base.of].title[words.language]
    if base.figure is not None:
        said = words.figure(base.figure).text
        told.append(words("report.base.known", title=title, period=words.period(base.period), said=said))
    if base.implied is not None:
        implied = say_value(words.texts, words.language, base.implied, catalogue[base.of].unit).text
        told.append(words("report.base.implied", said=words.figure(figure).text, implied=implied))
    if base.reckoned is not None and figure.provenance == "reported":
        said = say_value(words.texts, words.language, base.reckoned, figure.indicator.unit).text
        told.append(words("report.base.reckoned", said=said))
    return tuple(told) or (words("report.base.none"),)
