"""The public list and the API's list at 20,000 rows, each in turn with a bare Django list view of the same rows."""

import sys
from random import Random
from secrets import randbits

from benchmarks import scratch
from benchmarks.report import arguments


def main() -> int:
    """Fill the list, ask for its pages, tell."""
    given = arguments(__doc__ or "")
    seed = given.seed or randbits(32)
    scratch.set_up()
    from benchmarks.crowd import add_entries  # noqa: PLC0415 -- models need the settings made by scratch
    from benchmarks.pages import ROWS, Page, compare  # noqa: PLC0415

    add_entries(ROWS, Random(seed))
    pages = (
        Page("public_list", "/", "/bare/list/"),
        Page("public_list_page_500", "/?page=500", "/bare/list/?page=500"),
        Page("api_list", "/api/list", "/bare/api/"),
    )
    return compare("list_page", pages, given, seed)


if __name__ == "__main__":
    sys.exit(main())
