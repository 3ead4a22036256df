"""How was a sheet with this head read last time? 记住的列对应"""

from dataclasses import replace

from sqlalchemy import Connection, delete, insert, select

from guanshan.observe.mapping import Mapping, read_mapping
from guanshan.register.schema import mappings


def recall(connection: Connection, register: str, signature: str) -> Mapping | None:
    """Return the mapping of the last import with this head, or None."""
    query = select(mappings.c.mapping).where(
        mappings.c.register == register, mappings.c.signature == signature
    )
    text = connection.scalar(query)
    return None if text is None else read_mapping(str(text))


def remember(connection: Connection, signature: str, mapping: Mapping, tick: int) -> None:
    """Remember which column is which field; what holds for one file alone (its day, its year, its sheet) is not remembered."""
    kept = replace(mapping, sheet=None, head=None, constants={}, since=None)
    same = (mappings.c.register == kept.register, mappings.c.signature == signature)
    connection.execute(delete(mappings).where(*same))
    row = {"register": kept.register, "signature": signature, "mapping": kept.to_yaml(), "tick": tick}
    connection.execute(insert(mappings).values(**row))
