"""How does a notice leave the house? 通知渠道

Mail goes by SMTP under a Message-ID that follows from the notice, so that a mailbox that gets it twice can tell. A text message goes
through whatever has the method `Sms.send`; the house itself brings one that writes files, for a gateway's agent to fetch.
"""

import json
import smtplib
from collections.abc import Callable
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from typing import Protocol

from guanshan.act.notice import Notice

Said = Callable[[Notice], tuple[str, str]]
"""Subject and text of a notice in its recipient's words."""


@dataclass(frozen=True, slots=True)
class Mail:
    """Sends notices to ``<login>@<domain>`` through one SMTP server. 电子邮件

    Parameters
    ----------
    host, port
        The server of the offices' own network; it is asked for no password.
    domain
        Of the recipients' addresses, and of the Message-ID.
    """

    host: str
    port: int
    domain: str
    sender: str
    said: Said
    seconds: float = 20

    def send(self, notice: Notice) -> None:
        """Hand a notice over to the server.

        Raises
        ------
        OSError
            If the server cannot be reached or does not take it.
        """
        subject, text = self.said(notice)
        message = EmailMessage()
        message["Message-ID"] = f"<{notice.id}@{self.domain}>"
        message["From"], message["To"] = self.sender, f"{notice.recipient}@{self.domain}"
        message["Subject"] = subject
        message.set_content(text)
        with smtplib.SMTP(self.host, self.port, timeout=self.seconds) as server:
            server.send_message(message)


class Sms(Protocol):
    """What a text message gateway has to do. 短信接口

    ``send`` takes it for good or raises `OSError`; it may be asked for the same number again and must not send it twice.
    """

    def send(self, number: str, phone: str, text: str) -> None:
        """Take one message: its number, the phone, the text."""
        ...


@dataclass(frozen=True, slots=True)
class SmsFile:
    """Writes each message as one file named by its number; the same number is the same file. 短信文件"""

    folder: Path

    def send(self, number: str, phone: str, text: str) -> None:
        """Write one message whole."""
        self.folder.mkdir(parents=True, exist_ok=True)
        fresh = self.folder / f".{number}.part"
        fresh.write_text(json.dumps({"to": phone, "text": text}, ensure_ascii=False) + "\n", encoding="utf-8")
        fresh.replace(self.folder / f"{number}.json")
