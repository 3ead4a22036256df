"""Keep a small house of an issue as text, made by that issue's own code: ``python tests/upgrade/keep_house.py issue-2``."""

import sys
import tempfile
from pathlib import Path

from earlier_databases import made_by_its_own_code
from earlier_issues import ISSUES
from table_rows import text_of

from guanshan.register.database import Database

ENTITIES = 60


def keep(name: str) -> None:
    issue = next(one for one in ISSUES if one.name == name)
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/house.db"
        made_by_its_own_code(issue, url, ENTITIES, Path(folder))
        database = Database(url)
        with database.reading() as connection:
            issue.kept.write_text("\n".join(text_of(connection)) + "\n", encoding="utf-8")
        database.close()


if __name__ == "__main__":
    keep(sys.argv[1])
