"""An enterprise's phone of its own process: opens cases and withdraws every third, and keeps a ledger of what was confirmed.

``case_client.py ADDRESS COOKIES FORM TAG LEDGER``; what is not confirmed is not tried again: the client cannot know what became of it.
"""

import json
import os
import sys
import time

import httpx


def main() -> None:
    address, cookies, form, tag, ledger = sys.argv[1:]
    target = os.open(ledger, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)

    def confirm(**told: object) -> None:
        os.write(target, json.dumps(told).encode() + b"\n")
        os.fsync(target)

    number = 0
    with httpx.Client(base_url=address, cookies=json.loads(cookies), timeout=10) as client:
        while True:
            number += 1
            title = f"{tag}-{number}"
            told = {"form": form, "category": "help", "title": title, "text": title}
            try:
                answer = client.post("/cases/new/appeal", data=told)
                assert answer.status_code == 303, (answer.status_code, answer.text[:500])
                case = answer.headers["location"].split("/cases/")[1].partition("?")[0]
                confirm(title=title, case=case)
                if number % 3 == 0:
                    answer = client.post(f"/cases/{case}/withdraw", data={"form": form, "reason": "x"})
                    if answer.status_code == 303:
                        confirm(withdrawn=case)
            except httpx.HTTPError:
                time.sleep(0.05)


if __name__ == "__main__":
    main()
