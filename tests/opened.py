"""Open pages of the desk, as a person sees and touches them, without a browser."""

import asyncio
import re
from dataclasses import dataclass, field
from typing import Any

import httpx
from fastapi import FastAPI
from nicegui import Client, ui
from nicegui.nicegui import _on_handshake

from peopled import Peopled

HOST = "127.0.0.1:8080"


@dataclass
class OpenPage:
    """A page of the desk that somebody has open."""

    client: Client
    told: list[tuple[str, Any]] = field(default_factory=list)

    def elements(self, kind: type) -> list[Any]:
        return [one for one in self.client.elements.values() if isinstance(one, kind)]

    @property
    def text(self) -> str:
        """Everything that can be read on it."""
        parts = [one.content for one in self.elements(ui.html)]
        parts += [str(getattr(one, "text", "")) for one in self.client.elements.values()]
        parts += [str(one.props.get("label", "")) for one in self.client.elements.values()]
        return "\n".join(parts)

    def button(self, text: str) -> Any:
        return next(one for one in self.elements(ui.button) if one.text == text)

    def input(self, name: str) -> Any:
        return next(
            one
            for one in self.client.elements.values()
            if one.props.get("data-field") == name or one.props.get("label") == name
        )

    async def act(self, element: Any, event: str = "click", args: Any = None) -> None:
        """Send what the browser sends when something happens at an element."""
        for listener in list(element._event_listeners.values()):
            if listener.type == event:
                self.client.handle_event({"id": element.id, "listener_id": listener.id, "args": args or {}})
        for _ in range(40):
            await asyncio.sleep(0.01)

    @property
    def left_for(self) -> str | None:
        """Where the page has sent the browser."""
        for kind, data in reversed(self.told):
            if kind == "run_javascript" and "location.replace" in data["code"]:
                return str(re.findall(r"replace\('([^']*)'", data["code"])[0])
            if kind == "open":
                return str(data["path"])
        return None

    @property
    def notes(self) -> str:
        """What the page has told beside itself."""
        return "\n".join(str(data["message"]) for kind, data in self.told if kind == "notify")


@dataclass
class Town:
    """The house, its application and everybody's browser."""

    peopled: Peopled
    app: FastAPI
    browsers: dict[str, httpx.AsyncClient] = field(default_factory=dict)

    async def browser(self, who: str) -> httpx.AsyncClient:
        if who not in self.browsers:
            transport = httpx.ASGITransport(self.app, client=("127.0.0.1", 50000))
            client = httpx.AsyncClient(transport=transport, base_url=f"http://{HOST}")
            path = f"/link/{self.peopled.house.door.links.for_demo(who).token}"
            form = re.findall(r'name="form" value="([0-9a-f]+)"', (await client.get(path)).text)
            await client.post(path, data={"form": form[0]})
            self.browsers[who] = client
        return self.browsers[who]

    async def open(self, who: str, path: str, status: int = 200) -> OpenPage:
        answer = await (await self.browser(who)).get(path)
        assert answer.status_code == status, answer.text[:400]
        number = re.search(r"'client_id': '([0-9a-f-]+)'", answer.text)
        assert number, answer.text[:400]
        page = OpenPage(Client.instances[number[1]])
        page.client.outbox.enqueue_message = lambda kind, data, target: page.told.append((kind, data))  # type: ignore[method-assign]
        handshake = {"client_id": number[1], "tab_id": "tab", "document_id": "document"}
        await _on_handshake(f"test-{number[1]}", handshake)
        return page

    def secret(self, who: str) -> str:
        return self.browsers[who].cookies["guanshan_session"]
