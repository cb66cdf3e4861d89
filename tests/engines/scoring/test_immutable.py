"""What scoring reads, holds and gives cannot be changed by those who are handed it."""

import dataclasses
import importlib
import pkgutil

import pytest

from greenlist.engines import scoring

MODULES = [importlib.import_module(found.name) for found in pkgutil.walk_packages(scoring.__path__, "greenlist.engines.scoring.")]
KINDS = {
    kind: f"{kind.__module__}.{kind.__name__}".removeprefix("greenlist.engines.scoring.")
    for module in MODULES
    for kind in vars(module).values()
    if isinstance(kind, type) and dataclasses.is_dataclass(kind) and kind.__module__ == module.__name__
}


@pytest.mark.parametrize("kind", KINDS, ids=KINDS.values())
def test_what_is_held_cannot_be_changed(kind):
    made = object.__new__(kind)
    with pytest.raises(dataclasses.FrozenInstanceError):
        setattr(made, dataclasses.fields(kind)[0].name, 1)
