"""Which cells of a workbook are red, and which carry a comment, as its XML says."""

import io
import re
import zipfile

RED = b"FF5C5C"


def marks_of(content: bytes) -> tuple[set[str], set[str]]:
    """Return the red cells and the cells with comments of a workbook's first sheet."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        styles = archive.read("xl/styles.xml")
        sheet = archive.read("xl/worksheets/sheet1.xml")
        comments = b"".join(
            archive.read(name) for name in archive.namelist() if re.match(r"xl/comments", name)
        )
    fills = re.findall(rb"<fill>.*?</fill>", styles, re.S)
    red_fills = {index for index, fill in enumerate(fills) if RED in fill.upper()}
    block = re.search(rb"<cellXfs.*?</cellXfs>", styles, re.S)
    formats = re.findall(rb"<xf [^>]*fillId=\"(\d+)\"", block.group()) if block else []
    red_styles = {index for index, fill in enumerate(formats) if int(fill) in red_fills}
    cells = re.findall(rb'<c r="([A-Z]+\d+)" s="(\d+)"', sheet)
    red = {place.decode() for place, style in cells if int(style) in red_styles}
    return red, {place.decode() for place in re.findall(rb'<comment ref="([A-Z]+\d+)"', comments)}
