"""What is measured and proved of the scoring engines stands on them alone: it is loaded without Django, as they are."""

import os
import subprocess
import sys

from running.environment import ROOT
from running.proofs import PROOFS

ENGINES = {"src/greenlist/engines", "src/greenlist/engines/scoring", "src/greenlist/engines/cohort"}


def test_the_benchmarks_of_the_scoring_engines_are_loaded_without_django():
    modules = {
        command for command, covered in PROOFS.values() if covered in ENGINES and " " not in command
    }  # mutants are played by the tests
    assert len(modules) >= 7
    told = f"import sys, {', '.join(sorted(modules))}; sys.exit('django' in sys.modules)"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join((str(ROOT / "src"), str(ROOT)))}
    done = subprocess.run([sys.executable, "-c", told], cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
