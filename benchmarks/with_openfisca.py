"""How long does OpenFisca take for a decision by scored quantities? Run by the Python of an environment that has openfisca-core.

python with_openfisca.py DECISION.json COLUMNS.npz ANSWERS.npz ROUNDS

The points of a scale are computed in three ways: by a scale of amounts among the dated parameters and by numpy.select, as its
documentation shows, and by array sums written by hand for speed. Each round takes a new simulation. Prints seconds of setting up and of
calculating by way and round, and writes the answers.
"""

import json
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
from openfisca_core.entities import Entity
from openfisca_core.parameters import ParameterNode
from openfisca_core.periods import DateUnit
from openfisca_core.simulations import Simulation, SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

YEAR = "2025"
FIRM = Entity("firm", "firms", "An enterprise", "")
FIRM.is_person = True


def variable(name: str, kind: type, formula: Any = None) -> type[Variable]:
    """Declare a variable of an enterprise, by the year."""
    declared = {"value_type": kind, "entity": FIRM, "definition_period": DateUnit.YEAR, "label": name}
    if formula is not None:
        declared["formula"] = formula
    return type(name, (Variable,), declared)


def share(part: str, whole: str) -> Any:
    return lambda firm, period: 100 * firm(part, period) / firm(whole, period)


def by_sums(of: str, steps: list[float], falling: bool) -> Any:
    """Points by adding up, in place, what each step earns."""

    def formula(firm: Any, period: Any) -> Any:
        value = firm(of, period)
        points = np.zeros(len(value), np.int32)
        for step in steps:
            points += (value <= step) if falling else (value >= step)
        return points

    return formula


def by_select(of: str, steps: list[float], falling: bool) -> Any:
    """Points by the first step that is reached, the most points first."""

    def formula(firm: Any, period: Any) -> Any:
        value = firm(of, period)
        reached = [(value <= step) if falling else (value >= step) for step in reversed(steps)]
        return np.select(reached, range(len(steps), 0, -1), 0)

    return formula


def by_parameters(name: str, of: str, falling: bool) -> Any:
    """Points by a scale of amounts among the parameters; a falling one is asked for the value's negative."""

    def formula(firm: Any, period: Any, parameters: Any) -> Any:
        value = firm(of, period)
        return getattr(parameters(period), name).calc(-value if falling else value)

    return formula


def scale(steps: list[float], falling: bool) -> dict[str, Any]:
    return {
        "metadata": {"type": "single_amount"},
        "brackets": [
            {
                "threshold": {"2000-01-01": {"value": -step if falling else step}},
                "amount": {"2000-01-01": {"value": earned}},
            }
            for earned, step in enumerate(steps, 1)
        ],
    }


def positive(name: str) -> Any:
    return lambda firm, period: firm(name, period) > 0


def sum_of(names: list[str]) -> Any:
    return lambda firm, period: sum(firm(name, period) for name in names)


def system(decision: dict[str, Any], way: str) -> TaxBenefitSystem:
    """Build the decision's variables."""
    made = TaxBenefitSystem([FIRM])
    scored = decision["scored"]
    made.parameters = ParameterNode(
        "", data={name: scale(one["steps"], one["falling"]) for name, one in scored.items()}
    )
    for name in decision["inputs"]:
        made.add_variable(variable(name, float))
    for name, (part, whole) in decision["shares"].items():
        made.add_variable(variable(name, float, share(part, whole)))
    for name, one in scored.items():
        told = (one["of"], one["steps"], one["falling"])
        points = {
            "parameters": by_parameters(name, one["of"], one["falling"]),
            "select": by_select(*told),
            "sums": by_sums(*told),
        }
        made.add_variable(variable(f"points_{name}", int, points[way]))
        made.add_variable(variable(f"outcome_{name}", bool, positive(f"points_{name}")))
    made.add_variable(variable("total", int, sum_of([f"points_{name}" for name in scored])))
    made.add_variable(
        variable("verdict", bool, lambda firm, period: firm("total", period) >= decision["minimum"])
    )
    return made


def set_up(made: TaxBenefitSystem, columns: dict[str, Any], size: int) -> Simulation:
    simulation = SimulationBuilder().build_default_simulation(made, size)
    for name, values in columns.items():
        simulation.set_input(name, YEAR, values)
    return simulation


def main(decision_path: str, columns_path: str, answers_path: str, rounds: int) -> None:
    decision = json.loads(Path(decision_path).read_text(encoding="utf-8"))
    with np.load(columns_path) as stored:
        columns = {name: stored[name].astype(np.float32) for name in decision["inputs"]}
    size = len(next(iter(columns.values())))
    wanted = ["verdict", "total", *(f"outcome_{name}" for name in decision["scored"])]
    told = []
    for way in ("parameters", "select", "sums"):
        made = system(decision, way)
        for _ in range(rounds):
            began = time.perf_counter(), time.process_time()
            simulation = set_up(made, columns, size)
            ready = time.perf_counter(), time.process_time()
            answers = {name: simulation.calculate(name, YEAR) for name in wanted}
            done = time.perf_counter(), time.process_time()
            for what, since in (("calculated", ready), ("whole", began)):
                told.append({"way": way, "what": what, "wall": done[0] - since[0], "cpu": done[1] - since[1]})
        np.savez(f"{answers_path}.{way}.npz", **answers)
    print(json.dumps(told))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]))
