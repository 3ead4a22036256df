"""What can be asked for at the command line? 命令行

Each command stands in a module of its own and is imported when it is called, so that ``guanshan --help`` answers at once. A refusal is one
sentence in the user's language and exit status 2; a traceback is a fault of ours.
"""

import importlib
import os
import sys
from collections.abc import Mapping
from pathlib import Path

import click

COMMANDS: Mapping[str, tuple[str, str]] = {
    "init": ("founding:init", "Make a house: with the sample district, or empty. 建立数据目录"),
    "serve": ("serving:serve", "Serve pages, desk and API. 启动服务"),
    "import": ("tables:import_file", "Bring a workbook or CSV into a register. 导入"),
    "undo": ("tables:undo", "Take a whole import back. 撤销导入"),
    "export": ("tables:export", "Write a register as a workbook. 导出"),
    "template": ("tables:template", "Write the empty workbook of a register. 下载导入模板"),
    "registers": ("tables:registers", "List the registers. 列出登记簿"),
    "assess": ("assessing:assess", "Assess a table by a rulebook: who qualifies. 批量评定"),
    "explain": ("assessing:explain", "Say of a case whether it qualifies, and why. 逐条说明"),
    "plan": ("planning:plan", "Find what it would take: the cheapest allowed changes. 达标路径"),
    "rulebook": ("rulebooks:rulebook", "Check, compare and begin rulebooks. 规则维护"),
    "deadline": ("deadlines:deadline", "Tell when a term is over, in working time. 期限计算"),
    "case": ("cases:case", "List, show and move cases. 办件"),
    "notices": ("noticing:notices", "Send the notices that wait. 发送通知"),
    "indicator": ("indicators:indicator", "List indicators, show one down to its rows. 指标"),
    "press": ("press:press", "Check the figures of press drafts. 新闻稿核对"),
    "audit": ("auditing:audit", "Export and check the audit chain. 审计链"),
    "backup": ("keeping:backup", "Write everything into one file. 备份"),
    "restore": ("keeping:restore", "Bring a backup back. 恢复"),
    "link": ("founding:link", "Make a one-time link for somebody on the staff. 一次性链接"),
    "clock": ("founding:clock", "Show or move the district's clock. 业务时钟"),
}
"""Each command, the module that holds it, and what it does."""

_HERE = Path(__file__).parent


class Shelf(click.Group):
    """A group whose commands are imported when they are called; systems' commands come from their folders."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name every command: the core's, and each system that has some."""
        return [*COMMANDS, *sorted(_systems())]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command."""
        if cmd_name in COMMANDS:
            module, _, name = COMMANDS[cmd_name][0].partition(":")
            command: click.Command = getattr(importlib.import_module(f"guanshan.cli.{module}"), name)
            return command
        if cmd_name in _systems():
            from guanshan.cli.systems import group  # imports the system

            return group(cmd_name)
        return None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        rows = [(name, told) for name, (_, told) in COMMANDS.items()]
        rows += [(name, f"Commands of the system {name}.") for name in sorted(_systems())]
        with formatter.section("Commands"):
            formatter.write_dl(rows)


def _systems() -> set[str]:
    """Name the systems that bring commands, by looking at their folders only."""
    places = [_HERE.parent / "systems", Path(os.environ.get("GUANSHAN_SYSTEMS_DIR") or _HERE / "none")]
    return {found.parent.name for place in places for found in place.glob("*/commands.py")}


@click.group(cls=Shelf, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option("--as", "login", metavar="LOGIN", help="Act as a member of staff, with that person's rights.")
@click.version_option(package_name="guanshan", prog_name="guanshan")
@click.pass_context
def guanshan(context: click.Context, login: str | None) -> None:
    """Run the open operating system of a city's innovation district. 观山

    Example: guanshan init && guanshan serve
    """
    context.obj = login


def main() -> None:
    """Run the command line; a refusal ends with one sentence on stderr and exit status 2."""
    from guanshan.refusal import Refusal  # only what is needed before --help

    try:
        guanshan(standalone_mode=False)
    except Refusal as refusal:
        from guanshan.cli.words import tell

        tell(refusal)
        sys.exit(refusal.exit_status)
    except click.ClickException as wrong:
        wrong.show()
        sys.exit(2)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(130)
    except click.exceptions.Exit as leave:
        sys.exit(leave.exit_code)
    except BrokenPipeError:
        sys.exit(0)
