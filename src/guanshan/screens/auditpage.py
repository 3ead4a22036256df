"""What does the auditor see? 审计页"""

import asyncio
import json
from urllib.parse import urlencode

from guanshan.clock import moment_of
from guanshan.screens.chain import FILTERS, Entry, events, head_for
from guanshan.screens.frame import frame, html
from guanshan.screens.visit import Visit

_ON_A_PAGE = 100


async def audit_page(visit: Visit) -> None:
    """Draw the head of the chain and its events, the newest first."""
    house, words = visit.house, visit.words
    head = head_for(house, visit.actor)
    wanted = {name: visit.query.get(name, "").strip()[:120] for name in FILTERS}
    before = visit.query.get("before", "")
    start = int(before) if before.isdecimal() and len(before) < 19 else None
    found = await asyncio.to_thread(
        lambda: events(house, visit.actor, before=start, wanted=wanted, limit=_ON_A_PAGE)
    )
    kept = {name: value for name, value in wanted.items() if value}
    older = f"?{urlencode({**kept, 'before': found[-1].seq})}" if len(found) == _ON_A_PAGE else ""
    with frame(visit, words("screens.audit.title"), "/desk/audit"):
        html(
            "audit.html",
            visit,
            head=head,
            wanted=wanted,
            older=older,
            newest=f"?{urlencode(kept)}" if start else "",
            lines=[
                (one, words.time(moment_of(one.tick)), house.office_name(one.part("unit")), detail_of(one))
                for one in found
            ],
            may_export=house.access.decide(visit.actor, "audit.export").allowed,
        )


def detail_of(entry: Entry) -> str:
    """Write the further detail of an event on one line."""
    detail = entry.body.get("detail") or {}
    return json.dumps(detail, ensure_ascii=False, sort_keys=True) if detail else ""
