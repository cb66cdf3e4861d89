"""A package of another installation is taken in whole: equal rows, equal scores, and every step of the province goes on from there."""

import io
import json
import zipfile
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from greenlist.casework.applications.models import Application
from greenlist.casework.applications.paper_versions import known_version
from greenlist.casework.applications.selectors import matching
from greenlist.casework.applications.services import _next_version
from greenlist.casework.delivery.matching import Here, all_meant, meant
from greenlist.casework.delivery.models import OfflinePackage
from greenlist.casework.delivery.opening import read_manifest
from greenlist.casework.delivery.receipts import receipt_of
from greenlist.casework.delivery.services import KnownPackage, drop_package, offer_package, take_in_package
from greenlist.casework.directory.models import Organisation, Site
from greenlist.casework.evaluators.models import CapSlot, Engagement
from greenlist.casework.evaluators.selectors import is_told_only
from greenlist.casework.files.models import StoredFile
from greenlist.casework.files.storage import path_of_file
from greenlist.casework.filings.selectors import version_content, version_result
from greenlist.casework.journal.models import JournalEntry
from greenlist.casework.journal.refusals import NotAllowed, Refused, WrongState
from greenlist.casework.publication.services import give_notice
from greenlist.casework.recommendation.models import Batch
from greenlist.casework.recommendation.package import package_pieces
from greenlist.casework.recommendation.services import prepare_batch
from greenlist.casework.review.services import accept
from greenlist.casework.selection.services import decide, draft, send_to_decision
from greenlist.casework.verification.selectors import open_counts, replay
from greenlist.papers.table_reader import read_table
from greenlist.papers.version_mark import mark_of
from greenlist.rehearsal import acts
from greenlist.rehearsal.cast import invite_units
from tests.casework.cast import JIUJIANG
from tests.casework.delivery.spoiling import changed, renumbered
from tests.portals.people import page, signed_in

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def offered(sent, province) -> OfflinePackage:
    return offer_package(chunks=[sent.body], name="九江.zip", actor=province.cast.centre)


@pytest.fixture
def taken(sent, province) -> Batch:
    return take_in_package(offered(sent, province), actor=province.cast.centre, is_asked=True)


def cells(row) -> tuple:
    return (row.category, row.serial, row.name, row.third_party, row.industry_or_type, row.national, row.provincial)


def test_the_rows_are_equal_in_word_excel_manifest_and_batch(sent, taken, tmp_path):
    held = [row.printed for row in taken.rows.all()]
    assert held == sent.rows and len(held) == 3
    archive = zipfile.ZipFile(io.BytesIO(sent.body))
    for ending in ("docx", "xlsx"):
        table = read_table(Path(archive.extract(f"推荐汇总表.{ending}", tmp_path)))
        names = ("category", "serial", "name", "third_party", "industry_or_type", "national", "provincial")
        assert [cells(row) for row in table.rows] == [tuple(row[name] for name in names) for row in held]
        assert (table.doubts, table.unread) == (0, [])


def test_nothing_is_lost_on_the_way(sent, taken, province):
    """Who is known by his code is linked, who is not is entered with his former name; the score is computed again, the findings replay."""
    cases = {a.number: a for a in Application.objects.order_by("number")}
    assert {a.state for a in cases.values()} == {"recommended"}
    assert {number: str(version_result(a.filing.versions.get()).shown) for number, a in cases.items()} == sent.scores
    assert [a.site for a in cases.values() if a.site in {u.site for u in province.units}] == [u.site for u in province.units]
    (new,) = set(Organisation.objects.values_list("name", flat=True)) & {a.site.organisation.name for a in cases.values()} - {
        u.site.organisation.name for u in province.units
    }
    made = Organisation.objects.get(name=new)
    assert made.names.count() == 2 and made.credit_code
    assert open_counts(list(cases.values())) == {a.pk: (0, 0) for a in cases.values()}
    findings = [f for a in cases.values() for f in a.findings.all()]
    assert findings and all(replay(f) == f.verdict for f in findings)
    (engaged,) = Engagement.objects.all()
    assert (engaged.state, engaged.evaluator) == ("signed", province.cast.evaluators[0].evaluator)
    assert engaged.signed_report.digest == Application.objects.get(number=engaged.application_number).report.digest
    assert CapSlot.objects.get().engagement == engaged
    assert {b.file.digest for a in cases.values() for b in a.filing.evidence.all()} == {
        e["file"] for a in cases.values() for e in version_content(a.filing.versions.get())["evidence"]
    }
    proved = cases["2024-JJ-0001"].facts.get(clause="C-46")
    assert (proved.file.name, proved.page, proved.file.organisation_id) == ("应急局函复.pdf", 2, province.officer.organisation_id)
    (told,) = taken.platform_receipts.all()
    assert (told.number, told.proof.is_pdf) == ("演平台-2024-JJ-1", True)
    lines = JournalEntry.objects.filter(action__in=("offer_package", "take_in_package", "take_in", "take_in_engagement"))
    assert sorted(lines.values_list("action", flat=True)) == ["offer_package", "take_in", "take_in", "take_in", "take_in_engagement",
                                                              "take_in_package"]  # fmt: skip


