"""Altered and forged status files and lists, of every kind we know: the generator behind the test and `prove status_forgeries`.

A forger holds everything that is public (files, lists, keys) and keys of his own; never ours.
"""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from random import Random

from greenlist.engines.status import SigningKey, list_token, new_key, status_token
from greenlist.engines.status.encoding import from_base64url, to_base64url
from greenlist.engines.status.tokens import LIST_KIND, STATUS_KIND

AT = 1_716_342_060
SITE = "https://greenlist.example"
LIST = f"{SITE}/status/list.jwt"
ORDER = 2**252 + 27742317777372353535851937790883648493  # of the group of Ed25519
LOOK_ALIKE = str.maketrans({"江": "汩", "公": "厶", "限": "很", "0": "O", "级": "极", "a": "а", "o": "о", "-": "‐", "_": "＿"})
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def listing(state="listed", **more):
    """What a status file says of a listing."""
    return {
        "name": "江西演示水泥有限公司", "category": "factory", "level": "provincial", "year": 2023, "state": state, "listed_on": "2023-11-02",
        "document": "演示〔2023〕1号", "notice": "jx-2023", "is_demo": True, **more,
    }  # fmt: skip


def file_of(by: SigningKey, index=3, at=AT, state="listed", **more) -> str:
    """A genuine status file."""
    return status_token(listing(state, **more), site=SITE, page=f"{SITE}/status/x{index}/", list_address=LIST, index=index, at=at, by=by)


def list_of(by: SigningKey, at=AT, removed=(7,), address=LIST, site=SITE) -> str:
    """A genuine status list of a hundred places."""
    return list_token(dict.fromkeys(removed, 1), count=100, site=site, list_address=address, at=at, by=by)


@dataclass
class Forger:
    """One genuine file (of a listing that was removed since) and list, and what may be done to them."""

    dice: Random
    ours: SigningKey
    theirs: SigningKey = field(default_factory=new_key)

    def __post_init__(self) -> None:
        self.file = file_of(self.ours, index=7, at=AT - 30 * 86400)
        self.list = list_of(self.ours)

    def parts(self, token: str) -> tuple[dict, dict, str]:
        """Header, claims, signature."""
        first, second, third = token.split(".")
        return json.loads(from_base64url(first)), json.loads(from_base64url(second)), third

    def token(self, header, claims, signature="", by=None) -> str:
        """A token of these parts, signed anew when there is a key."""
        said = ".".join(to_base64url(part if isinstance(part, bytes) else _json(part)) for part in (header, claims))
        return f"{said}.{to_base64url(by.sign(said.encode())) if by else signature}"

    def edited(self, claims: dict) -> dict:
        """Claims that say something else."""
        held = json.loads(json.dumps(claims))
        if "listing" not in held:
            field_, value = self.dice.choice((("iat", held["iat"] + 60), ("exp", held["exp"] + 10**6), ("sub", SITE), ("ttl", 1)))
            return held | {field_: value} | self.dice.choice(({}, {"status_list": {"bits": 2, "lst": _empty()}}))
        kind = self.dice.randrange(4)
        if kind == 0:
            held["listing"][self.dice.choice(sorted(held["listing"]))] = self.dice.choice(
                ("national", "在册", 2024, None, True, "演示铜业")
            )
        elif kind == 1:
            held["iat"] += self.dice.randrange(1, 40 * 86400)
        elif kind == 2:
            held["status"]["status_list"]["idx"] = self.dice.choice((0, 1, 8, 99, -1))
        else:
            held["status"]["status_list"]["uri"] = f"https://forger{self.dice.randrange(999)}.example/list.jwt"
        return held if held != claims else held | {"jti": "1"}


