"""The name under which a file came, made fit to be kept, shown and downloaded. Plain Python: children use it too."""

import re
import unicodedata

LONGEST = 200
NOT_IN_NAMES = re.compile(r'[<>:"|?*]')
DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)
UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}  # control, turned writing, no width, no character at all


def clean_name(name: str) -> str:
    """Only the last part of a path, nothing that is not seen, no name that a system keeps for its devices, 200 characters, its ending kept."""
    last = name.replace("\\", "/").rstrip("/ .").rpartition("/")[2]
    seen = "".join(" " if letter.isspace() else letter for letter in last if letter.isspace() or unicodedata.category(letter) not in UNSEEN)
    plain = NOT_IN_NAMES.sub("_", " ".join(seen.split())).rstrip(" .")
    stem, dot, ending = plain.rpartition(".")
    if not dot or not ending.isalnum() or len(ending) > 10:
        stem, ending = plain, ""
    stem = stem.strip(" .") or "未命名"
    if DEVICES.fullmatch(stem.partition(".")[0].strip()):
        stem = f"_{stem}"
    kept = f".{ending}" if ending else ""
    return stem[len(kept) - LONGEST :].lstrip(" .") + kept
