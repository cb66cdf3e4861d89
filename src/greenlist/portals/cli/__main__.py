"""`python -m greenlist.portals.cli …` — run as `./greenlist …` at the root."""

import sys

from greenlist.portals.cli.main import main

sys.exit(main(sys.argv[1:]))
