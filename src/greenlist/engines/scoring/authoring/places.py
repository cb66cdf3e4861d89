"""Where the parts of a standard stand in its file: every group and every item with its path."""

from collections.abc import Iterator, Sequence

from greenlist.engines.scoring.schema import Group, Item, Standard

Path = tuple[str | int, ...]


def groups_of(standard: Standard) -> Iterator[tuple[Path, Group]]:
    """Every group, a parent before its children."""
    yield from _groups(standard.groups, ("groups",))


def _groups(groups: Sequence[Group], path: Path) -> Iterator[tuple[Path, Group]]:
    for i, group in enumerate(groups):
        yield (*path, i), group
        yield from _groups(group.groups, (*path, i, "groups"))


def items_of(standard: Standard) -> Iterator[tuple[Path, Item]]:
    """Every item, in the order of the file."""
    for path, group in groups_of(standard):
        yield from own_items(path, group)


def own_items(path: Path, group: Group) -> Iterator[tuple[Path, Item]]:
    """The items that stand in a group itself."""
    for i, item in enumerate(group.items):
        yield (*path, "items", i), item
