"""A priority that an older version of its rule gave is asked anew before a rank rests on it."""

from greenlist.casework.journal.contents import load, store
from greenlist.casework.verification.models import Finding
from greenlist.casework.verification.rechecking_services import recheck_outdated_priorities


def test_an_old_yes_is_asked_anew_and_a_current_finding_is_left(province):
    case = province.application_at("submitted")
    finding = case.findings.filter(clause__in=("C-18", "C-19")).latest("computed_at")
    before = Finding.objects.count()
    recheck_outdated_priorities([case], actor=province.officer)
    assert Finding.objects.count() == before
    old = load(finding.content_digest) | {"verdict": "met", "rule_version": 1}
    finding.pk, finding.verdict, finding.content_digest = None, "met", store("finding", old)
    finding.save(force_insert=True)
    recheck_outdated_priorities([case], actor=province.officer)
    newest = case.findings.filter(clause=finding.clause).order_by("computed_at", "id").last()
    assert (newest.verdict, load(newest.content_digest)["rule_version"]) == ("unknown", 2)
