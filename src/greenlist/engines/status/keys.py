"""Keys as JWK (RFC 7517, 8037): a set of public keys with the time each one signs in, and the private one that signs now.

A key without `nbf` signed from the beginning, one without `exp` signs still. `kid` is the thumbprint of RFC 7638, so that a key cannot
be put under another's name.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from greenlist.engines.ledger import canonical
from greenlist.engines.status.encoding import from_base64url, strict_object, to_base64url

MOST_KEYS = 100


@dataclass(frozen=True)
class Key:
    """A public Ed25519 key and when it signs, in seconds since 1970."""

    x: str
    nbf: int | None = None
    exp: int | None = None

    @property
    def kid(self) -> str:
        """The thumbprint of RFC 7638."""
        return to_base64url(hashlib.sha256(canonical({"crv": "Ed25519", "kty": "OKP", "x": self.x}).encode()).digest())

    def signs_at(self, at: int) -> bool:
        """Does this key sign at this time?"""
        return (self.nbf is None or self.nbf <= at) and (self.exp is None or at <= self.exp)

    def is_signed(self, said: bytes, signature: bytes) -> bool:
        """Was this said under this signature?"""
        try:
            Ed25519PublicKey.from_public_bytes(from_base64url(self.x)).verify(signature, said)
        except InvalidSignature:
            return False
        return True


@dataclass(frozen=True)
class SigningKey:
    """A private key with its public half."""

    key: Key
    seed: str = field(repr=False)

    def sign(self, said: bytes) -> bytes:
        """The Ed25519 signature."""
        return Ed25519PrivateKey.from_private_bytes(from_base64url(self.seed)).sign(said)

    def jwk(self) -> dict[str, Any]:
        """With the private part: only for the file that nobody else reads."""
        return _jwk(self.key) | {"d": self.seed}


KeySet = dict[str, Key]


def new_key(nbf: int | None = None) -> SigningKey:
    """A new random key."""
    return _signing(to_base64url(Ed25519PrivateKey.generate().private_bytes_raw()), nbf, None)


def published(keys: Iterable[Key]) -> dict[str, Any]:
    """The public JWK set."""
    return {"keys": [_jwk(key) for key in keys]}


def read_keys(text: bytes) -> KeySet:
    """{kid: key} of a public JWK set. Raises ValueError when it is none of ours."""
    found = {key.kid: key for key in map(_read, _members(text))}
    if not found:
        raise ValueError("密钥文件里没有公钥。")
    return found


def read_signing_keys(text: bytes) -> list[SigningKey]:
    """The private keys of a JWK set, oldest first. Raises ValueError when a private part does not belong to its public one."""
    made = [_signing(str(jwk["d"]), jwk.get("nbf"), jwk.get("exp")) for jwk in _members(text)]
    if any(signing.key.x != jwk["x"] for signing, jwk in zip(made, _members(text), strict=True)):
        raise ValueError("签名密钥文件里有一把私钥与公钥不成对。")
    return made


def _members(text: bytes) -> list[dict[str, Any]]:
    keys = strict_object(text).get("keys")
    if not isinstance(keys, list) or len(keys) > MOST_KEYS or not all(isinstance(jwk, dict) for jwk in keys):
        raise ValueError("不是 JWK 密钥集（RFC 7517）。")
    return keys


def _read(jwk: dict[str, Any]) -> Key:
    if (jwk.get("kty"), jwk.get("crv")) != ("OKP", "Ed25519") or jwk.get("alg", "EdDSA") != "EdDSA" or jwk.get("use", "sig") != "sig":
        raise ValueError("密钥集里有一把不是 Ed25519 签名密钥。")
    key = Key(str(jwk.get("x")), *(_instant(jwk.get(name)) for name in ("nbf", "exp")))
    if len(_bytes(key.x)) != 32 or jwk.get("kid") != key.kid:
        raise ValueError("密钥集里有一把密钥的编号与它的内容不符。")
    return key


def _bytes(text: str) -> bytes:
    try:
        return from_base64url(text)
    except ValueError:
        raise ValueError("密钥集里有一把密钥读不懂。") from None


def _instant(value: Any) -> int | None:
    if value is not None and (isinstance(value, bool) or not isinstance(value, int)):
        raise ValueError("密钥集里有一把密钥的有效期不是整数秒。")
    return value


def _signing(seed: str, nbf: int | None, exp: int | None) -> SigningKey:
    public = Ed25519PrivateKey.from_private_bytes(from_base64url(seed)).public_key().public_bytes_raw()
    return SigningKey(Key(to_base64url(public), nbf, exp), seed)


def _jwk(key: Key) -> dict[str, Any]:
    times = {name: value for name, value in (("nbf", key.nbf), ("exp", key.exp)) if value is not None}
    return {"kty": "OKP", "crv": "Ed25519", "alg": "EdDSA", "use": "sig", "kid": key.kid, "x": key.x, **times}
