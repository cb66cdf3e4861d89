"""The unified social credit code: GB 32100-2015 check character and GB 11714-1997 organisation code inside it."""

import unicodedata
from collections.abc import Iterable

import numpy as np

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
WEIGHTS = tuple(pow(3, i, 31) for i in range(17))
ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
DEMO_DIVISION = "3699"
WEIGHED = [{c: at * weight for at, c in enumerate(ALPHABET)} for weight in WEIGHTS]
ORGANISATION_WEIGHED = [{c: int(c, 36) * weight for c in ALPHABET} for weight in ORGANISATION_WEIGHTS]
ORGANISATION_CHECKS = "0X987654321"  # by the remainder
VALUES = np.array([ALPHABET.find(chr(c)) for c in range(128)])
ORGANISATION_VALUES = np.array([int(chr(c), 36) if chr(c) in ALPHABET else 0 for c in range(128)])


def check_credit_code(text: str) -> tuple[str, list[str]]:
    """(normalised code, problems). Full-width and lower-case letters and spaces are put right; each problem is a
    Chinese sentence that says where and what to compare."""
    code = normalised(text)
    if len(code) == 18 and not code.strip(ALPHABET) and code[17] == check_character(code) and code[16] == organisation_check(code[8:16]):
        return code, []
    if len(code) != 18:
        return code, [f"应为18位，现在是{len(code)}位。"]
    if wrong := [f"第{i}位“{c}”不是代码用字（代码里没有 I、O、S、V、Z）。" for i, c in enumerate(code, 1) if c not in ALPHABET]:
        return code, wrong
    problems = []
    if code[17] != (expected := check_character(code[:17])):
        problems.append(f"校验位不对：末位应为“{expected}”，现在是“{code[17]}”，前17位中可能有抄错的字。")
    if code[16] != (expected := organisation_check(code[8:16])):
        problems.append(f"第9–17位的组织机构代码校验位不对：第17位应为“{expected}”，现在是“{code[16]}”。")
    return code, problems


def sound_codes(texts: Iterable[str]) -> set[str]:
    """Those of many texts that `check_credit_code` gives back as they are and without a problem, all checked at one go."""
    whole = [text for text in texts if len(text) == 18 and text.isascii()]
    chars = np.frombuffer("".join(whole).encode("ascii"), dtype=np.uint8).reshape(-1, 18)
    values = VALUES[chars]
    is_sound = (values >= 0).all(axis=1) & (values[:, 17] == -(values[:, :17] @ np.array(WEIGHTS)) % 31)
    checks = np.frombuffer(ORGANISATION_CHECKS.encode("ascii"), dtype=np.uint8)
    is_sound &= chars[:, 16] == checks[ORGANISATION_VALUES[chars[:, 8:16]] @ np.array(ORGANISATION_WEIGHTS) % 11]
    return {text for text, so in zip(whole, is_sound.tolist(), strict=True) if so}


def normalised(text: str) -> str:
    """Half-width, upper case, without spaces and hyphens."""
    if text.isascii() and text.isalnum():
        return text.upper()
    return "".join(c for c in unicodedata.normalize("NFKC", text).upper() if not c.isspace() and c != "-")


def check_character(first17: str) -> str:
    """The 18th character: (31 − Σ value·3^(i−1) mod 31) mod 31 in the code's alphabet."""
    return ALPHABET[-sum(map(dict.__getitem__, WEIGHED, first17)) % 31]


def organisation_check(first8: str) -> str:
    """The organisation code's own check character, X for ten (GB 11714)."""
    return ORGANISATION_CHECKS[sum(map(dict.__getitem__, ORGANISATION_WEIGHED, first8)) % 11]


def make_demo_code(serial: int) -> str:
    """A valid code of the unassigned division 3699xx for invented units: 91 3699 01 MA… (演)."""
    first8 = f"MA{serial:06d}"
    first17 = f"91{DEMO_DIVISION}01{first8}{organisation_check(first8)}"
    return first17 + check_character(first17)


def is_demo_code(code: str) -> bool:
    """Does the code lie in the unassigned division of invented units?"""
    return code[2:6] == DEMO_DIVISION
