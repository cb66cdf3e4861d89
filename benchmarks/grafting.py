"""Puts a mutant into a running process: its functions' code, its constants and its classes' values, wherever they are held already."""

import ast
import sys
import types
from types import FunctionType, ModuleType
from typing import Any

from greenlist.rulebook.eligibility import registry

ROOMS = ("greenlist", "tests")


class CannotBeImported(Exception):
    """The changed module itself raises when it is imported: whoever starts the program notices."""


def graft(name: str, tree: ast.Module) -> None:
    """Make the module `name` behave as this tree says. Raises CannotBeImported; anything else that is raised is a fault of ours."""
    module = sys.modules[name]
    fresh = types.ModuleType(name)
    fresh.__dict__.update(
        {key: getattr(module, key) for key in ("__file__", "__package__", "__spec__", "__path__") if hasattr(module, key)}
    )
    held = {n: r for n, r in registry._rules.items() if r.function.__module__ == name}
    for rule in held:
        del registry._rules[rule]
    code = compile(tree, str(module.__file__), "exec")
    try:
        exec(code, fresh.__dict__)
    except BaseException as error:  # also where it ends the program
        raise CannotBeImported from error
    for rule, made in list(registry._rules.items()):
        if made.function.__globals__ is fresh.__dict__:
            registry._rules[rule] = registry.RegisteredRule(made.name, made.version, _known(module, made.function))
    for key, value in list(fresh.__dict__.items()):
        if not key.startswith("__"):
            _replace(module, key, value)
    forget()


def _known(module: ModuleType, made: Any) -> Any:
    """The function of this name that everybody holds."""
    return getattr(module, made.__name__, made)


def _replace(module: ModuleType, key: str, value: Any) -> None:
    old = getattr(module, key, None)
    if getattr(value, "__module__", None) == module.__name__ and isinstance(value, type) and isinstance(old, type):
        if hasattr(value, "__struct_fields__") or hasattr(value, "_fields"):  # what these are cannot be changed, only who is meant
            _put_everywhere(old, key, value)
        else:
            _graft_class(old, value)
    elif isinstance(_plain(value), FunctionType) and isinstance(_plain(old), FunctionType):
        if _plain(value).__globals__ is not _plain(old).__globals__ and _plain(value).__module__ == module.__name__:
            _graft_function(_plain(old), _plain(value))
    elif not isinstance(value, ModuleType) and repr(value) != repr(old) and not isinstance(value, type | FunctionType):
        _put_everywhere(old, key, value)


def _graft_class(old: Any, new: Any) -> None:
    for key in ("__setattr__", "__delattr__"):  # what makes it frozen
        if key in vars(old) and key not in vars(new):
            delattr(old, key)
    for key, value in list(vars(new).items()):
        before, after = _plain(vars(old).get(key)), _plain(value)
        if isinstance(after, FunctionType) and isinstance(before, FunctionType):
            if len(before.__code__.co_freevars) == len(after.__code__.co_freevars):
                _graft_function(before, after)
            else:  # it names its class no longer, or only now: the method itself is exchanged
                setattr(old, key, value)
        elif not key.startswith("__") and isinstance(value, bool | int | str | tuple | None):
            setattr(old, key, value)


def _graft_function(old: FunctionType, new: FunctionType) -> None:
    if len(old.__code__.co_freevars) == len(new.__code__.co_freevars):
        old.__code__ = new.__code__
    old.__defaults__, old.__kwdefaults__ = new.__defaults__, new.__kwdefaults__


def _plain(value: Any) -> Any:
    """The function below a cache, a property (cached or not) or a class method."""
    for inner in ("__wrapped__", "fget", "__func__", "func"):
        value = getattr(value, inner, value)
    return value


def _put_everywhere(old: Any, key: str, value: Any) -> None:
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] in ROOMS and module is not None and key in vars(module) and vars(module)[key] is old:
            setattr(module, key, value)


def forget() -> None:
    """What was computed before and remembered is computed anew."""
    for name, module in list(sys.modules.items()):
        if name.startswith(("greenlist.rulebook", "greenlist.engines")):
            for value in list(vars(module).values()):
                if clear := getattr(value, "cache_clear", None):
                    clear()
