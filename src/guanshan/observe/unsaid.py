"""What does a cell hold that a reader of values does not say? 单元格原貌

A reader of values turns every number into a binary float, drops error values and forgets number formats. Three things
that an office would miss are read from the sheet's own XML: a long number whose digits were written in full (three zeros at
its end are what a spreadsheet program leaves of a code), an error
value such as ``#REF!``, and a number shown as a percentage.
"""

import re
from collections.abc import Mapping
from decimal import Decimal

from guanshan.observe.archive import Archive, column_number

_RELATION = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>")
_SHEET = re.compile(rb"<(?:\w+:)?sheet\b[^>]*>")
_STYLES = re.compile(rb"<(?:\w+:)?cellXfs\b.*?</(?:\w+:)?cellXfs>", re.S)
_XF = re.compile(rb"<(?:\w+:)?xf\b[^>]*>")
_FORMAT = re.compile(rb"<(?:\w+:)?numFmt\b[^>]*>")
_LONG = re.compile(rb"<c ([^>]*)>(?:<f[^>]*(?:/>|>[^<]*</f>))?<v>(\d{13,22}(?!000)\d{3})(?:\.0+)?</v>")
_ERROR = re.compile(rb'<c ([^>]*\bt="e"[^>]*)>(?:<f[^>]*(?:/>|>[^<]*</f>))?<v>(#[^<]{2,20})</v>')
_PLAIN = r'<c ([^>]*\bs="(?:%s)"[^>]*)>(?:<f[^>]*(?:/>|>[^<]*</f>))?<v>([-+0-9.Ee]{1,30})</v>'
_PLACE = re.compile(rb'\br="([A-Z]{1,3})([0-9]{1,7})"')
_BUILT_IN_PERCENT = {b"9", b"10"}

Unsaid = Mapping[int, Mapping[int, str]]
"""By row and column, both from 0, the text that stands for the cell."""


def unsaid_in(archive: Archive, part: str) -> Unsaid:
    """Read from a sheet's XML what its values do not say.

    Parameters
    ----------
    archive
        The workbook's parts.
    part
        Name of the sheet's part.
    """
    sheet = archive.read(part)
    found: dict[int, dict[int, str]] = {}
    for pattern in (_LONG, _ERROR):
        for attributes, text in pattern.findall(sheet):
            if b't="' not in attributes or b't="n"' in attributes or b't="e"' in attributes:
                _note(found, attributes, text.decode("ascii", "replace"))
    if styles := _percent_styles(archive.read("xl/styles.xml")):
        percent = re.compile((_PLAIN % "|".join(style.decode() for style in styles)).encode())
        for attributes, text in percent.findall(sheet):
            if b't="' not in attributes or b't="n"' in attributes:
                _note(found, attributes, _as_percent(text))
    return found


def sheet_parts(archive: Archive) -> list[str]:
    """Name the parts of a workbook's sheets, in the workbook's order."""
    targets = {}
    for tag in _RELATION.findall(archive.read("xl/_rels/workbook.xml.rels")):
        target = _attribute(tag, b"Target").decode("utf-8", "replace")
        targets[_attribute(tag, b"Id")] = (
            target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
        )
    return [
        targets.get(_attribute(tag, rb"\w+:id"), "")
        for tag in _SHEET.findall(archive.read("xl/workbook.xml"))
    ]


def _percent_styles(styles: bytes) -> list[bytes]:
    percent = set(_BUILT_IN_PERCENT)
    for tag in _FORMAT.findall(styles):
        if b"%" in re.sub(rb"&quot;.*?&quot;", b"", _attribute(tag, b"formatCode")):
            percent.add(_attribute(tag, b"numFmtId"))
    block = _STYLES.search(styles)
    formats = [_attribute(tag, b"numFmtId") for tag in _XF.findall(block.group())] if block else []
    return [str(index).encode() for index, number in enumerate(formats) if number in percent]


def _attribute(tag: bytes, name: bytes) -> bytes:
    found = re.search(rb"\s" + name + rb"\s*=\s*[\"']([^\"']*)[\"']", tag)
    return found.group(1) if found else b""


def _note(found: dict[int, dict[int, str]], attributes: bytes, text: str) -> None:
    if place := _PLACE.search(attributes):
        letters, row = place.groups()
        found.setdefault(int(row) - 1, {})[column_number(letters.decode()) - 1] = text


def _as_percent(text: bytes) -> str:
    try:
        hundredths = Decimal(format(float(text), ".15g")) * 100
    except (ValueError, ArithmeticError):
        return text.decode()
    return f"{hundredths.normalize():f}%"
