"""With which font of this machine are Chinese characters printed? 字体

A print embeds a font of the system; the package carries none. Where no font with Chinese characters is found, that is said, with the
package to install: nothing is ever printed as boxes.
"""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, Literal

from guanshan.refusal import RefusedInput

Face = Literal["serif", "sans"]
Weight = Literal["regular", "bold"]

_FOLDERS: Final = (
    "/usr/share/fonts", "/usr/local/share/fonts", "~/.fonts", "~/.local/share/fonts", "/System/Library/Fonts", "/Library/Fonts",
    "C:/Windows/Fonts",
)  # fmt: skip
_NAMES: Final[dict[tuple[Face, Weight], tuple[str, ...]]] = {
    ("serif", "bold"): ("NotoSerifCJK-Bold.ttc", "NotoSerifCJKsc-Bold.otf", "SourceHanSerifSC-Bold.otf", "Songti.ttc", "simsun.ttc"),
    ("serif", "regular"): (
        "NotoSerifCJK-Regular.ttc", "NotoSerifCJKsc-Regular.otf", "SourceHanSerifSC-Regular.otf", "Songti.ttc", "simsun.ttc",
    ),
    ("sans", "bold"): (
        "NotoSansCJK-Bold.ttc", "NotoSansCJKsc-Bold.otf", "SourceHanSansSC-Bold.otf", "msyhbd.ttc", "PingFang.ttc", "wqy-microhei.ttc",
        "DroidSansFallbackFull.ttf",
    ),
    ("sans", "regular"): (
        "NotoSansCJK-Regular.ttc", "NotoSansCJKsc-Regular.otf", "SourceHanSansSC-Regular.otf", "msyh.ttc", "PingFang.ttc",
        "wqy-microhei.ttc", "wqy-zenhei.ttc", "DroidSansFallbackFull.ttf", "simhei.ttf",
    ),
}  # fmt: skip
_SIMPLIFIED: Final = "SC"


@dataclass(frozen=True, slots=True)
class FontFile:
    """A font on this machine: its file, and its place in a collection."""

    path: Path
    place: int = 0


def find_font(face: Face, weight: Weight, folders: Sequence[str] | None = None) -> FontFile:
    """Find a font that prints Chinese; where the wanted face is not there, the other one serves.

    Parameters
    ----------
    folders
        Where to look; the system's folders of fonts, and those of ``GUANSHAN_FONTS_DIR``, if left out.

    Raises
    ------
    RefusedInput
        If there is none; the text names the package to install.
    """
    files = _files(
        tuple(folders if folders is not None else (os.environ.get("GUANSHAN_FONTS_DIR", ""), *_FOLDERS))
    )
    other: Face = "sans" if face == "serif" else "serif"
    for wanted in ((face, weight), (face, "regular"), (other, weight), (other, "regular")):
        for name in _NAMES[wanted]:
            if (path := files.get(name.lower())) is not None:
                return FontFile(path, _place(path))
    raise RefusedInput("document.no_font")


@cache
def _files(folders: tuple[str, ...]) -> dict[str, Path]:
    return {path.name.lower(): path for path in _walk(folders)}


def _walk(folders: tuple[str, ...]) -> Iterator[Path]:
    for folder in reversed([one for one in folders if one]):
        root = Path(folder).expanduser()
        if root.is_dir():
            yield from sorted(
                path for path in root.rglob("*") if path.suffix.lower() in (".ttc", ".otf", ".ttf")
            )


@cache
def _place(path: Path) -> int:
    """Return which font of a collection is the one for simplified Chinese; the first where none says so."""
    if path.suffix.lower() != ".ttc":
        return 0
    from fontTools.ttLib import TTCollection

    with TTCollection(str(path), lazy=True) as collection:
        names = [str(font["name"].getDebugName(4) or "") for font in collection.fonts]
    return next((place for place, name in enumerate(names) if _SIMPLIFIED in name.split()), 0)
