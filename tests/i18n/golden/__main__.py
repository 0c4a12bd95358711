"""Prints the table of a language as it reads now: `python -m tests.i18n.golden fi`."""

import sys

from portal import clock
from portal.i18n.languages import BY_TAG
from tests.i18n.golden import written
from tests.moments import NOW

clock.fix(NOW)
print(written(BY_TAG[sys.argv[1]]), end="")
