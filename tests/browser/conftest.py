"""A real browser before a real server, with a small sample district behind it."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
import uvicorn

from guanshan.app import SAMPLE, SAMPLE_TIME, SHIFT, open_house
from guanshan.clock import tick_of
from guanshan.declaration import load
from guanshan.register import sample
from guanshan.register.actor import CONSOLE
from guanshan.screens.house import House
from guanshan.settings import load_settings
from guanshan.web.shell import create_app

ENTITIES = 12_000
ENTERPRISES = 1_000


@dataclass
class Served:
    """A house that is served, and its address."""

    house: House
    address: str

    def link(self, who: str) -> str:
        return f"{self.address}/link/{self.house.door.links.for_demo(who).token}"


@dataclass
class Window:
    """A browser window, and everything it asked of other hosts."""

    page: Any
    served: Served
    foreign: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def go(self, path: str) -> Any:
        self.page.goto(self.served.address + path)
        return self.page

    def sign_in(self, who: str) -> None:
        self.page.goto(self.served.link(who))
        self.page.click("main button.button")
        self.page.wait_for_url(lambda address: "/link/" not in address)


@pytest.fixture(scope="module")
def served(chromium: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    settings = load_settings(data_dir=tmp_path_factory.mktemp("browser"))
    house = open_house(settings)
    sample.load(house.store, count=ENTITIES)
    for system in house.systems:
        if system.sample:
            sizes = (ENTITIES, ENTERPRISES) if system.name == "enterprise" else ()
            load(system.sample)(house.store, None, *sizes)
    with house.store.write(CONSOLE, "sample") as writing:
        writing.remember(SAMPLE, "yes")
        writing.remember(SHIFT, str(tick_of(SAMPLE_TIME) - writing.tick))
        writing.note("sample", "register")
    house.store.database.close()
    house = open_house(settings)
    for system in house.systems:
        if system.opens:
            load(system.opens)(house)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    config = uvicorn.Config(create_app(house), "127.0.0.1", port, log_level="warning", access_log=False)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    yield Served(house, f"http://127.0.0.1:{port}")
    server.should_exit = True
    thread.join(10)
    house.store.database.close()


@pytest.fixture
def window(served: Served, chromium: Any) -> Iterator[Callable[..., Window]]:
    contexts = []

    def opened(width: int = 1280, language: str = "zh-CN") -> Window:
        context = chromium.new_context(
            viewport={"width": width, "height": 900}, locale=language, accept_downloads=True
        )
        contexts.append(context)
        context.set_default_timeout(10_000)
        found = Window(context.new_page(), served)
        own = (served.address, served.address.replace("http", "ws", 1), "data:", "blob:")
        found.page.on(
            "request", lambda asked: None if asked.url.startswith(own) else found.foreign.append(asked.url)
        )
        found.page.on("pageerror", lambda fault: found.faults.append(str(fault)))
        return found

    yield opened
    for context in contexts:
        context.close()
