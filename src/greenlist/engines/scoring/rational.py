"""The number of the engine: `gmpy2.mpq` where it is installed (the extra `fast`), else `fractions.Fraction`; decision 0039.

Both are exact and reduced, and compare, hash and print alike. They mix: a sum of both is an mpq. So nothing else asks which it is, and an
annotation says Fraction for either. Never make a Fraction of one (gmpy2 refuses it in the next sum), only a Rational; and an `int` of a
numerator before other code gets it. What is stored or sent is text.
"""

from contextlib import suppress
from fractions import Fraction
from typing import TYPE_CHECKING

Rational = Fraction
if not TYPE_CHECKING:
    with suppress(ImportError):
        from gmpy2 import mpq as Rational

ZERO, ONE, HALF = Rational(0), Rational(1), Rational(1, 2)
