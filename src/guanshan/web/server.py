"""How is the application kept listening? 服务进程"""

from collections.abc import Callable

import uvicorn

from guanshan.refusal import RefusedInput
from guanshan.screens.house import House
from guanshan.settings import Settings
from guanshan.web.shell import create_app


def run(house: House, settings: Settings, ready: Callable[[], None]) -> None:
    """Serve a house until it is ended; ``ready`` is called once it listens.

    Raises
    ------
    RefusedInput
        If somebody else listens on the port.
    """
    app = create_app(house)
    config = uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        log_level="warning",
        access_log=False,
        server_header=False,
        date_header=True,
        proxy_headers=True,
        forwarded_allow_ips="127.0.0.1",  # a reverse proxy with TLS stands on this machine, or there is none
        timeout_graceful_shutdown=5,
        ws_max_size=2**20,
        h11_max_incomplete_event_size=64 * 1024,
    )
    server = Listening(config, ready)
    try:
        server.run()
    except SystemExit as ended:
        if not server.started:
            raise RefusedInput("settings.port_taken", host=settings.host, port=settings.port) from ended
        raise
    finally:
        house.door.sessions.flush()
        house.store.database.close()


class Listening(uvicorn.Server):
    """A server that says when it listens."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[object] | None = None) -> None:  # type: ignore[override]
        """Begin to listen, and say so."""
        await super().startup(sockets=sockets)  # type: ignore[arg-type]
        if self.started:
            self._ready()
