"""Read the studies of PlasticityLab, and run them. Needs NumPy; tables become pandas data frames where pandas is installed.

    import plasticitylab as pl
    study = pl.run("studies/first-look.yaml")            # or: pl.load("runs/first-look-0123abcd")
    study.table("outcomes")                              # a row per network
    study.weights()["W_stdp_A"]                          # W[post, pre]
"""

from ._run import PlasticityError, run
from ._study import Study, Table, load

__all__ = ["PlasticityError", "Study", "Table", "load", "run"]
