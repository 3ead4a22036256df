"""What must hold of every system? 系统通检

One check per promise; a district that writes a system of its own runs them over it as this house does over its own. Each returns what is
wrong, in words: an empty list is what a test asserts.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

from guanshan.declaration import System, load
from guanshan.i18n import Texts
from guanshan.register.field import Choice
from guanshan.register.record import RecordType, record_type

Check = Callable[[System, Texts], list[str]]


def has_every_text(system: System, texts: Texts) -> list[str]:
    """Find labels of the system that the catalogue lacks."""
    return [f"{system.name} has no text {key}" for key in _labels(system) if not texts.has(key)]


def marks_personal_fields(system: System, texts: Texts) -> list[str]:
    """Find personal fields without a purpose in words or without a time for which they are kept (PIPL art. 6)."""
    return [
        f"{declared.name}.{one.name} says neither why nor how long it is kept"
        for declared in _types(system)
        for one in declared.personal
        if one.personal and not (texts.has(one.personal.purpose) and one.personal.keep_years > 0)
    ]


def refers_to_what_is_there(system: System, _texts: Texts) -> list[str]:
    """Find declared modules, functions and commands that cannot be imported."""
    named = [system.front, system.opens, system.api, system.sample, *system.commands.values()]
    named += [
        *system.guards.values(),
        *system.parts.values(),
        *system.advises.values(),
        *(page.builder for page in system.pages),
    ]
    named += [reference for page in (*system.prints, *system.own) for reference in (page.draw, page.act)]
    named += [page.builder for page in system.public]
    missing: list[str] = []
    for reference in filter(None, named):
        try:
            load(reference)
        except (ImportError, AttributeError):
            missing.append(f"{system.name} names {reference}, which is not there")
    return missing


def is_told_in_a_readme(system: System, _texts: Texts) -> list[str]:
    """Find a system without a README."""
    return [] if (system.folder / "README.md").is_file() else [f"{system.name} has no README.md"]


def keeps_its_shape(system: System, _texts: Texts) -> list[str]:
    """Find files that no other system would have: every folder has one shape."""
    allowed = {
        "__init__.py", "system.py", "records.py", "service.py", "pages.py", "pages", "api.py", "commands.py", "gateway.py",
        "sample.py", "sample.yaml", "README.md", "indicators.yaml", "quality.yaml",
        "engine", "service", "api", "rulebooks", "cases", "templates", "texts", "migrations", "__pycache__",
    }  # fmt: skip
    return [
        f"{system.name}/{path.name} has no place in a system"
        for path in _inside(system)
        if path.name not in allowed
    ]


EVERY_CHECK: tuple[Check, ...] = (
    has_every_text,
    marks_personal_fields,
    refers_to_what_is_there,
    is_told_in_a_readme,
    keeps_its_shape,
)
"""All checks; there is no list of exceptions."""


def _types(system: System) -> Iterator[RecordType]:
    yield from map(record_type, system.records)


def _labels(system: System) -> Iterator[str]:
    yield system.label
    for declared in _types(system):
        yield declared.label
        for one in declared.fields:
            yield declared.field_label(one.name)
            if isinstance(one.kind, Choice):
                yield from (declared.choice_label(one.name, option) for option in one.kind.options)
    yield from (page.label for page in system.pages)
    yield from (page.label for page in (*system.prints, *system.own))
    yield from (page.label for page in system.public if page.label)


def _inside(system: System) -> Iterator[Path]:
    yield from sorted(system.folder.iterdir())
