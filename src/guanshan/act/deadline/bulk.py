"""By when, for a million terms at once? 批量期限

The same arithmetic as `guanshan.act.deadline.due` over arrays: all terms of one kind, with as many pauses each as the widest row has.
"""

import numpy as np
from numpy.typing import NDArray

from guanshan.act.deadline.calendar import DAY, Days
from guanshan.refusal import RefusedInput

Minutes = NDArray[np.int64]


def due_minutes(days: Days, starts: Minutes, terms: Minutes, pauses: Minutes | None = None) -> Minutes:
    """Return the minute at which each term is over.

    Parameters
    ----------
    starts : array, shape (n,)
        Minutes from the beginning of ``days.first`` to each start [min]; the day after counts first.
    terms : array, shape (n,)
        Minutes of working (or natural) days that are given [min].
    pauses : array, shape (n, k, 2), optional
        Begin and end of each pause in minutes from ``days.first``, in rising order and apart from each other; a row with fewer
        pauses is filled up with empty ones at its end, begin equal to end and not before the last.

    Raises
    ------
    RefusedInput
        If a start or an end lies beyond the calendar.
    """
    passed = np.asarray(days.passed, dtype=np.int64)
    begins = starts // DAY * DAY + DAY
    if begins.size and (begins.min() < 0 or begins.max() >= (len(passed) - 1) * DAY):
        raise RefusedInput("act.deadline.beyond", first=days.first, last=days.last)
    targets = _counted(passed, begins) + terms
    if pauses is not None:
        for place in range(pauses.shape[1]):
            first = _counted(passed, np.maximum(pauses[:, place, 0], begins))
            last = _counted(passed, np.maximum(pauses[:, place, 1], begins))
            targets = np.where(first < targets, targets + last - first, targets)
    if targets.size and targets.max() > passed[-1]:
        raise RefusedInput("act.deadline.beyond", first=days.first, last=days.last)
    places: Minutes = np.searchsorted(passed, targets, side="left").astype(np.int64) - 1
    found: Minutes = places * DAY + targets - passed[places]
    return found


def _counted(passed: Minutes, minutes: Minutes) -> Minutes:
    day = np.clip(minutes // DAY, 0, len(passed) - 2)
    part = minutes - day * DAY
    found: Minutes = passed[day] + np.minimum(part, passed[day + 1] - passed[day])
    return found
