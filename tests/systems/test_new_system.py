"""A district writes a tiny system of its own, as a folder outside the tree, and an officer keeps its register in a browser.

Everything is real: the folder, the commands, the server, the sign-in, Chromium. No line of the tree changes for it.
"""

import hashlib
import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

SOURCE = Path(__file__).parents[2] / "src"
PASSWORD = "Shelf-of-2024-books"

FOLDER = {
    "__init__.py": '"""The library lends books. 图书馆"""\n',
    "system.py": '''"""The declaration of the system library. 图书馆"""

from guanshan.declaration import System
from guanshan.systems.library.records import Book

SYSTEM = System(name="library", office="district", records=(Book,))
''',
    "records.py": '''"""Which books does the library hold? 图书"""

from datetime import date
from typing import Annotated

from guanshan.register.field import Choice, Day, Text, Whole
from guanshan.register.record import LISTED, SEARCHED, record


@record(key=("shelfmark",), title="name")
class Book:
    """A book of the library. 图书"""

    shelfmark: Annotated[str, Text(20, r"[A-Z][0-9]+"), LISTED, SEARCHED]
    name: Annotated[str, Text(100), LISTED, SEARCHED]
    kind: Annotated[str, Choice(("novel", "science", "history")), LISTED]
    copies: Annotated[int, Whole("items", high=1000), LISTED] = 1
    bought_on: Annotated[date | None, Day()] = None
''',
    "indicators.yaml": """books_held:
  title: {zh: 馆藏图书, en: Books held}
  aliases: {zh: [馆藏], en: [books]}
  definition: {zh: 当日在册的图书册数, en: Copies of books on the day}
  unit: items
  period: day
  office: district
  home: 'true'
  formula: {sum: library.book, of: copies}
""",
    "texts/zh.yaml": """title: 图书馆
records:
  book:
    title: 图书
    fields:
      shelfmark: {label: 索书号}
      name: {label: 书名}
      kind: {label: 类别, options: {novel: 小说, science: 科学, history: 历史}}
      copies: {label: 册数}
      bought_on: {label: 购入日期}
""",
    "texts/en.yaml": """title: Library
records:
  book:
    title: Books
    fields:
      shelfmark: {label: Shelfmark}
      name: {label: Title}
      kind: {label: Kind, options: {novel: Novel, science: Science, history: History}}
      copies: {label: Copies}
      bought_on: {label: Bought on}
""",
}
"""The whole system."""

PEOPLE = "登录名,姓名,所在单位\nlibrarian,林书,district\n"
APPOINTMENTS = "登录名,角色,任职单位\nlibrarian,经办人员,district\n"


class District:
    """A data folder, a folder of further systems, and the commands over them."""

    def __init__(self, folder: Path) -> None:
        self.systems, self.data = folder / "systems", folder / "data"
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"
        self._environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("GUANSHAN_")},
            "PYTHONPATH": str(SOURCE),
            "GUANSHAN_DATA_DIR": str(self.data),
            "GUANSHAN_SYSTEMS_DIR": str(self.systems),
            "GUANSHAN_PORT": str(self.port),
        }
        for name, text in FOLDER.items():
            path = self.systems / "library" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")

    def run(self, *words: str) -> str:
        """Run a command and return what it printed."""
        command = [sys.executable, "-m", "guanshan", *words]
        done = subprocess.run(command, env=self._environment, capture_output=True, text=True, timeout=60)
        assert done.returncode == 0, (words, done.stdout, done.stderr)
        return done.stdout

    def serve(self) -> "subprocess.Popen[bytes]":
        """Start the server and wait until it answers."""
        log = (self.data / "server.log").open("wb")
        server = subprocess.Popen(
            [sys.executable, "-m", "guanshan", "serve"], env=self._environment, stdout=log, stderr=log
        )
        log.close()
        for _ in range(300):
            assert server.poll() is None, (self.data / "server.log").read_text("utf-8")
            try:
                with urllib.request.urlopen(f"{self.address}/healthz", timeout=2):
                    return server
            except (urllib.error.URLError, TimeoutError, ConnectionError):
                time.sleep(0.1)
        server.kill()
        raise AssertionError((self.data / "server.log").read_text("utf-8"))


@pytest.fixture
def district(tmp_path: Path) -> Iterator[District]:
    """A house without sample data, one librarian, and its running server."""
    district = District(tmp_path)
    district.run("init", "--empty")
    people, appointments = tmp_path / "人员.csv", tmp_path / "任职.csv"
    people.write_text(PEOPLE, encoding="utf-8")
    appointments.write_text(APPOINTMENTS, encoding="utf-8")
    district.run("import", "person", str(people))
    district.run("import", "appointment", str(appointments))
    server = district.serve()
    yield district
    server.terminate()
    assert server.wait(20) is not None


def tree() -> dict[str, str]:
    """What every file of the source holds, as digests."""
    files = (path for path in SOURCE.rglob("*") if path.is_file() and path.suffix != ".pyc")
    return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


@pytest.mark.browser
def test_a_system_is_a_folder_and_nothing_else(tmp_path, chromium, district):
    before = tree()
    link = re.search(r"http://\S+/link/\S+", district.run("link", "librarian"))
    context = chromium.new_context(locale="zh-CN")
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    page.goto(link.group())
    page.fill("input[name=password]", PASSWORD)
    page.fill("input[name=again]", PASSWORD)
    page.click("main button")
    page.wait_for_url("**/desk/")
    page.get_by_role("link", name="图书", exact=True).click()
    page.wait_for_url("**/desk/r/library.book")
    page.goto(f"{district.address}/desk/r/library.book/new")
    page.get_by_label("索书号").fill("I247")
    page.get_by_label("书名").fill("山居笔记")
    page.get_by_label("类别").click()
    page.get_by_role("option", name="小说").click()
    page.get_by_label("册数").fill("3")
    page.get_by_label("登记依据").fill("2024年5月6日购书清单")
    page.get_by_role("button", name="保存").click()
    page.wait_for_url(re.compile(r"/desk/r/library\.book/[0-9a-f-]{20,}"))
    page.goto(f"{district.address}/desk/r/library.book")
    page.get_by_text("山居笔记").first.wait_for()
    assert page.get_by_text("小说").count() >= 1
    page.goto(f"{district.address}/desk/search?text=sjbj")
    page.get_by_text("山居笔记").first.wait_for()
    context.close()

    hosts = {urlsplit(url).netloc for url in asked if urlsplit(url).scheme in ("http", "https", "ws")}
    assert hosts == {f"127.0.0.1:{district.port}"}
    assert re.search(r"library\.book +1  图书", district.run("registers"))
    assert re.search(r"books_held +computed +3项", district.run("indicator", "list"))
    for address in ("/", "/figures/books_held", "/api/indicators/books_held"):
        with urllib.request.urlopen(district.address + address, timeout=10) as answer:
            assert "馆藏图书" in answer.read().decode()
    district.run("template", "book", str(tmp_path / "模板.xlsx"))
    assert tree() == before