def test_what_was_taken_in_goes_on_like_any_other(taken, province):
    """Formal review, experts, ranking, decision, the screen and the notice."""
    cases = list(Application.objects.order_by("number"))
    for case in cases:
        accept(case, actor=province.cast.centre)
        acts.review(case, province.cast, Random(3), strictness=0.95)
        case.refresh_from_db()
    acts.pass_steps(province.round, cases, province.cast.centre)
    made = draft(province.round, line="", actor=province.cast.province)
    send_to_decision(made, open_because=acts.STILL_OPEN, actor=province.cast.province)
    decide(made, meeting=acts.meeting(), actor=province.cast.director)
    give_notice(province.round.selection_drafts.get(), actor=province.cast.province)
    assert set(Application.objects.values_list("state", flat=True)) == {"proposed"}


def test_the_same_package_again_doubles_nothing_and_says_so(sent, province):
    package = offered(sent, province)
    before = StoredFile.objects.count()
    with pytest.raises(KnownPackage, match="已经上传过") as caught:
        offered(sent, province)
    assert caught.value.package == package
    batch = take_in_package(package, actor=province.cast.centre, is_asked=True)
    for again in (lambda: offered(sent, province), lambda: take_in_package(package, actor=province.cast.province, is_asked=True)):
        with pytest.raises(KnownPackage, match="已由刘主任（演示）收入"):
            again()
    with pytest.raises(WrongState, match="已经收入"):
        drop_package(package, actor=province.cast.centre)
    assert (Batch.objects.get(), Application.objects.count(), OfflinePackage.objects.count()) == (batch, 3, 1)
    assert StoredFile.objects.count() > before


def test_made_again_from_the_batch_taken_in_it_is_the_same_batch(sent, taken, province):
    """The province hands its copy on: other bytes, the very same rows."""
    with pytest.raises(KnownPackage, match="没有重复收入"):
        offer_package(chunks=package_pieces(taken), name="再来.zip", actor=province.cast.centre)


def test_a_number_that_another_case_bears_here_is_replaced_and_kept(sent, province):
    """Both systems count from one: the case of another unit here bears 2024-JJ-0001 already."""
    (stranger,) = invite_units(province.cast, Random(4), unit=JIUJIANG, count=1, first_serial=60)
    own = acts.begin(stranger, province.round)
    batch = take_in_package(offered(sent, province), actor=province.cast.centre, is_asked=True)
    numbers = dict(batch.rows.values_list("application__told_number", "application__number"))
    assert own.number == "2024-JJ-0001" and numbers == {"2024-JJ-0001": "2024-JJ-0004", "": numbers[""]}
    case = Application.objects.get(number="2024-JJ-0004")
    version = case.filing.versions.get()
    assert (version.receipt, version.told_receipt, version.printed_receipt) == ("HZ-2024-JJ-0004-1", *["HZ-2024-JJ-0001-1"] * 2)
    assert case in matching(Application.objects.all(), "2024-jj-0001")
    known = known_version(mark_of("HZ-2024-JJ-0001-1", version.content_digest))
    assert known and known.is_newest
    for body in (sent.body, b"".join(package_pieces(batch))):
        with pytest.raises(KnownPackage, match="没有重复收入"):
            offer_package(chunks=[body], name="再来.zip", actor=province.cast.centre)
    client = signed_in("centre")
    assert "原申报号 2024-JJ-0001" in client.get(f"/province/applications/{case.pk}/").content.decode()
    assert "原申报号 2024-JJ-0001" in client.get(f"/province/intake/packages/{OfflinePackage.objects.get().pk}/").content.decode()


