"""Behind the proxy people keep their own addresses; without one nobody chooses his address himself."""

import pytest
from django.test import RequestFactory

from greenlist.portals.shared.middleware import ClientAddressMiddleware

PROXY = "127.0.0.1"


def seen(forwarded: str) -> str:
    request = RequestFactory().get("/", REMOTE_ADDR=PROXY, **({"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {}))
    return ClientAddressMiddleware(lambda r: r.META["REMOTE_ADDR"])(request)


@pytest.mark.parametrize(
    ("forwarded", "address"),
    [("203.0.113.7", "203.0.113.7"), ("198.51.100.1, 203.0.113.7", "203.0.113.7"), ("2001:db8::1", "2001:db8::1"), ("", PROXY),
     ("203.0.113.7, nonsense", PROXY)],
)  # fmt: skip
def test_behind_the_proxy_the_address_is_the_one_the_proxy_wrote(settings, forwarded, address):
    settings.HTTPS = True
    assert seen(forwarded) == address


def test_without_a_proxy_the_header_says_nothing(settings):
    settings.HTTPS = False
    assert seen("203.0.113.7") == PROXY
