"""Sign-in by name and password; accounts are opened by the system administrator, never by visitors."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from greenlist.casework.accounts.sign_in_services import note_new_password, note_refusal, note_sign_in, note_sign_out
from greenlist.portals.shared.entry import network_of


class AccountAdapter(DefaultAccountAdapter):
    """allauth's adapter with self-registration closed; every sign-in, refusal and sign-out leaves a line in the journal."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def save_user(self, request: HttpRequest, user: Any, form: Any, commit: bool = True) -> Any:
        raise PermissionError("sign-up is closed")

    def login(self, request: HttpRequest, user: Any) -> None:
        super().login(request, user)
        note_sign_in(user, address=address_of(request))

    def logout(self, request: HttpRequest) -> None:
        user = request.user
        super().logout(request)
        if user.is_authenticated:
            note_sign_out(user, address=address_of(request))

    def set_password(self, user: Any, password: str) -> None:
        super().set_password(user, password)
        note_new_password(user)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        is_locked = bool(getattr(request, "axes_locked_out", False))
        note_refusal(counted_name(request, credentials), address=network_of(request), is_locked=is_locked)


def address_of(request: HttpRequest) -> str:
    """Where a request comes from, as far as the server can see."""
    return str(request.META.get("REMOTE_ADDR", ""))


def counted_name(request: HttpRequest | None, credentials: dict[str, Any] | None = None) -> str:
    """The login name under which axes counts wrong passwords: allauth and axes call the field by different names.

    In lower case, as sign-in does not tell capitals apart: else every spelling would have five guesses of its own.
    """
    given = credentials or {}
    name = given.get("login") or given.get("username") or (request.POST.get("login") if request else "")
    return str(name or "").strip().lower()
