"""A status file verifies offline: what it says, when it is stale, and that nothing forged passes."""

import pytest

from greenlist.engines.status import FRESH_S, KeySet, NotGenuine, new_key, published, read_keys, verify_status
from greenlist.engines.status.keys import Key, SigningKey
from greenlist.engines.status.signing import signed
from tests.engines.status.forging import AT, LIST, SITE, file_of, forgeries, list_of, listing


@pytest.fixture(scope="module")
def ours() -> SigningKey:
    return new_key()


@pytest.fixture(scope="module")
def keys(ours) -> KeySet:
    return {ours.key.kid: ours.key}


def said(file, keys, at=AT, status_list=None):
    return verify_status(file.encode(), keys, at=at, status_list=status_list.encode() if status_list else None)


def test_a_file_of_this_hour_says_listed_by_itself(ours, keys):
    found = said(file_of(ours), keys)
    assert (found.state, found.word, found.as_of, found.until) == ("listed", "在册", AT, AT + FRESH_S)
    assert (found.kid, found.site, found.page) == (ours.key.kid, SITE, f"{SITE}/status/x3/")
    assert found.listing == listing()


def test_after_an_hour_a_file_alone_is_stale_not_listed(ours, keys):
    assert said(file_of(ours), keys, at=AT + FRESH_S).state == "listed"
    stale = said(file_of(ours), keys, at=AT + FRESH_S + 1)
    assert (stale.state, stale.is_listed, stale.word) == ("stale", False, "过时（最后所知：在册）")


def test_an_old_file_with_a_list_of_this_hour_says_todays_status(ours, keys):
    old = file_of(ours, at=AT - 90 * 86400)
    assert said(old, keys).state == "stale"
    assert said(old, keys, status_list=list_of(ours)).word == "在册"
    removed = said(old, keys, status_list=list_of(ours, removed=(3,)))
    assert (removed.state, removed.word, removed.as_of) == ("removed", "已移出", AT)


def test_a_removal_shows_within_the_hour_whatever_list_is_held(ours, keys):
    """Removed at AT: a list signed the second before stops counting an hour later."""
    old, before, after = file_of(ours, at=AT - 86400), list_of(ours, at=AT - 1), list_of(ours, at=AT, removed=(3,))
    assert said(old, keys, at=AT + 10, status_list=after).state == "removed"
    assert said(old, keys, at=AT + FRESH_S, status_list=before).state == "stale"
    assert said(old, keys, at=AT + FRESH_S + 1, status_list=after).word == "过时（最后所知：已移出）"


def test_the_newer_of_file_and_list_decides(ours, keys):
    after_removal = file_of(ours, state="removed", removed_on="2024-05-22")
    assert said(after_removal, keys, status_list=list_of(ours, at=AT - 600, removed=())).state == "removed"
    restored = file_of(ours, at=AT - 600, state="removed")
    assert said(restored, keys, status_list=list_of(ours, removed=())).state == "listed"


def test_a_suspended_one_is_neither_listed_nor_removed(ours, keys):
    assert said(file_of(ours, state="suspended"), keys).word == "暂停"


def test_a_file_or_a_list_from_the_future_is_refused(ours, keys):
    with pytest.raises(NotGenuine, match="将来"):
        said(file_of(ours, at=AT + 301), keys)
    with pytest.raises(NotGenuine, match="将来"):
        said(file_of(ours), keys, status_list=list_of(ours, at=AT + 301))


def test_a_retired_key_verifies_what_it_signed_in_its_time_and_nothing_later(ours):
    retired = SigningKey(Key(ours.key.x, None, AT), ours.seed)
    following = new_key(nbf=AT)
    keys = read_keys(_text([retired.key, following.key]))
    assert said(file_of(ours, at=AT), keys).state == "listed"
    assert said(file_of(following, at=AT + 1), keys, at=AT + 1).state == "listed"
    with pytest.raises(NotGenuine, match="有效期"):
        said(file_of(ours, at=AT + 1), keys, at=AT + 1)
    with pytest.raises(NotGenuine, match="有效期"):
        said(file_of(following, at=AT - 1), keys)


def test_a_place_the_list_does_not_hold_is_refused(ours, keys):
    with pytest.raises(NotGenuine, match="位置"):
        said(file_of(ours, index=5000), keys, status_list=list_of(ours))


def test_a_file_of_ours_that_lacks_something_is_refused(ours, keys):
    for claims in ({}, {"listing": {}}, {"listing": {"state": "green"}, "status": {"status_list": {"idx": 1, "uri": LIST}}}):
        with pytest.raises(NotGenuine, match="不全"):
            said(signed({"iss": SITE, "sub": "", "iat": AT, **claims}, "greenlist-status+jwt", ours), keys)


def test_a_key_set_that_is_not_one_says_why(ours):
    jwk = published([ours.key])["keys"][0]
    for faulty, why in (
        ([], "没有公钥"),
        ([jwk | {"kid": new_key().key.kid}], "编号"),
        ([jwk | {"kty": "RSA"}], "不是 Ed25519"),
        ([jwk | {"x": "!"}], "读不懂"),
        ([jwk | {"nbf": "0"}], "整数秒"),
    ):
        with pytest.raises(ValueError, match=why):
            read_keys(_text(faulty))


def test_no_altered_or_forged_file_or_list_passes():
    """A few of every kind; `prove status_forgeries` tries ten thousand."""
    passed = []
    for kind, file, status_list, forger in forgeries(540, "test"):
        keys = {forger.ours.key.kid: forger.ours.key}
        try:
            found = verify_status(file, keys, at=AT, status_list=status_list)
        except NotGenuine:
            continue
        if kind != "replayed_list" or found.state != "stale":
            passed.append((kind, found.state, file[-40:]))
    assert passed == []


def _text(keys) -> bytes:
    import json

    return json.dumps(published(keys) if not keys or isinstance(keys[0], Key) else {"keys": keys}).encode()
