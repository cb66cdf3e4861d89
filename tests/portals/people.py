"""Clients signed in by login name, and a page that has passed the doorman."""

from django.test import Client

from greenlist.casework.accounts.models import User
from tests.casework.standing import signing_in
from tests.portals.doorman import faults

CHOSEN = {"recommended_because": "基础好，愿意带动同行"}  # what marking recommendable asks for
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def signed_in(username: str, **more) -> Client:
    """A client signed in as one of the cast."""
    client = Client(**more)
    with signing_in():
        client.force_login(User.objects.get(username=username), backend=BACKEND)
    return client


def page(response, status: int = 200) -> str:
    """The text of a page that has the wanted status and passes the doorman."""
    text = response.content.decode()
    assert response.status_code == status, (response.status_code, response.get("Location"), text[:400])
    assert (found := faults(text)) == [], found
    return text
