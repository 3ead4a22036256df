"""How many enterprises a second does the GoRules engine decide by scored quantities? Run by the Python of an environment with zen-engine.

python with_zen.py DECISION.json COLUMNS.npz ANSWERS.json ROUNDS

The decision is one graph of its expression nodes, its records are JSON. They are decided one by one and by its batch call; prints
the seconds of each, and writes the answers.
"""

import json
import sys
import time
from itertools import pairwise
from pathlib import Path
from typing import Any

import zen


def points(one: dict[str, Any]) -> str:
    """Write the points of a scale as one conditional expression, the most points first."""
    sign, told = "<=" if one["falling"] else ">=", "0"
    for earned, step in enumerate(one["steps"], 1):
        told = f"{one['of']} {sign} {step} ? {earned} : {told}"
    return told


def node(name: str, kind: str, content: dict[str, Any] | None = None) -> dict[str, Any]:
    made: dict[str, Any] = {"id": name, "name": name, "type": kind, "position": {"x": 0, "y": 0}}
    return made if content is None else {**made, "content": content}


def expressions(name: str, told: dict[str, str], passing: bool) -> dict[str, Any]:
    listed = [{"id": f"{name}-{key}", "key": key, "value": value} for key, value in told.items()]
    return node(name, "expressionNode", {"expressions": listed, "passThrough": passing})


def graph(decision: dict[str, Any]) -> dict[str, Any]:
    """Build the decision: ratios, then points, then outcomes, the total and the verdict."""
    scored = decision["scored"]
    every = " + ".join(f"points_{name}" for name in scored)
    nodes = [
        node("in", "inputNode"),
        expressions(
            "shares",
            {name: f"100 * {part} / {whole}" for name, (part, whole) in decision["shares"].items()},
            passing=True,
        ),
        expressions("points", {f"points_{name}": points(one) for name, one in scored.items()}, passing=False),
        expressions(
            "answers",
            {
                "total": every,
                "verdict": f"{every} >= {decision['minimum']}",
                **{f"outcome_{name}": f"points_{name} > 0" for name in scored},
            },
            passing=False,
        ),
        node("out", "outputNode"),
    ]
    names = [one["id"] for one in nodes]
    edges = [
        {"id": f"{first}-{second}", "sourceId": first, "targetId": second, "type": "edge"}
        for first, second in pairwise(names)
    ]
    return {"contentType": "application/vnd.gorules.decision", "nodes": nodes, "edges": edges}


def main(decision_path: str, records_path: str, answers_path: str, rounds: int) -> None:
    decision = json.loads(Path(decision_path).read_text(encoding="utf-8"))
    records = [line.encode() for line in Path(records_path).read_text(encoding="utf-8").splitlines()]
    written = graph(decision)
    engine = zen.ZenEngine({"loader": {"type": "static", "content": {"decision": written}}})
    one_by_one = engine.get_decision("decision")
    told = {"one by one": 1e9, "batch": 1e9}
    for _ in range(rounds):
        began = time.perf_counter()
        answers = [one_by_one.evaluate(record)["result"] for record in records]
        told["one by one"] = min(told["one by one"], time.perf_counter() - began)
        began = time.perf_counter()
        batch = engine.evaluate_batch([{"key": "decision", "context": record} for record in records])
        told["batch"] = min(told["batch"], time.perf_counter() - began)
        assert [one["data"]["result"] for one in batch] == answers
    Path(answers_path).write_text(json.dumps(answers), encoding="utf-8")
    print(json.dumps(told))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]))
