"""Sign-in by name and password; accounts are opened by the system administrator, never by visitors."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """allauth's adapter with self-registration closed."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def save_user(self, request: HttpRequest, user: Any, form: Any, commit: bool = True) -> Any:
        raise PermissionError("sign-up is closed")


def counted_name(request: HttpRequest | None, credentials: dict[str, Any] | None = None) -> str:
    """The login name under which axes counts wrong passwords: allauth and axes call the field by different names.

    In lower case, as sign-in does not tell capitals apart: else every spelling would have five guesses of its own.
    """
    given = credentials or {}
    name = given.get("login") or given.get("username") or (request.POST.get("login") if request else "")
    return str(name or "").strip().lower()
