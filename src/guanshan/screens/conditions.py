"""Which conditions does a list stand under? 条件

Conditions stand in the address, so that a list can be sent to a colleague: ``status=active``,
``registered_capital.ge=100``. Here they are read from there, written back, and said in words.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import get_args

from guanshan.refusal import RefusedInput
from guanshan.register.field import Kind, from_text
from guanshan.register.query import Condition, Op
from guanshan.register.record import RecordType
from guanshan.screens.words import Words

OPS: tuple[str, ...] = get_args(Op)
RESERVED = frozenset(
    {"on", "known_at", "order", "limit", "cursor", "offset", "lang", "q", "format", "reason"}
)
"""Names in an address that are no conditions."""

_MOST = 20


def read_conditions(declared: RecordType, pairs: Iterable[tuple[str, str]]) -> tuple[Condition, ...]:
    """Read conditions from the names and values of an address.

    Raises
    ------
    RefusedInput
        If an operation is unknown, a value does not fit its field, or there are too many.
    NotFound
        If there is no such field.
    """
    found: list[Condition] = []
    for name, text in pairs:
        if name in RESERVED or text == "":
            continue
        field, _, op = name.partition(".")
        op = op or "eq"
        if op not in OPS or len(found) >= _MOST:
            raise RefusedInput("web.api.condition", value=f"{name}={text}"[:80], known=" ".join(OPS))
        if field == "keeper":
            found.append(Condition("keeper", op, text))  # type: ignore[arg-type]
            continue
        kind = declared.field(field).kind
        found.append(Condition(field, op, _value(kind, op, text)))  # type: ignore[arg-type]
    return tuple(found)


def read_search(pairs: Mapping[str, str]) -> tuple[Condition, ...]:
    """Read the free search of a list: the name ``q``."""
    text = pairs.get("q", "").strip()
    return (Condition("", "search", text[:100]),) if text else ()


def _value(kind: Kind, op: str, text: str) -> object:
    if op == "null":
        return text.lower() in ("true", "1", "yes")
    if op in ("contains", "starts", "search"):
        return text
    if op == "in":
        return tuple(kind.check(from_text(kind, part)) for part in text.split(",") if part)
    return kind.check(from_text(kind, text))


def say_condition(words: Words, declared: RecordType, condition: Condition) -> str:
    """Say one condition in words."""
    if condition.op == "search":
        return words("screens.op.search", value=condition.value)
    if condition.field == "keeper":
        return words(f"screens.op.{condition.op}", field=words("screens.keeper"), value=condition.value)
    one = declared.field(condition.field)
    label = words.field(declared, one.name)
    if condition.op == "null":
        return words("screens.op.null_" if condition.value else "screens.op.not_null", field=label)

    def said(value: object) -> str:
        shown = (
            words.value(declared, one, value)
            if isinstance(value, str | int | bool | Decimal | date)
            else str(value)
        )
        unit = words.unit_of(one.kind)
        return shown + unit if unit else shown

    many = condition.value if isinstance(condition.value, tuple | list | set | frozenset) else None
    separator = "、" if words.language == "zh" else ", "
    text = separator.join(said(part) for part in many) if many is not None else said(condition.value)
    op = "eq" if many is not None and len(many) == 1 else condition.op
    return words(f"screens.op.{op}", field=label, value=text)


def rows_said(words: Words, declared: RecordType, said: Sequence[str]) -> str:
    """Say in words which rows of a register are meant: all, or those under some conditions."""
    register = words.register(declared)
    if not said:
        return words("screens.figure.whole", register=register)
    return words("screens.figure.where", register=register, conditions=words("screens.figure.and").join(said))


def in_address(conditions: Sequence[Condition]) -> list[tuple[str, str]]:
    """Write conditions back as names and values of an address."""
    pairs = []
    for one in conditions:
        if one.op == "search":
            pairs.append(("q", str(one.value)))
            continue
        name = one.field if one.op == "eq" else f"{one.field}.{one.op}"
        many = one.value if isinstance(one.value, tuple | list) else (one.value,)
        pairs.append((name, ",".join(_text(part) for part in many)))
    return pairs


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    return format(value, "f") if isinstance(value, Decimal) else str(value)
