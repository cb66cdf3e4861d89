"""A province on a database of its own, for tests with threads."""

import pytest

from tests.casework.separate import separate_database


@pytest.fixture
def separate_province(django_db_setup, django_db_blocker, tmp_path, quick_settings):
    """The small province of `province`, committed, on a copy of the database that several threads can reach."""
    from datetime import datetime

    from greenlist.casework.journal import clock
    from tests.casework.cast import make_province

    instant = datetime(2024, 5, 22, 9, 41, tzinfo=clock.SHANGHAI)
    with django_db_blocker.unblock(), separate_database(tmp_path), clock.at(instant):
        yield make_province()
