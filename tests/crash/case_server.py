"""A server of its own process over a data folder: ``case_server.py DATA_FOLDER DATABASE_URL PORT``; it ends when it is killed."""

import sys
from pathlib import Path

import uvicorn

from guanshan.app import open_house
from guanshan.settings import load_settings
from guanshan.web.shell import create_app


def main() -> None:
    folder, url, port = sys.argv[1:]
    house = open_house(load_settings(data_dir=Path(folder), database_url=url))
    uvicorn.run(
        create_app(house, desk=False), host="127.0.0.1", port=int(port), log_level="warning", access_log=False
    )


if __name__ == "__main__":
    main()
