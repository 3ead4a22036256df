"""Does a sentence speak of another district than its draft? 地域

A draft speaks of the district that it names most. A figure whose sentence begins a clause with another district's name is that district's,
and no register of ours holds it.
"""

import re
from collections import Counter

_NAMED = re.compile(
    r"(?:^|(?<=[,，。;；、:：“”\s年月日]))(?P<place>[\u4e00-\u9fff]{2,3}[区县])(?![域间级内划位块])"
)
_GENERAL = re.compile(r"(?:[社园片地厂小城新发范辖各全我该本郊景库灾矿校战心验港税融]|开发|示范)[区县]$")
_STOP = re.compile(r"[。！？!?\n]")
_LEAST = 3


class District:
    """The district of a draft: the one that it names most, where it names one often enough."""

    def __init__(self, draft: str) -> None:
        self._draft = draft
        named = Counter(
            match["place"] for match in _NAMED.finditer(draft) if not _GENERAL.search(match["place"])
        )
        most, count = named.most_common(1)[0] if named else ("", 0)
        self.name = most if count >= _LEAST else None

    def is_left(self, at: int) -> bool:
        """Tell whether the sentence before an offset last named another district."""
        if self.name is None:
            return False
        window = self._draft[max(0, at - 300) : at]
        sentence = _STOP.split(window)[-1]
        places = [
            match["place"] for match in _NAMED.finditer(sentence) if not _GENERAL.search(match["place"])
        ]
        if not places or self.name.endswith(places[-1]) or places[-1].endswith(self.name):
            return False
        return self.name not in sentence[sentence.rfind(places[-1]) :]