def _json(part) -> bytes:
    return json.dumps(part, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _empty() -> str:
    from greenlist.engines.status import packed

    return packed({}, 1024)


def flipped(f: Forger, token: str) -> bytes:
    """One bit of the file turned over."""
    held = bytearray(token.encode())
    held[f.dice.randrange(len(held))] ^= 1 << f.dice.randrange(8)
    return bytes(held)


def exchanged(f: Forger, token: str) -> bytes:
    """One letter for another of the alphabet."""
    at = f.dice.randrange(len(token))
    other = f.dice.choice(ALPHABET.replace(token[at], ""))
    return (token[:at] + other + token[at + 1 :]).encode()


def truncated(f: Forger, token: str) -> bytes:
    """The end or the beginning is gone."""
    at = f.dice.randrange(len(token))
    return (token[:at] if f.dice.random() < 0.7 else token[at + 1 :]).encode()


def extended(f: Forger, token: str) -> bytes:
    """Something before or after."""
    more = f.dice.choice((b"\n", b" ", b"\0", b"=", b"A", b".", b".e30", "\ufeff".encode(), token.encode()))
    return f.dice.choice((token.encode() + more, more + token.encode()))


def edited(f: Forger, token: str) -> bytes:
    """Claims edited under the old signature."""
    header, claims, signature = f.parts(token)
    return f.token(header, f.edited(claims), signature).encode()


def signed_anew(f: Forger, token: str) -> bytes:
    """Claims edited and hashed and signed again by a key of the forger's, under our key's number or his own."""
    header, claims, _ = f.parts(token)
    kid = f.dice.choice((header["kid"], f.theirs.key.kid, "", "1", header["kid"].translate(LOOK_ALIKE)))
    return f.token(header | {"kid": kid}, f.edited(claims), by=f.theirs).encode()


def key_brought_along(f: Forger, token: str) -> bytes:
    """The forger's key in the header."""
    header, claims, _ = f.parts(token)
    more = f.dice.choice(({"jwk": {"kty": "OKP", "crv": "Ed25519", "x": f.theirs.key.x}}, {"jku": f"{SITE}/status/keys.json"},
                          {"x5u": "https://forger.example"}, {"crit": ["exp"], "exp": 1}, {"b64": False, "crit": ["b64"]}))  # fmt: skip
    return f.token(header | more, f.edited(claims), by=f.theirs).encode()


def no_algorithm(f: Forger, token: str) -> bytes:
    """`none` in its spellings, or another algorithm's name."""
    header, claims, signature = f.parts(token)
    named = f.dice.choice(("none", "None", "NONE", "nOnE", "", "ES256", "RS256", "Ed25519", "Ed448", "eddsa", None, ["EdDSA"]))
    return f.token(header | {"alg": named}, f.dice.choice((claims, f.edited(claims))), f.dice.choice(("", signature))).encode()


def shared_secret(f: Forger, token: str) -> bytes:
    """HMAC with our public key as the secret: the classic confusion."""
    header, claims, _ = f.parts(token)
    x = f.ours.key.x
    secret = f.dice.choice((x.encode(), from_base64url(x), _json({"crv": "Ed25519", "kty": "OKP", "x": x}), b""))
    made = f.token(header | {"alg": f.dice.choice(("HS256", "HS384", "HS512", "EdDSA"))}, f.edited(claims))
    signature = hmac.new(secret, made.rstrip(".").encode(), hashlib.sha256).digest()
    return (made + to_base64url(f.dice.choice((signature, signature * 2)))).encode()


def spliced(f: Forger, token: str) -> bytes:
    """The signature, or the claims, of another genuine file of ours."""
    other = file_of(f.ours, index=f.dice.choice((1, 2, 4)), at=AT - f.dice.randrange(900))
    mine, others = token.split("."), other.split(".")
    at = f.dice.choice((1, 2))
    return ".".join([*mine[:at], others[at], *mine[at + 1 :]]).encode()


def twice(f: Forger, token: str) -> bytes:
    """A member of the header or the claims stands twice."""
    header, claims, signature = f.parts(token)
    name = f.dice.choice(("iat", "iss", "sub"))
    doubled = _json(claims)[:-1] + f',"{name}":{json.dumps(claims[name])}}}'.encode()
    head = _json(header)[:-1] + f',"alg":"{f.dice.choice(("EdDSA", "none"))}"}}'.encode()
    return f.dice.choice(
        (f.token(header, doubled, signature), f.token(head, claims, signature), f.token(head, claims, by=f.theirs))
    ).encode()


def look_alike(f: Forger, token: str) -> bytes:
    """Letters that look the same, or are not seen at all."""
    header, claims, signature = f.parts(token)
    text = _json(claims).decode()
    unseen = f.dice.choice("\u200b\u200d\u2060\ufeff")
    at = f.dice.randrange(2, len(text) - 1)
    said = f.dice.choice((text.translate(LOOK_ALIKE), text[:at] + unseen + text[at:], text.replace("演示", "演\u200b示"))).encode()
    return f.token(header, said, signature).encode() if said != _json(claims) else edited(f, token)


def spelled_otherwise(f: Forger, token: str) -> bytes:
    """The same content in another spelling: spaces, escapes, other order, padding, the other alphabet, loose last bits."""
    header, claims, signature = f.parts(token)
    if f.dice.random() < 0.5:
        said = f.dice.choice(
            (json.dumps(claims), json.dumps(claims, ensure_ascii=False, indent=1), json.dumps(dict(reversed(claims.items()))))
        )
        return f.token(header, said.encode(), signature).encode()
    last = ALPHABET.index(token[-1])
    loose = f.dice.choice([n for n in range(last & 0b110000, (last & 0b110000) + 16) if n != last])
    plus = base64.b64encode(from_base64url(signature)).decode()
    return f.dice.choice((token + "==", token[:-1] + ALPHABET[loose], token[: -len(signature)] + plus)).encode()


def malleable(f: Forger, token: str) -> bytes:
    """A second signature for the same content: S plus the order of the group."""
    said, _, signature = token.rpartition(".")
    held = from_base64url(signature)
    more = int.from_bytes(held[32:], "little") + ORDER * f.dice.randrange(1, 8)
    return f"{said}.{to_base64url(held[:32] + more.to_bytes(32, 'little'))}".encode()


def other_kind(f: Forger, token: str) -> bytes:
    """One kind of token where the other belongs, or its `typ` rewritten."""
    header, claims, signature = f.parts(token)
    kind = LIST_KIND if header["typ"] == STATUS_KIND else STATUS_KIND
    other = f.list if header["typ"] == STATUS_KIND else f.file
    return f.dice.choice((other, f.token(header | {"typ": f.dice.choice((kind, "JWT", "", None))}, claims, signature))).encode()


def not_a_token(f: Forger, token: str) -> bytes:
    """Something else altogether."""
    return f.dice.choice(
        (b"", b"..", b"{}", token.encode("utf-16"), f.dice.randbytes(200), b"e30.e30.", b"[" * 4000, b"A" * 5000 + b".e30.AA")
    )


ALTERED: tuple[Callable[[Forger, str], bytes], ...] = (
    flipped, exchanged, truncated, extended, edited, signed_anew, key_brought_along, no_algorithm, shared_secret, spliced, twice,
    look_alike, spelled_otherwise, malleable, other_kind, not_a_token,
)  # fmt: skip


def wrong_list(f: Forger) -> bytes:
    """A genuine list of ours that is not the one the file names."""
    address = f.dice.choice((f"{SITE}/status/list2.jwt", f"{SITE}/status/list.jwt/", LIST.upper(), LIST.replace("https", "http")))
    return f.dice.choice((list_of(f.ours, address=address, removed=()), list_of(f.ours, site="https://other.example", removed=()))).encode()


def replayed_list(f: Forger) -> bytes:
    """A genuine list of ours from before the removal."""
    return list_of(f.ours, at=AT - f.dice.randrange(3601, 30 * 86400), removed=()).encode()


def forgeries(count: int, seed: str) -> Iterator[tuple[str, bytes, bytes | None, Forger]]:
    """`count` of (kind, file, list or None, the forger), every kind in equal parts, the file and the list in turn."""
    forger = Forger(Random(seed), new_key())
    makers = [*ALTERED, wrong_list, replayed_list]
    for number in range(count):
        maker = makers[number % len(makers)]
        if maker in (wrong_list, replayed_list):
            yield maker.__name__, forger.file.encode(), maker(forger), forger
        elif number // len(makers) % 2:
            yield f"{maker.__name__} list", forger.file.encode(), maker(forger, forger.list), forger
        else:
            yield maker.__name__, maker(forger, forger.file), forger.dice.choice((None, forger.list.encode())), forger
