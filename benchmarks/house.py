"""How long does a whole house take: to found, to start, to answer? With 100,000 market entities, over loopback.

Run ``python -m benchmarks.house``.
"""

import http.client
import json
import os
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse
from collections.abc import Callable

from benchmarks.figure import report

GUANSHAN = [sys.executable, "-m", "guanshan"]


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def seconds_of(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


class Visitor:
    """A browser without a face: keeps cookies, follows links on one host."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.cookies: dict[str, str] = {}

    def ask(self, method: str, path: str, form: dict[str, str] | None = None) -> tuple[int, str, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        body = None
        if form is not None:
            body = urllib.parse.urlencode(form)
            headers |= {
                "Content-Type": "application/x-www-form-urlencoded",
                "Origin": f"http://127.0.0.1:{self.port}",
            }
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        text = answer.read().decode("utf-8", "replace")
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        return answer.status, text, answer.headers.get("Location") or ""

    def come_in(self, link: str) -> None:
        path = urllib.parse.urlsplit(link).path
        _, page, _ = self.ask("GET", path)
        hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page))
        status, _, _ = self.ask("POST", path, hidden)
        assert status in (302, 303), status


def started(environment: dict[str, str], port: int) -> tuple[subprocess.Popen[str], list[str], float]:
    began = time.perf_counter()
    server = subprocess.Popen(
        [*GUANSHAN, "serve"],
        env={**environment, "GUANSHAN_PORT": str(port), "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    visitor, deadline = Visitor(port), began + 120
    while time.perf_counter() < deadline:
        try:
            if visitor.ask("GET", "/")[0] == 200:
                break
        except OSError:
            time.sleep(0.05)
    first_page = time.perf_counter() - began
    lines: list[str] = []
    assert server.stdout
    while not any("resident:" in line for line in lines):
        lines.append(server.stdout.readline())
    return server, lines, first_page


def answers(visitor: Visitor, path: str, times: int = 30) -> tuple[float, float]:
    took = []
    for _ in range(times):
        began = time.perf_counter()
        status, text, _ = visitor.ask("GET", path)
        took.append(1000 * (time.perf_counter() - began))
        assert status == 200, (status, text[:300])
    return statistics.median(took), sorted(took)[int(times * 0.95)]


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "GUANSHAN_DATA_DIR": folder, "GUANSHAN_LANGUAGE": "en"}
        environment.pop("GUANSHAN_DATABASE_URL", None)

        def run(*arguments: str) -> None:
            subprocess.run([*GUANSHAN, *arguments], env=environment, check=True, capture_output=True)

        helps = [seconds_of(lambda: run("--help")) for _ in range(5)]
        report("guanshan --help, median of 5", statistics.median(helps), "s", most=0.5)
        report("loading the sample", seconds_of(lambda: run("init")), "s", most=60)
        port = free_port()
        server, lines, first_page = started(environment, port)
        try:
            report("a later start to its first page", first_page, "s", most=5)
            links = {line.split()[0]: line.split()[1] for line in lines if "/link/" in line}
            visitor = Visitor(port)
            visitor.come_in(links["yanghua"])
            register = "/api/registers/register.market_entity"
            code = json.loads(visitor.ask("GET", f"{register}/rows?limit=1")[1])["rows"][0]["values"]["name"]
            paths = {
                "the first 100 rows of 100,000": f"{register}/rows?limit=100",
                "100 rows sorted by name, descending": f"{register}/rows?limit=100&order=-name",
                "100 rows filtered by a part of the name": f"{register}/rows?limit=100&name.contains={urllib.parse.quote('科技')}",
                "search by Chinese name": f"/api/search?q={urllib.parse.quote(code[:4])}",
                "search by pinyin initials": "/api/search?q=gyzny",
                "search that finds nothing": "/api/search?q=zzzzqqqq",
            }
            for name, path in paths.items():
                median, p95 = answers(visitor, path)
                report(name, p95, "ms", most=300, note=f"95th percentile of 30; median {median:.0f} ms")
            median, p95 = answers(Visitor(port), "/")
            report("the public home page", p95, "ms", note=f"95th percentile of 30; median {median:.0f} ms")
        finally:
            server.terminate()
            server.wait(20)


if __name__ == "__main__":
    main()
