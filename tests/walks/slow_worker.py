"""The real worker at a pace one can watch: `python -m tests.walks.slow_worker PACE work …` takes PACE seconds for each step it tells."""

import sys
import time

from greenlist.portals.cli.main import main


def slow_down(pace: float) -> None:
    """Every `told` of a job takes so long."""
    from greenlist.casework.jobs.work import Work

    told = Work.told

    def slowly(work: Work, done: int, total: int) -> None:
        told(work, done, total)
        time.sleep(pace)

    Work.told = slowly


if __name__ == "__main__":
    import django

    django.setup()
    slow_down(float(sys.argv[1]))
    sys.exit(main(sys.argv[2:]))
