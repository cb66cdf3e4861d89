"""Findings that an older version of their rule made are computed anew before somebody's rank rests on them."""

from collections.abc import Sequence

from greenlist.casework.applications.models import Application
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.contents import load_each
from greenlist.casework.verification.checklist import all_priorities
from greenlist.casework.verification.selectors import newest_findings
from greenlist.casework.verification.services import check_each
from greenlist.rulebook.eligibility.registry import registered


def recheck_outdated_priorities(applications: Sequence[Application], *, actor: Actor) -> None:
    """Check anew those with a priority's newest finding of another version of its rule; the others are only read."""
    newest = [finding for (_, clause), finding in newest_findings(applications).items() if clause in all_priorities()]
    contents = load_each(finding.content_digest for finding in newest)
    old = {f.application_id for f in newest if _is_outdated(contents[f.content_digest])}
    if old:
        check_each([application for application in applications if application.pk in old], stage="verification", actor=actor)


def _is_outdated(content: dict[str, object]) -> bool:
    return content["rule_version"] != registered(str(content["rule"])).version
