"""Where is it? 地点"""

from typing import Annotated

from guanshan.register.field import Choice, Geometry, Reference, Text
from guanshan.register.record import LISTED, SEARCHED, record


@record(key=("code",), title="name", evolves=True)
class Place:
    """An area, a building or a site, with its shape in WGS-84. 地点

    The code is the statistical division code (统计用区划代码) where there is one: six digits for a district, nine for a street or town,
    twelve for a village or community.
    """

    code: Annotated[str, Text(40, r"[0-9A-Za-z][0-9A-Za-z.-]*"), LISTED, SEARCHED]
    name: Annotated[str, Text(100), LISTED, SEARCHED]
    kind: Annotated[
        str,
        Choice(("district", "street", "town", "community", "village", "park", "building", "site")),
        LISTED,
    ]
    parent: Annotated[str | None, Reference("register.place"), LISTED] = None
    address: Annotated[str | None, Text(200)] = None
    shape: Annotated[str | None, Geometry()] = None
