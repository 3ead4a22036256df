"""How much is written there, and in which unit? 数量与单位

Numbers are exact: a cell's binary float is taken for the decimal that a spreadsheet program shows at most (15 significant
digits), and 万元 becomes yuan by an exact factor.
"""

import re
from decimal import Decimal, InvalidOperation

from guanshan.observe.characters import as_code
from guanshan.refusal import RefusedInput
from guanshan.units import is_unit, unit_factor

_NUMBER = re.compile(
    r"([-+]?)((?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d*)?(?:e[-+]?\d{1,3})?)(.*)", re.IGNORECASE | re.S
)
_MARKS = re.compile(r"^(¥|￥|rmb|cny|人民币)\s*", re.IGNORECASE)


def decimal_of(value: float) -> Decimal:
    """Turn a cell's number into the decimal that a spreadsheet program shows: 15 significant digits.

    Examples
    --------
    >>> decimal_of(0.1 + 0.2)
    Decimal('0.3')
    """
    if isinstance(value, int):
        return Decimal(value)
    return Decimal(format(value, ".15g"))


def read_amount(cell: object, unit: str, factor: Decimal) -> Decimal:
    """Read a number from a cell, in the field's unit.

    Parameters
    ----------
    cell
        A number, or a text that may carry thousands separators, a currency mark, brackets for negative numbers and a unit of its own.
    unit
        The field's unit.
    factor
        What the column's unit is worth in the field's; a unit in the cell itself goes before it.

    Raises
    ------
    RefusedInput
        If it is no number, or its unit is another quantity's.
    """
    if isinstance(cell, float | int) and not isinstance(cell, bool):
        return decimal_of(cell) * factor
    if not isinstance(cell, str):
        raise RefusedInput("refusal.not_number", value=cell)
    plain = as_code(cell).replace(" ", "")
    negative = plain.startswith("(") and plain.endswith(")")
    if negative:
        plain = plain[1:-1]
    unmarked = _MARKS.sub("", plain)
    found = _NUMBER.fullmatch(unmarked)
    assert found is not None  # every part of the pattern may be empty
    sign, digits, suffix = found.groups()
    try:
        number = Decimal(digits.replace(",", ""))
    except InvalidOperation:
        raise RefusedInput("refusal.not_number", value=cell) from None
    if suffix:
        own = unit_factor(suffix, unit)
        if own is None:
            key = "observe.other_unit" if is_unit(suffix) else "refusal.not_number"
            raise RefusedInput(key, value=cell, unit=suffix)
        factor = own
    elif unmarked != plain:
        factor = unit_factor("元", unit) or factor
    return (-number if negative != (sign == "-") else number) * factor
