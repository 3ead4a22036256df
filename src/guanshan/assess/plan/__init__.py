"""What is the cheapest set of changes that makes a subject qualify? 达标路径

The third reading of a rulebook: the same text that `evaluate` and `explain` read becomes a model over whole numbers of steps, and its
optimum is proven. Pure: a case and levers in, a plan or the obstacles out.
"""
