"""What was made of a declaration is kept beside it, by name only, and nobody has made anything of a new one."""

from dataclasses import FrozenInstanceError

import pytest

from greenlist.rulebook.eligibility.confirming import Confirmable


def test_a_new_declaration_is_not_confirmed():
    assert Confirmable().as_content() == {"is_confirmed": None, "ground": ""}


def test_it_is_said_by_name_and_not_changed_afterwards():
    with pytest.raises(TypeError):
        Confirmable(True)
    with pytest.raises(FrozenInstanceError):
        Confirmable().ground = "与报表一致"
