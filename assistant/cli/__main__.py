"""`python -m assistant.cli`: the same as `pincite`."""

import sys

from assistant.cli import main

sys.exit(main())
