"""The actor of an act, as plain values: evidence outlives its author."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class Actor:
    """A person in one position. `unit` is the recommending-unit code of a bureau ('' elsewhere), `duty` his share of the role at
    a unit; a `is_restricted` person sees only the applications entrusted to him. `assists` names the office whose decisions the
    role prepares and does not take; '' for a role that decides for itself.
    """

    name: str
    role: str
    user_id: UUID | None = None
    membership_id: UUID | None = None
    organisation_id: UUID | None = None
    organisation_name: str = ""
    unit: str = ""
    acts: frozenset[str] = frozenset()
    duty: str = ""
    is_restricted: bool = False
    division: str = ""
    assists: str = ""

    @property
    def signature(self) -> str:
        """The name under what he saved: a consultant's says that he filled in for the unit."""
        return f"{self.name[:76]}（代填）" if self.duty == "consultant" else self.name

    @property
    def is_anonymous(self) -> bool:
        return self.role == "anonymous"

    def may(self, act: str) -> bool:
        """Does the role's list of acts (accounts/roles.yaml) hold this act?"""
        return act in self.acts


ANONYMOUS = Actor(name="未登录访问者", role="anonymous")
SYSTEM = Actor(name="系统", role="system")
