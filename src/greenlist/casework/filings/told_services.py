"""Writing down a filing as another installation tells of it: its sections, its evidence, the submitted version whole."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from greenlist.casework.directory.models import Site
from greenlist.casework.files.models import StoredFile
from greenlist.casework.filings.models import Evidence, Filing, FilingVersion, SectionVersion
from greenlist.casework.filings.selectors import document
from greenlist.casework.filings.told import Told, known_plan
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.contents import store
from greenlist.casework.journal.door import record
from greenlist.casework.journal.refusals import Refused

PLAIN = ("standard", "edition", "standard_title", "reference_on", "data_year")
KEPT = ("number", "score", "is_qualified", "unverified_count", "reason", "submitted_by")


def take_in_filing(site: Site, *, filing: Told, version: Told, receipt: str, files: Mapping[str, StoredFile], actor: Actor) -> Filing:
    """The filing with its submitted version, as told; `files` are the files by digest. Only of what `faults_of_version` found in order.

    `receipt` is its number here; the one that it was told under is kept where it is another.

    Raises Refused when what was scored is not what the sections say: they are read again here, and nothing is believed.
    """
    plan, content, at = known_plan(filing), version["content"], datetime.fromisoformat(version["submitted_at"])
    if plan is None:
        raise ValueError(f"plan {filing['plan']} is not known here")
    with transaction.atomic():
        made = Filing.objects.create(
            site=site, plan_digest=store("plan", plan.as_content()),
            **{name: filing[name] for name in PLAIN} | {"reference_on": date.fromisoformat(filing["reference_on"])},
        )  # fmt: skip
        SectionVersion.objects.bulk_create(
            SectionVersion(filing=made, section=section, number=1, body=body, saved_by=version["submitted_by"], saved_at=at)
            for section, body in content["sections"].items()
        )
        if document(made, content["sections"].values()) != content["application"]:
            raise Refused(f"{site.name}：填报内容与据以计分的内容不一致。", then="请推荐单位核对后重新生成报送包。", clause="C-05")
        Evidence.objects.bulk_create(
            Evidence(filing=made, row=bound["row"], file=files[bound["file"]], page=bound["page"] or None, added_by=version["submitted_by"],
                     added_at=at)
            for bound in content["evidence"]
        )  # fmt: skip
        FilingVersion.objects.create(
            filing=made, content_digest=store("filing_version", content), submitted_at=at, receipt=receipt,
            told_receipt=version["receipt"] if version["receipt"] != receipt else "", **{name: version[name] for name in KEPT},
        )  # fmt: skip
        record("take_in_filing", actor=actor, subject=made, clause="C-05", detail={"plan": made.plan_digest, "version": version["digest"]})
    return made
