"""The planning problem as a mixed-integer program.

Columns: one binary per method, block and level; channels open and started; each goal's increment by block;
what flows down the funnel; each target's missing share; extra people and money (held at 0 unless a remedy
is sought). Every column is scaled so that 1 is about the most that it can be, and worth so that everything
possible is 1,000.

No plan that is allowed is lost: a level is left out only where it alone takes more than a limit.
"""

from colonnade.strategy.solver.model.build import Model, build
from colonnade.strategy.solver.model.columns import THRIFT
from colonnade.strategy.solver.model.draft import POTENTIAL
from colonnade.strategy.solver.model.setting import Aim, Setting

__all__ = ["POTENTIAL", "THRIFT", "Aim", "Model", "Setting", "build"]
