"""What does a case say, in exact form? 评定输入

A case gives inputs by name, derived quantities directly, or several at once under a name such as ``rd_wan: [260, 230]``. A name that is
missing takes the rulebook's presumption, if there is one; a value of None is unknown.
"""

from collections.abc import Mapping, Sequence

from guanshan.assess.expression import Quantity, value
from guanshan.assess.parameter import Derived
from guanshan.assess.standard import Rulebook
from guanshan.refusal import RefusedInput

Values = Mapping[str, Quantity | None]


def values_of(
    rulebook: Rulebook, case: Mapping[str, object]
) -> tuple[dict[str, Quantity | None], frozenset[str]]:
    """Return every input and derived quantity in exact form, and the names of those that were presumed.

    Raises
    ------
    RefusedInput
        If a name is not known, a value will not do, or a derived quantity contradicts what it is made of.
    """
    given = expanded(rulebook, case)
    values: dict[str, Quantity | None] = {}
    presumed: set[str] = set()
    for one in rulebook.inputs:
        if one.name in given:
            values[one.name] = one.read(given[one.name])
        else:
            values[one.name] = one.presumed
            if one.presumed is not None:
                presumed.add(one.name)
    for derived in rulebook.derived:
        values[derived.name] = _derived(derived, values, given)
    return values, frozenset(presumed)


def expanded(rulebook: Rulebook, case: Mapping[str, object]) -> Mapping[str, object]:
    """Return a case with what is given together laid out by name."""
    if not (rulebook.together.keys() & case.keys()):
        return _known(rulebook, case)
    plain: dict[str, object] = {}
    for name, content in case.items():
        each = _each(name, content, rulebook) if name in rulebook.together else {name: content}
        for one in each:
            if one in plain or (one != name and one in case):
                raise RefusedInput("assess.case.twice", name=one)
        plain |= each
    return _known(rulebook, plain)


def _known(rulebook: Rulebook, case: Mapping[str, object]) -> Mapping[str, object]:
    for name in case:
        if name not in rulebook.parameters:
            raise RefusedInput("assess.case.unknown_name", name=name, rulebook=rulebook.name)
    return case


def _each(name: str, content: object, rulebook: Rulebook) -> dict[str, object]:
    wanted = dict(rulebook.together[name])
    if content is None:
        return dict.fromkeys(wanted.values())
    if isinstance(content, Mapping):
        if unknown := [part for part in content if part not in wanted]:
            raise RefusedInput(
                "assess.case.unknown_name", name=f"{name}.{unknown[0]}", rulebook=rulebook.name
            )
        return {wanted[part]: one for part, one in content.items()}
    if (
        not isinstance(content, Sequence)
        or isinstance(content, str)
        or len(content) != len(wanted)
        or 0 not in wanted
    ):
        raise RefusedInput("assess.case.together", name=name, parts=", ".join(wanted.values()))
    return {wanted[place]: one for place, one in enumerate(content)}


def _derived(derived: Derived, values: Values, given: Mapping[str, object]) -> Quantity | None:
    computed = value(derived.formula, values)
    if derived.name not in given:
        return computed
    direct = derived.read(given[derived.name])
    if computed is not None and direct is not None and direct != computed:
        raise RefusedInput(
            "assess.case.contradiction", name=derived.name, value=given[derived.name], formula=derived.text
        )
    return direct if computed is None else computed
