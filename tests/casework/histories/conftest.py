"""The world of the histories, made once for all tests of this folder and undone after them."""

import pytest
from django.db import transaction
from django.test import override_settings

from tests.casework.histories.world import World, make_world


class _Undo(Exception):
    """Rolls the world back."""


@pytest.fixture
def quick_settings():
    """The settings of the world hold for its tests as well: its files lie in its own folder."""


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker, tmp_path_factory) -> World:
    """Everybody and everything that histories begin with."""
    quick = {"MEDIA_ROOT": tmp_path_factory.mktemp("histories"), "PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"]}
    with django_db_blocker.unblock(), override_settings(**quick):
        try:
            with transaction.atomic():
                yield make_world()
                raise _Undo
        except _Undo:
            pass
