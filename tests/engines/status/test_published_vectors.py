"""The published vectors of every format used pass: RFC 8032, RFC 8037, Project Wycheproof, the token status list."""

import json
from pathlib import Path

import pytest

from greenlist.engines.status.encoding import from_base64url, to_base64url
from greenlist.engines.status.keys import Key, SigningKey, read_signing_keys
from greenlist.engines.status.status_list import packed, unpacked

VECTORS = Path(__file__).parent / "vectors"


def vectors(name):
    return json.loads((VECTORS / f"{name}.json").read_text(encoding="utf-8"))


def b64(text):
    return to_base64url(bytes.fromhex(text))


def signing(seed, public):
    return SigningKey(Key(public), seed)


@pytest.mark.parametrize(("secret", "public", "message", "signature"), vectors("rfc")["rfc8032"])
def test_ed25519_signs_and_verifies_as_rfc_8032_prints(secret, public, message, signature):
    by, said = signing(b64(secret), b64(public)), bytes.fromhex(message)
    assert by.sign(said).hex() == signature
    assert by.key.is_signed(said, bytes.fromhex(signature))
    assert not by.key.is_signed(said + b"\0", bytes.fromhex(signature))


def test_the_jws_and_the_thumbprint_of_rfc_8037_are_ours():
    given = vectors("rfc")["rfc8037"]
    text = json.dumps({"keys": [{"kty": "OKP", "crv": "Ed25519", "d": given["d"], "x": given["x"]}]}).encode()
    (by,) = read_signing_keys(text)
    said, _, signature = given["jws"].rpartition(".")
    assert by.key.kid == given["thumbprint"]
    assert to_base64url(by.sign(said.encode())) == signature
    assert from_base64url(said.split(".")[1]).decode() == given["payload"]


def test_every_signature_of_wycheproof_is_judged_as_published():
    given = vectors("wycheproof_ed25519")["tests"]
    judged = {
        number: by_us
        for number, public, message, signature, result in given
        if (by_us := Key(b64(public)).is_signed(bytes.fromhex(message), bytes.fromhex(signature))) != (result == "valid")
    }
    assert len(given) == 151
    assert judged == {}


@pytest.mark.parametrize("given", vectors("token_status_list")["lists"], ids=lambda given: given["name"])
def test_the_lists_of_the_draft_are_read_and_packed_as_printed(given):
    statuses, bits = dict(map(tuple, given["set"])), given["bits"]
    assert {place: unpacked(given["lst"], place, bits) for place in statuses} == statuses
    for place in (0, 1, given["size"] - 1):
        assert unpacked(given["lst"], place, bits) == statuses.get(place, 0)
    with pytest.raises(ValueError, match="no such place"):
        unpacked(given["lst"], given["size"], bits)
    ours = packed(statuses, given["size"], bits)
    assert {place: unpacked(ours, place, bits) for place in statuses} == statuses
