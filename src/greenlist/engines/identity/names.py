"""Names of units: the same, near enough to ask, or different."""

import re
import unicodedata
from functools import cache

from greenlist.rulebook.reference.regions import divisions

LEGAL_FORM = re.compile("(股份有限公司|有限责任公司|有限公司|集团公司|公司|集团|总厂|厂)+$")
DRESS = re.compile(r"[\W_]+")
LEAST = 4  # a stem shorter than this is too common to be near to anything


def name_key(text: str) -> str:
    """Letters, digits and Han characters only, in half width and lower case: for comparing, never for keeping."""
    return DRESS.sub("", unicodedata.normalize("NFKC", text).casefold())


def are_near(one: str, other: str) -> bool:
    """Different names of which a clerk may have meant the same unit: another legal form or region, a longer form, one character."""
    first, second = name_key(one), name_key(other)
    if first == second:
        return False
    a, b = _stem(first), _stem(second)
    if min(len(a), len(b)) < LEAST:
        return False
    return a == b or first in second or second in first or _differ_by_one(a, b)


def _stem(key: str) -> str:
    """Without province, city and legal form; 瑞昌市 as 瑞昌."""
    bare = LEGAL_FORM.sub("", _wide_regions().sub("", key))
    return _counties().sub(lambda found: found.group(1), bare)


@cache
def _wide_regions() -> re.Pattern[str]:
    cities = [d.name.removesuffix("市") for d in divisions().values() if d.parent == "360000"]
    return re.compile(f"^(江西省?)?(({'|'.join(cities)})市?)?")


@cache
def _counties() -> re.Pattern[str]:
    names = [d.name for d in divisions().values() if d.parent != "360000" and len(d.name) > 2]
    return re.compile(f"^({'|'.join(sorted({n[:-1] for n in names}, key=len, reverse=True))})[市县区]")


def _differ_by_one(a: str, b: str) -> bool:
    """One character put in, left out or written otherwise."""
    if abs(len(a) - len(b)) > 1:
        return False
    start = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    rest_a, rest_b = a[start:], b[start:]
    return rest_a[1:] == rest_b[1:] or rest_a == rest_b[1:] or rest_a[1:] == rest_b
