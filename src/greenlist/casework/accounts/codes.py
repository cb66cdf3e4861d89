"""One-time codes: made to be read out and typed, kept only as a keyed hash.

A code has 80 bits of chance, so a fast hash is enough: nobody finds it by trying.
"""

import re
import secrets
import unicodedata

from django.utils.crypto import salted_hmac

ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
GROUPS, GROUP = 4, 4
SALT = "greenlist.accounts.activation"


def new_code() -> str:
    """A fresh code in four groups of four, without letters that look alike: K7QM-3XH8-9TBD-W2FN."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(GROUP)) for _ in range(GROUPS))


def digest_of_code(typed: str) -> str:
    """The keyed hash of a code as typed: small letters, blanks and full-width signs make no difference."""
    plain = re.sub(r"[^A-Z0-9]", "", unicodedata.normalize("NFKC", typed).upper())
    return salted_hmac(SALT, plain, algorithm="sha256").hexdigest()
