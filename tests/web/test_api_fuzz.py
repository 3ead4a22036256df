"""The API keeps what its own description says, whoever asks and whatever is sent: no fault of ours, every answer as described.

Values are drawn from the description that the application gives of itself, good ones and spoilt ones; the names of registers and
records that stand in the house, and conditions on their fields, are mixed in, so that calls get beyond the first "not here".
"""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from guanshan.web.shell import create_app
from peopled import Peopled, TestClient, api_token, peopled_house

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
SOME = ("", "enterprise:", "yanghua", "auditor")
WHO = (*SOME, "resident:", "sysadmin", "secadmin")
REGISTERS = ("register.market_entity", "enterprise.financial_year", "register.person", "register.document")
EXAMPLES, PROOF_EXAMPLES = 3, 100
"""How many calls are drawn for each operation, role and way of drawing."""


class Fuzzed:
    """The application, its description, and everybody's browser."""

    def __init__(self, peopled: Peopled) -> None:
        self.app = create_app(peopled.house, desk=False)
        self.schema = schemathesis.openapi.from_asgi("/api/openapi.json", self.app)
        self.operations = [found.ok() for found in self.schema.get_all_operations()]
        self.records = {
            register: [peopled.make(register, keeping).record for keeping in ("own", "industry", "market")]
            for register in REGISTERS
        }
        self.fields = {
            register: [one.name for one in peopled.house.store.types[register].fields]
            for register in REGISTERS
        }
        self._clients: dict[str, TestClient] = {}
        self._peopled = peopled

    def headers(self, who: str) -> dict[str, str]:
        """Headers by which a call is somebody's."""
        if who not in self._clients:
            self._clients[who] = self._peopled.client(self.app, who)
        client = self._clients[who]
        token = api_token(client)
        return {**token, "cookie": "; ".join(f"{one.name}={one.value}" for one in client.cookies.jar)}

    def places(self) -> st.SearchStrategy[tuple[str, str, dict[str, str]]]:
        """A register, a record, and conditions: mostly such as there are."""
        operations = st.sampled_from(["", ".ne", ".lt", ".ge", ".contains", ".starts", ".in", ".null", ".x"])
        odd = st.sampled_from(
            ["2024", "1e9", "-1", "true", "\u0000", "%", "_", "9" * 40, "NaN", "2024-02-30"]
        )
        value = st.one_of(odd, st.text(max_size=8))

        word = st.text(
            st.characters(exclude_characters="/\\.?#%", exclude_categories=["C"]), min_size=1, max_size=70
        )

        def within(register: str) -> st.SearchStrategy[tuple[str, str, dict[str, str]]]:
            record = st.one_of(st.sampled_from(self.records[register]), word)
            name = st.tuples(st.sampled_from([*self.fields[register], "keeper", "nothing"]), operations)
            conditions = st.dictionaries(name.map("".join), value, max_size=2)
            order = st.sampled_from([*self.fields[register], "-nothing", "keeper", "-"])
            asked = st.one_of(conditions, order.map(lambda one: {"order": one}), st.just({}))
            return st.tuples(st.just(register), record, asked)

        return st.sampled_from(REGISTERS).flatmap(within)


@pytest.fixture(scope="module")
def fuzzed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fuzzed]:
    peopled = peopled_house(tmp_path_factory.mktemp("fuzz"))
    yield Fuzzed(peopled)
    peopled.house.store.database.close()


def assail(fuzzed: Fuzzed, who: str, examples: int) -> None:
    """Call every operation as somebody, with good and with spoilt values."""
    headers = fuzzed.headers(who)
    for operation in fuzzed.operations:
        for mode in schemathesis.GenerationMode:

            @settings(
                max_examples=examples, deadline=None, database=None, suppress_health_check=list(HealthCheck)
            )
            @given(case=operation.as_strategy(generation_mode=mode), place=fuzzed.places())
            def call(case: Any, place: tuple[str, str, dict[str, str]]) -> None:
                register, record, conditions = place
                parameters = case.path_parameters or {}
                if "register" in parameters:
                    case.path_parameters = {**parameters, "register": register}
                    if "record" in parameters:
                        case.path_parameters["record"] = record
                    elif case.method == "GET":
                        case.query = {**(case.query or {}), **conditions}
                case.call_and_validate(headers=headers, checks=CHECKS)

            try:
                call()
            except Unsatisfiable:
                assert (
                    mode is not schemathesis.GenerationMode.POSITIVE
                )  # where nothing is asked, nothing is spoilt
            except (Exception, BaseExceptionGroup) as fault:
                fault.add_note(f"{operation.label} as {who or 'a visitor'}, {mode.name}")
                raise


@pytest.mark.parametrize("who", SOME)
def test_no_call_makes_the_api_fail_or_answer_otherwise_than_described(fuzzed: Fuzzed, who: str) -> None:
    assail(fuzzed, who, EXAMPLES)


@pytest.mark.proof
@pytest.mark.parametrize("who", WHO)
def test_thousands_of_calls_neither(fuzzed: Fuzzed, who: str) -> None:
    assail(fuzzed, who, PROOF_EXAMPLES)
