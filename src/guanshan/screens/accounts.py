"""Who gets in, and who is in? 账号、会话与企业开户

One-time links for staff (system administrator) and enterprises (officer); open sessions and locks (security
administrator). A link's secret is shown once, on the page of whoever made it, and kept nowhere.
"""

from nicegui import ui

from guanshan.register.account.link import Link
from guanshan.screens.frame import frame, html
from guanshan.screens.visit import Visit


def accounts_page(visit: Visit) -> None:
    """Draw what this administrator may do with accounts and sessions."""
    house, words = visit.house, visit.words
    with frame(visit, words("screens.accounts.title"), "/desk/accounts"):
        html("title.html", visit, title=words("screens.accounts.title"), note="")
        if house.access.decide(visit.actor, "account.invite").allowed:
            _staff_links(visit)
        if house.access.decide(visit.actor, "account.unlock").allowed:
            _unlock(visit)
        if house.access.decide(visit.actor, "account.sessions").allowed:
            _sessions(visit)


def invite_page(visit: Visit) -> None:
    """Draw the page on which an officer makes the link that binds a person to an enterprise."""
    words = visit.words
    with frame(visit, words("screens.accounts.enterprise_title"), "/desk/invite"):
        note = words("screens.accounts.enterprise_note")
        html("title.html", visit, title=words("screens.accounts.enterprise_title"), note=note)
        code = ui.input(words("screens.accounts.enterprise_code"), value=visit.query.get("code", ""))
        code.props("outlined dense stack-label maxlength=18").style("width: min(360px, 100%)")
        place = ui.element("div").classes("w-full")

        def issue() -> None:
            link = visit.house.door.bindings.invite(visit.actor, (code.value or "").strip().upper())
            _show(visit, place, link)

        ui.button(words("screens.accounts.issue"), on_click=visit.guarded(issue)).props("unelevated")


def _staff_links(visit: Visit) -> None:
    words = visit.words
    hours = visit.house.door.accounts.policy.link_minutes // 60
    with ui.element("section").classes("part"):
        note = words("screens.accounts.invite_note", hours=hours)
        html("part_title.html", visit, title=words("screens.accounts.invite_staff"), note=note)
        login = ui.input(words("screens.accounts.login"))
        login.props("outlined dense stack-label maxlength=40").style("width: min(360px, 100%)")
        place = ui.element("div").classes("w-full")

        def issue() -> None:
            _show(visit, place, visit.house.door.links.for_password(visit.actor, (login.value or "").strip()))

        ui.button(words("screens.accounts.invite"), on_click=visit.guarded(issue)).props("unelevated")


def _unlock(visit: Visit) -> None:
    words = visit.words
    with ui.element("section").classes("part"):
        html("part_title.html", visit, title=words("screens.accounts.unlock"), note="")
        with ui.element("div").classes("form-actions"):
            login = ui.input(words("screens.accounts.login")).props("outlined dense stack-label maxlength=40")
            reason = ui.input(words("screens.form.reason")).props("outlined dense stack-label maxlength=200")

            def unlock() -> None:
                visit.house.door.credentials.unlock(
                    visit.actor, (login.value or "").strip(), reason.value or ""
                )
                visit.tell(words("screens.accounts.unlocked"))

            ui.button(words("screens.accounts.unlock"), on_click=visit.guarded(unlock)).props("unelevated")


def _sessions(visit: Visit) -> None:
    words, sessions = visit.words, visit.house.door.sessions
    with ui.element("section").classes("part"):
        html("part_title.html", visit, title=words("screens.accounts.sessions"), note="")
        with ui.element("table").classes("cards mapping"):
            with ui.element("thead"), ui.element("tr"):
                for key in ("accounts.login", "accounts.started", "accounts.seen", "audit.source"):
                    with ui.element("th"):
                        ui.html(words(f"screens.{key}"), tag="span")
                ui.element("th")
            with ui.element("tbody"):
                for one in sessions.open_now(visit.actor):
                    with ui.element("tr"):
                        for text in (
                            one.subject,
                            words.time(one.created_at),
                            words.time(one.seen_at),
                            one.source,
                        ):
                            with ui.element("td"):
                                ui.label(text)
                        with ui.element("td"):
                            _end_button(visit, one.number)


def _end_button(visit: Visit, number: str) -> None:
    def end() -> None:
        visit.house.door.sessions.end_other(visit.actor, number, visit.words("screens.accounts.end"))
        button.disable()

    button = ui.button(visit.words("screens.accounts.end"), on_click=visit.guarded(end))
    button.props("flat dense color=negative")


def _show(visit: Visit, place: ui.element, link: Link) -> None:
    place.clear()
    address = f"{visit.request.url.scheme}://{visit.request.headers['host']}/link/{link.token}"
    with place:
        html(
            "secret.html",
            visit,
            address=address,
            until=visit.words.time(link.expires_at),
            subject=link.subject,
        )
