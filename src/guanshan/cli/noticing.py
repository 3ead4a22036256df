"""How do notices leave the house? 通知命令"""

import click

from guanshan.act.channel import Mail
from guanshan.act.notice import Notice, deliver
from guanshan.cli.opening import opened
from guanshan.cli.words import say
from guanshan.refusal import RefusedInput


@click.command(epilog="Example: guanshan notices")
def notices() -> None:
    """Hand the mail that waits over to the server that the settings name; run it every minute or so. 发送通知"""
    settings, house = opened()
    if not settings.smtp_host:
        raise RefusedInput("cli.no_mail_server")

    def said(notice: Notice) -> tuple[str, str]:
        told = {
            name: value.get(settings.language, "") if isinstance(value, dict) else value
            for name, value in notice.told.items()
        }
        subject = house.texts.say("act.notice.subject", settings.language, **told)
        return subject.replace("\n", " "), house.texts.say("act.notice.text", settings.language, **told)

    mail = Mail(
        settings.smtp_host, settings.smtp_port, settings.mail_domain, f"guanshan@{settings.mail_domain}", said
    )
    sent, failed = deliver(house.store, "mail", mail.send)
    say("notices_sent", sent=sent, failed=failed)
