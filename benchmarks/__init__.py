"""Budgets of the design, measured: one script a budget, `python -m benchmarks.NAME [--json] [--quick]`."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))
