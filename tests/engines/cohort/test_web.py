"""The web path compiles nothing: a fresh interpreter with every URL loaded holds no numba."""

import subprocess
import sys

ASKS = """
import sys
import django
django.setup()
from django.urls import get_resolver
import greenlist.engines.cohort
assert get_resolver().url_patterns
print(sorted(name for name in sys.modules if name.split(".")[0] in {"numba", "llvmlite", "pyarrow", "dask"}))
"""


def test_the_web_path_holds_no_compiler():
    done = subprocess.run([sys.executable, "-c", ASKS], capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "[]", done.stdout + done.stderr
