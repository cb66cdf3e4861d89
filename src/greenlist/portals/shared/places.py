"""The top bar: each portal lists its places by role in its own `places.py`."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import import_module
from importlib.util import find_spec

from django.conf import settings
from django.urls import reverse


@dataclass(frozen=True)
class Place:
    """One entry of the top bar; `also`: where the addresses begin of pages that belong to it and stand elsewhere."""

    url_name: str
    label: str
    args: tuple[str, ...] = ()
    also: tuple[str, ...] = ()

    @cached_property
    def url(self) -> str:
        """Asked for by every page, twice; it never changes."""
        return reverse(self.url_name, args=self.args)


@cache
def places_for(role: str) -> tuple[Place, ...]:
    """The places of a role, in the portals' order; visitors and roles without places get the public ones. Looked for once: they are code."""
    return tuple(_places(role)) or tuple(_places("anonymous"))


def _places(role: str) -> Iterator[Place]:
    for portal in settings.PORTALS:
        name = f"greenlist.portals.{portal}.places"
        if portal != "shared" and find_spec(name):
            yield from import_module(name).PLACES.get(role, [])
