"""What is a system? 系统声明

A system is a folder under ``guanshan/systems`` whose ``system.py`` holds one `System`, named ``SYSTEM``. By this declaration alone the core
finds everything else: record types are classes; whatever costs time to import (pages, commands, sample) is named as a
string, ``package.module:name``, and imported when it is needed.
"""

import importlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

OPENS: Final = "guanshan.opens"
"""Where a system's command finds, in ``click.Context.meta``, the function that opens the house and returns it with the actor."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page of a system's own on the officers' desk. 系统页面

    Parameters
    ----------
    path
        Its address below the system.
    label
        Key of its title.
    builder
        ``module:function`` that takes a visit and draws it.
    listed
        Whether it stands in the rail; a page about one thing is reached from elsewhere.
    """

    path: str
    label: str
    builder: str
    listed: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainPage:
    """A page of a system's own in plain HTML: for the printer, or at the door of those who see their own alone. 纯网页

    Parameters
    ----------
    path
        Its address below the system.
    label
        Key of its title.
    draw
        ``module:function`` that takes a `guanshan.screens.asking.Asking` and returns the HTML of the page.
    act
        ``module:function`` that takes an `Asking` and the fields of a form sent from the page; it returns the address to go to, or the
        page's HTML where the form will not do. None where the page has no form.
    """

    path: str
    label: str
    draw: str
    act: str | None = None


@dataclass(frozen=True, slots=True)
class Leaf:
    """What a public page of a system answers with: a whole document, not a part in somebody's frame. 文档"""

    content: bytes
    media: str
    file_name: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicPage:
    """A page of a system's own that everybody may read without signing in.

    Parameters
    ----------
    path
        Its address; names in braces are handed to the builder.
    builder
        ``module:function`` taking the house, the reader's words and what the address names, returning a `Leaf`.
    label
        Key of its title where the home page leads to it; None where it does not.
    """

    path: str
    builder: str
    label: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class System:
    """One system of the district, as the core sees it. 系统

    Parameters
    ----------
    name
        Name of its folder.
    office
        Code of the unit that answers for it.
    records
        Its record types; registers, forms, templates, API and tables derive from them.
    shows
        Names of the core's record types that stand in its navigation.
    commands
        Names of commands and the ``module:command`` that carries them out.
    pages
        Pages of its own on the desk.
    parts
        By record type: ``module:function`` that takes an `Asking` and a version, and returns what this system says of it as HTML for the
        record's page, or None.
    prints
        Pages for the printer, below ``/print/s/<system>``; for staff.
    own
        Pages at the door of enterprises and residents, below ``/mine/<system>``.
    front
        ``module:function`` that takes an `Asking` and returns what stands on the first page of that door, or None.
    public
        Pages of its own that everybody may read.
    opens
        ``module:function`` taking the house, called before it is served for the first time with its sample.
    moves
        ``module:function`` that tells who would gain or lose from one rulebook to another: it takes the registry, the actor, two
        dated ids, a moment and the library in which they stand, and returns an object with ``gains``, ``losses`` and all
        that ``changed`` (each with ``credit_code``, ``name``, ``before``, ``after``).
    api
        ``module:function`` that gives routes of its own under ``/api/<name>``: takes the house and a function that tells of a request who
        asks and in which words.
    uploads
        Beginnings of those routes, below ``/api/<name>/``, that take a file as large as an upload may be.
    guards
        For record types whose rows are checked beyond their fields: ``module:function`` that takes the record types and the rulebooks
        of the house and returns the check (`guanshan.register.writing.Guard`).
    advises
        By family of cases: ``module:function`` that takes a reading and a `guanshan.act.casebook.Petition`, and returns what the office
        should see when it comes in; empty where that is nothing.
    binds
        ``module:function`` that takes a rulebook's text (as nodes) and the record types, and refuses it with its line where a register
        that it names is not there.
    sample
        ``module:function`` that fills its registers with sample data.
    """

    name: str
    office: str
    records: tuple[type, ...] = ()
    shows: tuple[str, ...] = ()
    commands: Mapping[str, str] = field(default_factory=dict)
    pages: tuple[Page, ...] = ()
    parts: Mapping[str, str] = field(default_factory=dict)
    prints: tuple[PlainPage, ...] = ()
    own: tuple[PlainPage, ...] = ()
    front: str | None = None
    public: tuple[PublicPage, ...] = ()
    opens: str | None = None
    moves: str | None = None
    api: str | None = None
    uploads: tuple[str, ...] = ()
    guards: Mapping[str, str] = field(default_factory=dict)
    advises: Mapping[str, str] = field(default_factory=dict)
    binds: str | None = None
    sample: str | None = None

    @property
    def label(self) -> str:
        """Key of its title in the text catalogue."""
        return f"{self.name}.title"

    @property
    def folder(self) -> Path:
        """The folder in which it lies."""
        module = importlib.import_module(f"guanshan.systems.{self.name}")
        return Path(next(iter(module.__path__)))


def load(reference: str) -> Any:
    """Import what a declaration names as ``module:name``."""
    module, _, name = reference.partition(":")
    return getattr(importlib.import_module(module), name)
