"""``python -m derive`` is the command ``derive``."""

import sys

from .cli import main

sys.exit(main())
