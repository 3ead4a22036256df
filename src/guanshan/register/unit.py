"""Which offices are there, and which stands under which? 单位"""

from datetime import date
from typing import Annotated

from guanshan.register.field import Choice, Day, Reference, Text
from guanshan.register.record import LISTED, SEARCHED, record


@record(
    key=("code",), title="name", holds_from="since", holds_until="until", keeper="system_admin", evolves=True
)
class Unit:
    """An office of the district, in a tree: district, bureaus, streets and towns, villages and communities. 单位"""

    code: Annotated[str, Text(40, r"[a-z0-9][a-z0-9-]*"), LISTED, SEARCHED]
    name: Annotated[str, Text(100), LISTED, SEARCHED]
    kind: Annotated[
        str,
        Choice(("district", "bureau", "institution", "street", "town", "community", "village", "company")),
        LISTED,
    ]
    parent: Annotated[str | None, Reference("register.unit"), LISTED] = None
    since: Annotated[date | None, Day()] = None
    until: Annotated[date | None, Day()] = None