def test_a_package_laid_aside_leaves_nothing(sent, province):
    package = offered(sent, province)
    file = package.file
    drop_package(package, actor=province.cast.centre)
    assert not OfflinePackage.objects.exists() and not StoredFile.objects.filter(pk=file.pk).exists()
    assert not Site.objects.filter(unit="360400").exclude(pk__in=[u.site.pk for u in province.units]).exists()
    assert offered(sent, province).file != file and path_of_file(offered_file()).exists()


def offered_file() -> StoredFile:
    return OfflinePackage.objects.get().file


def test_a_number_or_a_version_that_a_package_brings_does_not_stop_what_comes_after(sent, province):
    """The highest number, the second version alone: who begins or mends next gets the next."""
    body = changed(sent.body, renumbered("2024-JJ-0009", version=2))
    take_in_package(offer_package(chunks=[body], name="九江.zip", actor=province.cast.centre), actor=province.cast.centre, is_asked=True)
    for number in ("2024-JJ-0010", "2024-JJ-0011"):
        unit = invite_units(province.cast, Random(int(number[-1])), unit=JIUJIANG, count=1, first_serial=70 + int(number[-1]))[0]
        assert province.application_at("draft", unit).number == number
    assert _next_version(Application.objects.get(number="2024-JJ-0009")) == 3
    assert prepare_batch(province.round, actor=province.officer).number == "TJ-2024-JJ-2"


def forged_conditions(manifest):
    """Nobody on its staff, thousands of projects elsewhere, declared just before the handing in."""
    (body,) = manifest["rows"][2]["evaluator"]
    at = manifest["batch"]["submitted_at"]
    body["capability"][0] |= {"is_legal_person": False, "full_time": 0, "senior": 0, "declared_at": at}
    body["outside"] = [{"year": 2024, "projects": 32767, "declared_by": "某人（演示）", "declared_at": at}]


def test_a_package_declares_nothing_for_a_body_that_speaks_for_itself_here(sent, province):
    """What is held stays, the difference stands beside the row before it is taken in and in the journal after."""
    body = province.cast.evaluators[0].evaluator
    before = list(body.capabilities.values()), list(body.outside_declarations.values())
    package = offer_package(chunks=[changed(sent.body, forged_conditions)], name="九江.zip", actor=province.cast.centre)
    row = read_manifest(path_of_file(package.file)).manifest["rows"][2]
    notes = "；".join(meant(row, package.unit, 3, Here([row])).notes)
    assert "第三方机构机构条件：包里为“非独立法人，专职0人、高级0人”，本系统为“未登记”" in notes
    assert "2024年外省国家级项目：包里为“32767项”，本系统为“未申明”" in notes and notes.count("以本系统为准") == 2
    take_in_package(package, actor=province.cast.centre, is_asked=True)
    assert (list(body.capabilities.values()), list(body.outside_declarations.values())) == before
    told = JournalEntry.objects.get(action="take_in_engagement").detail["declared_there"]
    assert (told["capability"][0]["full_time"], told["outside"][0]["projects"]) == (0, 32767)
    assert CapSlot.objects.get().engagement == Engagement.objects.get()


def test_an_office_that_works_here_is_asked_before_its_package_is_taken_in(sent, province):
    package = offered(sent, province)
    with pytest.raises(Refused) as caught:
        take_in_package(package, actor=province.cast.centre)
    assert "九江市工业和信息化局在本系统有账号或批次" in caught.value.items[0] and not Application.objects.exists()
    take_in_package(package, actor=province.cast.centre, is_asked=True)
    assert JournalEntry.objects.filter(action="confirm_package").count() == 1


def test_while_a_package_is_looked_at_nobody_else_waits_to_write(sent, province):
    """Neither receiving and checking it nor unpacking and storing its files is done within a transaction; refused, its bytes go again."""
    outside, depths, held = len(connection.savepoint_ids), [], set(stored_bytes())

    def pieces():
        depths.append(len(connection.savepoint_ids))
        yield sent.body

    package = offer_package(chunks=pieces(), name="九江.zip", actor=province.cast.centre)
    package.round.deadline_at = package.offered_at - timedelta(days=30)
    package.round.save(update_fields=["deadline_at"])
    with pytest.raises(Refused, match="没有收入"):
        take_in_package(package, actor=province.cast.centre, is_asked=True,
                        told=lambda done, total: depths.append(len(connection.savepoint_ids)))  # fmt: skip
    assert len(depths) > 3 and set(depths) == {outside}
    assert set(stored_bytes()) - held == {path_of_file(package.file)}


