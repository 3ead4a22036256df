"""How does an office's file get into a register, and out again? 导入

`Importer.stage` reads and checks a file and writes nothing; `Importer.land` writes what was staged in one transaction: everything, or
on an explicit choice the good rows, with the rest kept for repair; `Importer.undo` takes a whole import back.
"""

import hashlib
import uuid
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import insert

from guanshan.i18n import Language, Texts
from guanshan.observe.checking import Progress, check_plan
from guanshan.observe.form import template_of
from guanshan.observe.heading import Head
from guanshan.observe.landing import MayWrite, how_it_was_read, landed_before, list_imports, rows_to_land
from guanshan.observe.mapping import Mapping, guess_mapping
from guanshan.observe.memory import recall, remember
from guanshan.observe.plan import Plan, choose_sheet
from guanshan.observe.repair import fault_report, marked_workbook
from guanshan.observe.staged import Import, Landing, Staged
from guanshan.observe.undoing import Undone, undo_import
from guanshan.observe.workbook import Sheet, open_workbook
from guanshan.refusal import RefusedInput
from guanshan.register.actor import Actor
from guanshan.register.record import RecordType
from guanshan.register.registry import Registry
from guanshan.register.schema import imports
from guanshan.register.store import Counts


class Importer:
    """Brings files into the registers. 导入

    Parameters
    ----------
    registry
        The registers and who may write them.
    texts
        The names of fields and choices.
    repairs
        Folder in which rows that did not land are kept as workbooks.
    """

    def __init__(self, registry: Registry, texts: Texts, repairs: Path) -> None:
        self.registry = registry
        self.texts = texts
        self.repairs = repairs

    def template(self, name: str, language: Language = "zh") -> bytes:
        """Return the empty workbook that an office fills in for a register."""
        return template_of(self.registry.store.types[name], self.texts, language)

    def look(
        self, actor: Actor, name: str, content: bytes, mapping: Mapping | None = None
    ) -> tuple[Sheet, Head, Mapping, bool]:
        """Open a file and suggest how it is read: the sheet, its head, the mapping, and whether that was remembered.

        Raises
        ------
        RefusedInput, Forbidden, NotSignedIn
            If the file is no table, or the actor may not import here.
        """
        record = self._record(actor, name)
        sheet, head = choose_sheet(open_workbook(content), record, self.texts, mapping)
        if mapping is not None and mapping.columns:
            return sheet, head, mapping, False
        with self.registry.store.reading() as reading:
            known = recall(reading.connection, record.name, head.signature)
        found = known or guess_mapping(record, head, self.texts)
        if mapping is not None:
            found = replace(
                found,
                sheet=mapping.sheet,
                head=mapping.head,
                constants=mapping.constants,
                since=mapping.since,
            )
        return sheet, head, found, known is not None

    def stage(
        self,
        actor: Actor,
        name: str,
        content: bytes,
        file_name: str,
        *,
        mapping: Mapping | None = None,
        keeper: str | None = None,
        since: date | None = None,
        progress: Progress | None = None,
    ) -> Staged:
        """Read and check a file; nothing is written.

        Parameters
        ----------
        actor
            Who imports.
        name
            The register.
        content, file_name
            The file.
        mapping
            How it is read; None for the remembered mapping, else the one that the head suggests.
        keeper
            The unit that is to keep new records; None for the actor's own.
        since
            From which day the values hold; None for the mapping's day, else the district's.
        progress
            Told how far it is.

        Raises
        ------
        RefusedInput
            If the file is no table, or a required field has no column.
        Forbidden, NotSignedIn
            If the actor may not import here.
        """
        record = self._record(actor, name)
        if mapping is not None and self.registry.store.types[mapping.register] is not record:
            raise RefusedInput("observe.other_register", found=mapping.register, wanted=record.name)
        unit = self.registry.keeper_for(actor, "import", record, keeper)
        sheet, head, used, remembered = self.look(actor, name, content, mapping)
        plan = Plan(self.registry.store.types, record, sheet, head, used, self.texts)
        day = since or used.since or (self.registry.today() if record.evolves else None)
        may_write = MayWrite(self.registry, actor, record)
        if not may_write(unit, None):
            self.registry.access.require(actor, "import", record, unit)
        with self.registry.store.reading() as reading:
            guard = self.registry.store.guards.get(record.name)
            checked = check_plan(plan, reading, guard, may_write, progress)
        if not checked.count:
            raise RefusedInput("observe.no_rows", sheet=sheet.name)
        digest = hashlib.sha256(content).hexdigest()
        return Staged(plan, checked, Path(file_name).name[:300] or "file", digest, unit, day, remembered)

    def land(
        self,
        actor: Actor,
        staged: Staged,
        *,
        good_rows: bool = False,
        reason: str = "",
        language: Language = "zh",
        progress: Progress | None = None,
    ) -> Landing:
        """Write what was staged, in one transaction.

        Parameters
        ----------
        good_rows
            Land the good rows although others are bad; the others are kept as a workbook for repair.
        reason
            Why, for the audit chain.
        language
            In which the workbook for repair says what is wrong.

        Raises
        ------
        RefusedInput
            If rows are bad and ``good_rows`` was not chosen: nothing lands.
        Forbidden, NotSignedIn
            If the actor may not import here, whatever was so when the file was checked.
        """
        self.registry.access.require(actor, "import", staged.plan.record, staged.keeper)
        refused = staged.bad_rows
        if refused and not good_rows:
            raise RefusedInput(
                "observe.bad_rows", bad=refused, rows=staged.rows, faults=staged.checked.faults.count
            )
        record = staged.plan.record
        told = how_it_was_read(staged)
        import_id = uuid.uuid4().hex
        detail = {"import": import_id, "file": staged.file_name, "sha256": staged.sha256, "refused": refused}
        with self.registry.store.write(actor, "import", reason, detail) as writing:
            if earlier := landed_before(writing.connection, staged):
                return Landing(None, Counts(unchanged=staged.rows), same_as=earlier)
            repair = self._keep_for_repair(staged, import_id, language) if refused else None
            counts = writing.put_many(
                record.name,
                rows_to_land(staged, writing, MayWrite(self.registry, actor, record), import_id),
                keeper=staged.keeper,
                since=staged.since,
                progress=(lambda done: progress(done, staged.rows - refused)) if progress else None,
            )
            remember(writing.connection, staged.plan.head.signature, staged.plan.mapping, writing.tick)
            if not counts.new and not counts.changed:
                return Landing(None, counts, refused, repair)
            writing.connection.execute(
                insert(imports).values(
                    id=import_id, register=record.name, file_name=staged.file_name, sha256=staged.sha256, mapping=told,
                    keeper=staged.keeper, actor=actor.id, tick=writing.tick, entry=writing.entry, new=counts.new,
                    changed=counts.changed, unchanged=counts.unchanged, refused=refused,
                )
            )  # fmt: skip
        return Landing(import_id, counts, refused, repair)

    def undo(self, actor: Actor, import_id: str, reason: str, progress: Progress | None = None) -> Undone:
        """Take a whole import back: new records go, changed ones are again as they were.

        Raises
        ------
        Conflict
            If records of it have been changed since; the text names them.
        NotFound, Forbidden, RefusedInput
            If there is no such import, it is undone already, or the actor may not.
        """
        return undo_import(self.registry, actor, import_id, reason, progress)

    def imports(self, actor: Actor, name: str | None = None, limit: int = 100) -> list[Import]:
        """Return the imports into the registers that the actor may import into, the newest first."""
        return list_imports(self.registry, actor, name, limit)

    def marked(self, staged: Staged, language: Language = "zh", *, only_bad: bool = False) -> bytes:
        """Return the sheet as a workbook with its bad cells marked; ``only_bad``: only the rows that need repair."""
        return marked_workbook(staged.plan, staged.checked.faults, self.texts, language, only_bad)

    def report(self, staged: Staged) -> dict[str, Any]:
        """Tell for a program what was read and what is wrong: what ``guanshan import --report`` writes as JSON."""
        told = fault_report(staged.plan, staged.checked.faults, staged.rows, self.texts)
        return {"file": staged.file_name, "sha256": staged.sha256, **told}

    def _keep_for_repair(self, staged: Staged, import_id: str, language: Language) -> Path:
        self.repairs.mkdir(parents=True, exist_ok=True)
        path = self.repairs / f"{import_id}.xlsx"
        path.write_bytes(self.marked(staged, language, only_bad=True))
        return path

    def _record(self, actor: Actor, name: str) -> RecordType:
        record = self.registry.store.types[name]
        if not self.registry.access.may_somewhere(actor, "import", record):
            self.registry.access.require(actor, "import", record)
        return record
