"""What the engine hands out is kept, shared and compared: nobody can change it afterwards."""

import pkgutil
import sys
from dataclasses import FrozenInstanceError, fields, is_dataclass
from importlib import import_module

import pytest

from greenlist.engines import scoring

MODULES = sorted(found.name for found in pkgutil.walk_packages(scoring.__path__, f"{scoring.__name__}."))


@pytest.mark.parametrize("name", MODULES, ids=lambda name: name.removeprefix(f"{scoring.__name__}."))
def test_no_value_of_the_engine_can_be_changed(name):
    import_module(name)
    own = [one for one in vars(sys.modules[name]).values() if isinstance(one, type) and is_dataclass(one) and one.__module__ == name]
    for one in own:
        with pytest.raises(FrozenInstanceError):
            setattr(object.__new__(one), fields(one)[0].name, 1)
