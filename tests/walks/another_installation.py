"""A bureau's own installation: a process of its own with its own database and files. `python -m tests.walks.another_installation FOLDER`

makes 九江.zip there: the package of a bureau that hands in on its own system and then carries a disc to the province.
"""

import os
import sys
from pathlib import Path


def main(folder: Path) -> None:
    """Set everything up from nothing, play to the handing in, write the package."""
    os.environ |= {
        "GREENLIST_VAR": str(folder / "var"), "GREENLIST_DEMO": "1", "GREENLIST_SECRET_KEY": "x" * 40,
        "DJANGO_SETTINGS_MODULE": "greenlist.config.settings",
    }  # fmt: skip
    os.environ.pop("GREENLIST_DATABASE_URL", None)
    import django

    django.setup()
    from django.core.management import call_command

    from greenlist.casework.journal import clock
    from tests.casework.delivery.conftest import MADE_AT, make_package
    from tests.migrated import lay_ready

    lay_ready(folder / "var" / "greenlist.sqlite3")
    call_command("migrate", verbosity=0)
    with clock.at(MADE_AT):
        (folder / "九江.zip").write_bytes(make_package().body)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
