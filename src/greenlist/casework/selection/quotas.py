"""Quotas (名额): how many may be proposed in a category, of a recommending unit, or in both; a parameter, none by default."""

from collections.abc import Iterable, Mapping
from typing import Any

from greenlist.casework.register.models import Category
from greenlist.rulebook.reference.regions import divisions

ALL = "all"


def read_quotas(value: Any) -> dict[str, int]:
    """The parameter `quotas` as {key: how many}; keys are `all`, a category, a unit's code, or category/code. None is no quota.

    ValueError for a key or a figure that cannot be.
    """
    if value in (None, "", {}):
        return {}
    given = value if isinstance(value, Mapping) else {ALL: value}
    read = {}
    for key, figure in given.items():
        text, label = str(figure).strip(), quota_label(str(key))
        if not text:
            continue
        if not text.isdecimal() or len(text) > 5:
            raise ValueError(f"{label}名额应为整数，现在是“{text[:20]}”")
        read[str(key)] = int(text)
    return read


def keys_of(category: str, unit: str) -> tuple[str, ...]:
    """The quotas that one application counts towards, the narrowest first."""
    return (f"{category}/{unit}", unit, category, ALL)


def quota_label(key: str) -> str:
    """九江市绿色工厂, 九江市, 绿色工厂; '' for all together. ValueError for a key that names neither a category nor a unit."""
    category, _, unit = key.partition("/") if "/" in key else (key, "", key)
    places, categories = divisions(), dict(Category.choices)
    if key == ALL:
        return ""
    words = [places[unit].name if unit in places else "", str(categories.get(category, ""))]
    if not any(words) or ("/" in key and not all(words)):
        raise ValueError(f"名额“{key}”既不是类别也不是推荐单位")
    return "".join(words)


def said(quotas: Mapping[str, int]) -> str:
    """绿色工厂220家、九江市30家; 不设 when there are none."""
    return "、".join(f"{quota_label(key)}{figure}家" for key, figure in quotas.items()) or "不设"


class Places:
    """The places that are left while candidates are taken in their order."""

    def __init__(self, quotas: Mapping[str, int]) -> None:
        self._left = dict(quotas)
        self._quotas = quotas

    def take(self, keys: Iterable[str]) -> str:
        """Take a place under every quota that applies; the key of one that is full, and nothing taken, else ''."""
        held = [key for key in keys if key in self._left]
        if full := next((key for key in held if self._left[key] <= 0), ""):
            return full
        for key in held:
            self._left[key] -= 1
        return ""
