"""How is the audit chain read at the command line? 审计"""

from pathlib import Path

import click

from guanshan.cli.opening import acting, opened
from guanshan.cli.words import Progress, say
from guanshan.refusal import RefusedInput
from guanshan.register import replay
from guanshan.register.audit import chain
from guanshan.register.audit.bundle import write_bundle


@click.group(epilog="Example: guanshan audit export /media/usb/audit-2024-05")
def audit() -> None:
    """Export and check the audit chain. 审计链"""


@audit.command(epilog="Example: guanshan audit head > head.json")
@click.pass_context
def head(context: click.Context) -> None:
    """Print the head of the chain: what is published, and later given to the verifier. 链头"""
    _, house = opened()
    house.access.require(acting(context, house), "audit.read")
    click.echo(house.store.head().published().decode())


@audit.command("export", epilog="Example: guanshan audit export audit-2024-05")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--from", "first", type=int, default=1, show_default=True, help="First event of the bundle.")
@click.pass_context
def export_chain(context: click.Context, folder: Path, first: int) -> None:
    """Write the chain into FOLDER, with the verifier that anyone can run. 导出审计链"""
    _, house = opened()
    actor = acting(context, house)
    house.access.require(actor, "audit.export")
    with house.store.write(actor, "audit.export") as writing:
        writing.note("audit.export", "register/audit", {"from": first})
    progress = Progress()
    with house.store.database.reading() as connection:
        written = write_bundle(
            connection, folder, first=first, progress=lambda done, total: progress("events", done, total)
        )
    say("bundle_written", folder=folder, seq=written.seq)


@audit.command(epilog="Example: guanshan audit check")
@click.pass_context
def check(context: click.Context) -> None:
    """Walk through the whole chain in the database, and hold the registers against it. 校验"""
    _, house = opened()
    house.access.require(acting(context, house), "audit.read")
    with house.store.database.reading() as connection:
        broken = chain.walk(connection)
    if broken is not None:
        raise RefusedInput("cli.chain_broken", seq=broken)
    if mismatch := replay.first_mismatch(house.store):
        raise RefusedInput("cli.rows_differ", seq=mismatch)
    say("chain_holds", seq=house.store.head().seq)
