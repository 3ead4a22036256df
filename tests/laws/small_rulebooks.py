"""Random small rulebooks and cases, every kind of rule and formula in them, whose every plan can be tried one by one."""

import random

HEAD = """rulebook: random-2024
family: random
title: {zh: 随机, en: Random}
document: {title: 办法, number: 〔2024〕1号, issuer: 某局, dated: 2024-01-01, mark: C}
in_force: {from: 2024-01-01, until: , mark: C}
article_mark: C
"""
TITLE = "title: {zh: 项, en: Item}"
CITED = "article: 第一条, mark: C"
NUMBERS, FLAGS, CHOICES = ("a", "b", "d"), ("f", "g"), ("c",)
OPTIONS = ("x", "y", "z")


class Writer:
    """Writes one rulebook by chance."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.numbers = list(NUMBERS)
        self.flags = list(FLAGS)

    def number(self, depth: int = 2) -> str:
        kind = self.chance.choice(
            ["name", "name", "constant", "+", "-", "*", "/", "if", "max", "min", "known"]
        )
        if depth == 0 or kind == "name":
            return self.chance.choice(self.numbers)
        if kind == "constant":
            return str(self.chance.choice([0, 1, 2, 3, 0.5, -1]))
        if kind in "+-*/":
            return f"({self.number(depth - 1)} {kind} {self.number(depth - 1)})"
        if kind == "if":
            return f"({self.number(depth - 1)} if {self.condition(depth - 1)} else {self.number(depth - 1)})"
        return f"{kind}({self.number(depth - 1)}, {self.number(depth - 1)})"

    def condition(self, depth: int = 2) -> str:
        kind = self.chance.choice(
            ["flag", "compare", "compare", "compare", "choice", "and", "or", "not", "known", "if"]
        )
        if depth == 0 or kind == "compare":
            sign = self.chance.choice([">=", "<=", ">", "<", "==", "!="])
            return f"({self.number(max(depth - 1, 0))} {sign} {self.number(max(depth - 1, 0))})"
        if kind == "flag":
            return self.chance.choice(self.flags)
        if kind == "choice":
            return f"(c {self.chance.choice(['==', '!='])} '{self.chance.choice(OPTIONS)}')"
        if kind in ("and", "or"):
            return f"({self.condition(depth - 1)} {kind} {self.condition(depth - 1)})"
        if kind == "known":
            return f"known({self.condition(depth - 1)}, {self.condition(depth - 1)})"
        if kind == "if":
            return f"({self.condition(0)} if {self.condition(depth - 1)} else {self.condition(0)})"
        return f"(not {self.condition(depth - 1)})"

    def bands(self) -> str:
        first, second = sorted(self.chance.sample(range(-2, 6), 2))
        low, middle, high = (self.points() for _ in range(3))
        while middle == low:
            middle = self.points()
        while high == middle:
            high = self.points()
        return f"[{{to: {first}, points: {low}}}, {{from: {first}, to: {second}, points: {middle}}}, {{from: {second}, points: {high}}}]"

    def points(self) -> str:
        low = self.chance.randint(0, 4)
        return str(low) if self.chance.random() < 0.7 else f"[{low}, {low + self.chance.randint(0, 3)}]"

    def scored(self) -> str:
        kind = self.chance.choice(
            ["bands", "options", "flag", "cases", "best", "worth", "expert", "expert_of"]
        )
        match kind:
            case "bands":
                return f"of: {self.chance.choice([*self.numbers, 'q', 'r'])}, bands: {self.bands()}"
            case "options":
                return f"of: c, options: {{x: {self.points()}, y: {self.points()}, z: {self.points()}}}"
            case "flag":
                return f"of: {self.chance.choice(self.flags)}, options: {{yes: {self.points()}, no: {self.points()}}}"
            case "cases":
                parts = ", ".join(f'{{if: "{self.condition()}", points: {self.points()}}}' for _ in range(2))
                return f"cases: [{parts}, {{otherwise: {self.points()}}}]"
            case "best":
                return (
                    f"best: {{one: {{of: q, bands: {self.bands()}}}, two: {{of: a, bands: {self.bands()}}}}}"
                )
            case "worth":
                return f"of: {self.chance.choice(NUMBERS)}, worth: {{low: 0, high: 4}}"
            case "expert":
                return f"expert: {self.chance.randint(1, 4)}"
        return f"expert: 4, of: {self.chance.choice(NUMBERS)}"

    def asked(self) -> str:
        if self.chance.random() < 0.2:
            tests = ", ".join(f'{option}: "{self.condition(1)}"' for option in self.chance.sample(OPTIONS, 2))
            return f"of: c, tests: {{{tests}}}"
        judged = ", judged: true" if self.chance.random() < 0.2 else ""
        return f'test: "{self.condition()}"{judged}'

    def rulebook(self) -> str:
        lines = [HEAD + "inputs:"]
        lines += [
            f"  {name}: {{{TITLE}, kind: number, unit: '1', decimals: 0, low: -2, high: 4}}"
            for name in NUMBERS
        ]
        lines += [f"  {name}: {{{TITLE}, kind: flag}}" for name in FLAGS]
        options = ", ".join(f"{option}: {{zh: 甲, en: {option}}}" for option in OPTIONS)
        lines += [f"  c: {{{TITLE}, kind: choice, options: {{{options}}}}}", "derived:"]
        for name in ("q", "r"):
            lines.append(f'  {name}: {{{TITLE}, unit: "1", formula: "0 * a + {self.number()}"}}')
            self.numbers.append(name)
        lines.append(f'  h: {{{TITLE}, formula: "{self.condition()}"}}')
        self.flags.append("h")
        lines.append("criteria:")
        tests = [f"T{place}" for place in range(3)]
        for name in tests:
            lines.append(f"  {name}: {{{TITLE}, {self.asked()}, {self.applies()}{CITED}}}")
        scored = [f"S{place}" for place in range(3)]
        for name in scored:
            lines.append(f"  {name}: {{{TITLE}, {self.scored()}, {self.applies()}{CITED}}}")
        if self.chance.random() < 0.3:
            lines.append(f"  P: {{{TITLE}, score: {{total: {self.chance.randint(1, 6)}}}, {CITED}}}")
            tests.append("P")
        entry = [name for name in tests if self.chance.random() < 0.4] or [tests[0]]
        lines.append(f"entry: [{', '.join(entry)}]")
        if self.chance.random() < 0.7:
            lines.append("routes:")
            lines.append(f"  score: {{{TITLE}, minimums: {{total: {self.chance.randint(1, 7)}}}, {CITED}}}")
            lines.append(
                f"  direct: {{{TITLE}, criteria: [{self.chance.choice([*tests, *scored])}], {CITED}}}"
            )
        lines.append("levers:")
        for name in NUMBERS:
            if self.chance.random() < 0.8:
                move, step = self.chance.choice(["up", "up", "down"]), self.chance.choice([1, 1, 2])
                lines.append(f"  {name}: {{move: {move}, cost: {self.cost()}, step: {step}}}")
        lines.append(f"  f: {{move: set, to: {{yes: {self.cost()}, no: {self.cost()}}}}}")
        lines.append(f"  c: {{move: set, to: {{x: {self.cost()}, z: {self.cost()}}}}}")
        if self.chance.random() < 0.3:
            lines.append(f'limits: ["{self.condition(1)}"]')
        return "\n".join(lines)

    def applies(self) -> str:
        return f'applies: "{self.condition(1)}", ' if self.chance.random() < 0.2 else ""

    def cost(self) -> str:
        return self.chance.choice(["0", "0.5", "1", "1.25", "2", "3", "7"])

    def case(self) -> dict[str, object]:
        case: dict[str, object] = {name: self.chance.randint(-2, 4) for name in NUMBERS}
        case |= {name: self.chance.random() < 0.5 for name in FLAGS}
        case["c"] = self.chance.choice(OPTIONS)
        for name in list(case):
            if self.chance.random() < 0.08:
                case[name] = None
        return case
