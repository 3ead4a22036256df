"""By when, in China's working time? 期限

A `Calendar` says how many minutes of each day count, a `Term` how many are given, a `History` what stopped the clock and what changed
the term; `due` is the moment at which the last minute has passed. Pure: no clock of its own.
"""
