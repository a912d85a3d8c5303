"""``python -m incentive_rules``: the command line."""

import sys

from incentive_rules.cli import main

if __name__ == "__main__":
    sys.exit(main())
