"""A name without its dress: what is compared, and the words for legal form and region that tell nothing apart."""

import re
import unicodedata
from functools import cache

from greenlist.rulebook.reference.regions import cities, divisions

FORM = re.compile("股份有限公司|有限责任公司|集团有限公司|有限公司")
LEGAL_FORM = re.compile("(股份有限公司|有限责任公司|有限公司|集团公司|公司|集团|总厂|厂)+$")
DRESS = re.compile(r"[\W_]+")
LEAST = 4  # a stem shorter than this is too common to be near to anything


def name_key(text: str) -> str:
    """Letters, digits and Han characters only, in half width and lower case: for comparing, never for keeping."""
    return DRESS.sub("", unicodedata.normalize("NFKC", text).casefold())


def without_regions(key: str) -> str:
    """Without the words for province and city, wherever they stand."""
    return _regions().sub("", key)


def stem(key: str) -> str:
    """Without the province and city it begins with and without legal form; 瑞昌市 as 瑞昌."""
    wide = re.match(f"(?:{_regions().pattern})*", key)
    bare = LEGAL_FORM.sub("", key[wide.end() :] if wide else key)
    return _counties().sub(lambda found: found.group(1), bare)


@cache
def places() -> re.Pattern[str]:
    """The words for province, city and county that a name begins with, one after the other."""
    every = {d.name for d in divisions().values()}
    names = sorted(every | {name[:-1] for name in every if len(name) > 2}, key=len, reverse=True)
    return re.compile(f"(江西省?)?((?:{'|'.join(map(re.escape, names))}))*")


@cache
def _regions() -> re.Pattern[str]:
    named = [city.name.removesuffix("市") for city in cities()]
    return re.compile(f"江西省?|(?:{'|'.join(named)})市?")


@cache
def _counties() -> re.Pattern[str]:
    wide = {city.code for city in cities()}
    names = {d.name[:-1] for code, d in divisions().items() if code not in wide and len(d.name) > 2}
    return re.compile(f"^({'|'.join(sorted(names, key=len, reverse=True))})[市县区]")
