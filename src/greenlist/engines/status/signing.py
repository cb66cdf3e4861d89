"""JWS in compact form (RFC 7515) with Ed25519 (RFC 8037): one algorithm, three header members, nothing else is read."""

from typing import Any

from greenlist.engines.ledger import canonical
from greenlist.engines.status.encoding import from_base64url, strict_object, to_base64url
from greenlist.engines.status.keys import KeySet, SigningKey

ALGORITHM = "EdDSA"
MOST_BYTES = 8 * 1024**2
MOST_HEADER = 400


class NotGenuine(ValueError):
    """This is not what was signed: the sentence says what does not hold."""


def signed(claims: dict[str, Any], kind: str, by: SigningKey) -> str:
    """The token of these claims; `kind` is its media type (`typ`)."""
    header = {"alg": ALGORITHM, "kid": by.key.kid, "typ": kind}
    said = ".".join(to_base64url(canonical(part).encode()) for part in (header, claims))
    return f"{said}.{to_base64url(by.sign(said.encode()))}"


def genuine(token: bytes, kind: str, keys: KeySet) -> tuple[dict[str, Any], str]:
    """(claims, kid) of a token signed by one of these keys while that key signed. Raises NotGenuine."""
    if len(token) > MOST_BYTES:
        raise NotGenuine("文件太大，不是本系统签发的。")
    try:
        first, second, third = token.decode("ascii").split(".")
        header, signature = _header(first), from_base64url(third)
    except ValueError:
        raise NotGenuine("不是签名文件，或没有下载完整。") from None
    key = keys.get(_kid(header, kind))
    if key is None:
        raise NotGenuine("签名用的密钥不在密钥集里。")
    if not key.is_signed(f"{first}.{second}".encode(), signature):
        raise NotGenuine("签名不符：内容被改动，或不是本系统签发的。")
    try:
        claims = strict_object(from_base64url(second))
    except ValueError:
        raise NotGenuine("签名文件的内容读不懂。") from None
    at = claims.get("iat")
    if not isinstance(at, int) or not key.signs_at(at):
        raise NotGenuine("签发时间不在这把密钥的有效期内。")
    return claims, key.kid


def _header(part: str) -> dict[str, Any]:
    if len(part) > MOST_HEADER:
        raise ValueError("a header too long")
    return strict_object(from_base64url(part))


def _kid(header: dict[str, Any], kind: str) -> str:
    """The key's number, of a header that says what we write and nothing more (no `none`, no `crit`, no key brought along)."""
    if set(header) != {"alg", "kid", "typ"} or header["alg"] != ALGORITHM or not isinstance(header["kid"], str):
        raise NotGenuine(f"签名方式不是 {ALGORITHM}，或文件头有多余的内容。")
    if header["typ"] != kind:
        raise NotGenuine("不是这一种签名文件：状态文件和状态清单不能互换。")
    return header["kid"]
