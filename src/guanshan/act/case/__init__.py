"""What is a case, whose is it, and what may come next? 事项

A kind of case is data (`reading`): states, moves, clocks, forms. A case is the list of its steps; `standing` works out from them
alone where it stands, `timing` what its clocks say. Pure: no clock, no database, no screen.
"""