def stored_bytes() -> list[Path]:
    return [place for place in Path(settings.MEDIA_ROOT).rglob("*") if place.is_file()]


def test_a_number_that_a_batch_made_here_bears_gives_way_and_stays_told(sent, province):
    """Both installations count from one: the package of another is taken in under the next number, and its receipt names its own."""
    unit = invite_units(province.cast, Random(11), unit=JIUJIANG, count=1, first_serial=60)[0]
    province.application_at("recommended", unit)
    package = offered(sent, province)
    batch = take_in_package(package, actor=province.cast.centre, is_asked=True)
    assert (batch.number, batch.told_number) == ("TJ-2024-JJ-2", "TJ-2024-JJ-1")
    package.refresh_from_db()
    assert json.loads(receipt_of(package, "省厅"))["number"] == "TJ-2024-JJ-1"
    assert "收入为 TJ-2024-JJ-2" in page(signed_in("centre").get(f"/province/intake/packages/{package.pk}/"))
    with pytest.raises(KnownPackage):
        offer_package(chunks=[sent.body], name="九江.zip", actor=province.cast.centre)
    assert prepare_batch(province.round, actor=province.officer).number == "TJ-2024-JJ-3"


def test_letter_table_and_reports_can_be_read_before_anything_is_taken_in(sent, province):
    package = offered(sent, province)
    client, address = signed_in("centre"), f"/province/intake/packages/{package.pk}/"
    shown = page(client.get(address))
    manifest = read_manifest(path_of_file(package.file)).manifest
    for path, kind in (
        ("推荐函（盖章扫描件）.pdf", "application/pdf"),
        ("推荐汇总表.xlsx", SHEET),
        (manifest["files"][4]["path"], "application/pdf"),
    ):
        digest = next(file["digest"] for file in manifest["files"] if file["path"] == path).removeprefix("sha256:")
        assert f"{address}files/{digest}/" in shown
        with zipfile.ZipFile(io.BytesIO(sent.body)) as archive:
            answer = client.get(f"{address}files/{digest}/")
            assert (answer["Content-Type"], b"".join(answer.streaming_content)) == (kind, archive.read(path))
    assert client.get(f"{address}files/{'0' * 64}/").status_code == 404
    assert not Application.objects.exists() and JournalEntry.objects.filter(action="download_papers").count() == 3


def test_whom_the_rows_mean_is_found_in_the_same_queries_for_one_row_as_for_all(sent, province):
    package = offered(sent, province)
    rows = read_manifest(path_of_file(package.file)).manifest["rows"]
    asked = []
    for some in (rows[2:], rows):
        with CaptureQueriesContext(connection) as queries:
            all_meant(package, some)
        asked.append(len(queries))
    assert asked[0] == asked[1] <= 12


def test_a_bureau_takes_nothing_in(sent, province):
    with pytest.raises(NotAllowed, match="由省级收入"):
        offer_package(chunks=[sent.body], name="九江.zip", actor=province.officer)


def test_an_installation_that_never_heard_of_anybody_enters_them_all(sent, may, open_round):
    from greenlist.casework.directory.selectors import actor_in
    from greenlist.rehearsal.cast import _office, _person

    clerk = actor_in(_person("clerk", "省经办（演示）", _office("province", "省厅"), "province", "x"))
    told = []
    package = offer_package(chunks=[sent.body], name="九江.zip", actor=clerk)
    batch = take_in_package(package, actor=clerk, told=lambda done, total: told.append((done, total)))
    assert [row.printed for row in batch.rows.all()] == sent.rows
    kinds = Organisation.objects.exclude(kind="province").values_list("kind", flat=True)
    assert sorted(kinds) == ["bureau", "enterprise", "enterprise", "enterprise", "evaluator"]
    assert told == [(n, len(told)) for n in range(1, len(told) + 1)]
    body = Engagement.objects.get().evaluator
    assert body.capabilities.count() == 1
    assert (body.told_from, is_told_only(body)) == ("离线报送包TJ-2024-JJ-1", True)
    assert "待核实" in page(signed_in("clerk").get("/province/evaluators/"))
