"""What is for an expert or an office to find, and not for an enterprise to say of itself? 须评判的事项"""

from guanshan.assess.criterion import Judgement, Test, Worth
from guanshan.assess.expression import names
from guanshan.assess.standard import Rulebook


def judged_inputs(book: Rulebook) -> frozenset[str]:
    """Name the inputs of a rulebook that hold what an expert finds, or points that somebody gave."""
    found = {one for one in (book.total_given, *(group.given for group in book.groups)) if one}
    for criterion in book.criteria:
        match criterion.rule:
            case Judgement(of=str() as of) | Worth(of=of):
                found.add(of)
            case Test(formula=formula, judged=True):
                found.update(names(formula))
    return frozenset(found & {one.name for one in book.inputs})
