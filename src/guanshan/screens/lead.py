"""Where does a reference lead? 引用跳转"""

from collections.abc import Callable

from guanshan.register.actor import Actor
from guanshan.screens.house import House
from guanshan.screens.view import Leads


def leads_for(link: Callable[..., str], house: House, actor: Actor) -> Leads:
    """Return a function that leads from a reference to the page on which its record is looked up.

    The record itself is looked up only when somebody follows the link: a list of eighty rows asks for none of them.
    """

    def leads(register: str, key: str) -> str | None:
        declared = house.store.types[register]
        if not house.access.may_somewhere(actor, "read", declared):
            return None
        return link(f"/desk/k/{register}", key=key)

    return leads
