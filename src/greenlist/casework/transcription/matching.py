"""Which unit a row means, which report is its: what is certain is written into the row, the rest becomes questions with choices."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from greenlist.casework.directory.models import Organisation, OrganisationName, Site
from greenlist.casework.transcription.bodies import BODY, LEAVE_OUT, ask_about_body, known_bodies
from greenlist.casework.transcription.models import FoundBy, Transcription, TranscriptionReport, TranscriptionRow
from greenlist.casework.transcription.selectors import rows_of
from greenlist.engines.identity import Claim, Offered, Wanted, are_near, claims, name_key

NEW_UNIT, NEW_SITE, NO_REPORT = "new_unit", "new_site", "no_report"
MOST_CHOICES = 6
HOW = {"file_name": FoundBy.FILE_NAME, "text": FoundBy.TEXT}


@dataclass
class Known:
    """The sites of one recommending unit by every name they bear or bore, and the organisations by credit code."""

    sites: list[Site] = field(default_factory=list)
    names: dict[Any, list[tuple[str, FoundBy]]] = field(default_factory=dict)
    by_key: dict[str, dict[Any, FoundBy]] = field(default_factory=dict)
    by_code: dict[str, Organisation] = field(default_factory=dict)

    def bears(self, site: Site, key: str) -> bool:
        """Does or did this site, or its organisation, bear the name?"""
        return site.pk in self.by_key.get(key, {})


def known_sites(unit: str, codes: Iterable[str]) -> Known:
    """What the directory knows of a region, in three queries."""
    known = Known(sites=list(Site.objects.filter(unit=unit).select_related("organisation").order_by("name", "id")))
    known.by_code = {o.credit_code: o for o in Organisation.objects.filter(credit_code__in=set(codes)) if o.credit_code}
    former: dict[Any, list[str]] = {}
    for name in OrganisationName.objects.filter(organisation__sites__unit=unit, until_on__isnull=False).distinct():
        former.setdefault(name.organisation_id, []).append(name.name)
    for site in known.sites:
        now = [(site.name, FoundBy.NAME), (site.organisation.name, FoundBy.NAME)]
        known.names[site.pk] = [*now, *((name, FoundBy.FORMER_NAME) for name in former.get(site.organisation_id, []))]
        for name, how in known.names[site.pk]:
            known.by_key.setdefault(name_key(name), {}).setdefault(site.pk, how)
    return known


def match(transcription: Transcription) -> list[TranscriptionRow]:
    """Every row with its unit, its report and its questions; nothing is saved here."""
    rows = list(rows_of(transcription))
    known = known_sites(transcription.unit, (row.credit_code for row in rows if row.credit_code))
    bodies = known_bodies(transcription.round)
    seen: dict[tuple[str, str], TranscriptionRow] = {}
    for row in rows:
        row.questions = []
        first = seen.setdefault((name_key(row.name), row.category), row)
        _find_unit(row, known, None if first is row else first)
        row.questions += _about_the_row(row)
        row.questions += [question(BODY, words, choices) for words, choices in ask_about_body(row, bodies)]
    _find_reports(rows, list(transcription.reports.exclude(file=None).select_related("file").order_by("position")), known)
    return rows


def only_lacks_report(row: TranscriptionRow) -> bool:
    """Is the report all that is asked about? Then the row may wait as a draft, and nothing is guessed."""
    return [asked["id"] for asked in row.questions] == ["report"]


def _find_unit(row: TranscriptionRow, known: Known, twin: TranscriptionRow | None) -> None:
    if not row.name:
        return
    if twin is not None:
        words = f"与{twin.place}是同一个名称"
        row.questions.append(question("unit", words, [LEAVE_OUT, [NEW_SITE, "是同一单位的另一处厂址，登记为新厂址"]]))
        return
    same = known.by_key.get(name_key(row.name), {})
    sites = [site for site in known.sites if site.pk in same]
    holder = known.by_code.get(row.credit_code)
    if holder is not None:
        _find_by_code(row, holder, known)
    elif len(sites) == 1 and not (row.credit_code and sites[0].organisation.credit_code):
        row.site, row.found_by = sites[0], same[sites[0].pk]
    elif sites:
        other_code = bool(row.credit_code) and len(sites) == 1
        words = f"名称已登记，信用代码却是{sites[0].organisation.credit_code}" if other_code else f"有{len(sites)}处厂址叫这个名称"
        row.questions.append(question("unit", words, [*map(_site_choice, sites), [NEW_UNIT, "是另一家单位，登记为新单位"], LEAVE_OUT]))
    elif near := [site for site in known.sites if any(are_near(row.name, name) for name, _ in known.names[site.pk])]:
        words = f"与已登记的“{near[0].name}”相近，是不是同一家"
        choices = [*map(_site_choice, near[:MOST_CHOICES]), [NEW_UNIT, "不是，登记为新单位"], LEAVE_OUT]
        row.questions.append(question("unit", words, choices))
    else:
        row.found_by = FoundBy.NEW


def _find_by_code(row: TranscriptionRow, holder: Organisation, known: Known) -> None:
    own = [site for site in known.sites if site.organisation_id == holder.pk]
    same = [site for site in own if known.bears(site, name_key(row.name))]
    if len(same) == 1:
        row.site, row.found_by = same[0], FoundBy.CODE
        return
    words = f"信用代码登记的是“{holder.name}”" if not same else f"这个代码下有{len(same)}处厂址叫这个名称"
    choices = [*map(_site_choice, (same or own)[:MOST_CHOICES]), [NEW_SITE, "是该单位的另一处厂址，登记为新厂址"], LEAVE_OUT]
    row.questions.append(question("unit", words, choices))


def _about_the_row(row: TranscriptionRow) -> list[dict[str, Any]]:
    """What the table itself left open: levels, category, a wrong credit code, no name at all."""
    asked = []
    if not row.name:
        asked.append(question("unit", "这一行没有名称", [LEAVE_OUT]))
    if not (row.wants_national or row.wants_provincial):
        words = next((d for d in row.doubts if "级" in d), "没有写申报级别")
        choices = [["provincial", "省级"], ["national", "国家级"], ["both", "国家级和省级"], LEAVE_OUT]
        asked.append(question("levels", words, choices))
    if not row.category:
        choices = [["factory", "绿色工厂"], ["park", "绿色园区"], ["supply_chain", "绿色供应链管理企业"], LEAVE_OUT]
        asked.append(question("category", "看不出类别", choices))
    if codes := [d for d in row.doubts if d.startswith("信用代码")]:
        asked.append(question("code", "；".join(codes), [["no_code", "先不记代码，按名称导入"], LEAVE_OUT]))
    return asked


def _find_reports(rows: list[TranscriptionRow], reports: list[TranscriptionReport], known: Known) -> None:
    by_id = {str(report.pk): report for report in reports}
    wanted = [Wanted(str(row.pk), tuple(_names(row, known))) for row in rows if row.name]
    offered = [Offered(str(r.pk), r.name, r.text, bool(r.file and r.file.has_text)) for r in reports]
    certain: dict[str, list[Claim]] = {}
    doubtful: dict[str, list[Claim]] = {}
    for claim in claims(wanted, offered):
        for row_id in claim.rows:
            (doubtful if claim.doubt else certain).setdefault(row_id, []).append(claim)
    taken = {found[0].report for found in certain.values() if len(found) == 1}
    free = [report for key, report in by_id.items() if key not in taken and not any(key == c.report for d in doubtful.values() for c in d)]
    for row in rows:
        sure, asked = certain.get(str(row.pk), []), doubtful.get(str(row.pk), [])
        if len(sure) == 1:
            row.report, row.report_found_by = by_id[sure[0].report], HOW[sure[0].how]
        elif row.name:
            row.questions.append(_about_the_report(sure, asked, by_id, free))


def _about_the_report(
    sure: list[Claim], asked: list[Claim], by_id: dict[str, TranscriptionReport], free: list[TranscriptionReport]
) -> dict[str, Any]:
    none = [NO_REPORT, "先存为代录草稿，以后补评价报告"]
    if sure:
        words = f"有{len(sure)}份报告都写这家单位"
    elif asked:
        words = f"“{by_id[asked[0].report].name}”{asked[0].doubt}"
    else:
        words = "压缩包里没有这家单位的评价报告"
    named = [by_id[claim.report] for claim in (*sure, *asked)]
    choices = [[str(report.pk), f"用“{report.name}”"] for report in (named or free)[:MOST_CHOICES]]
    return question("report", words, [*choices, none, LEAVE_OUT] if named else [none, *choices, LEAVE_OUT])


def _names(row: TranscriptionRow, known: Known) -> list[str]:
    return [row.name, *(name for name, _ in known.names.get(row.site_id, []))]


def _site_choice(site: Site) -> list[str]:
    code = site.organisation.credit_code
    return [f"site:{site.pk}", f"就是“{site.name}”{f'（{code}）' if code else ''}"]


def question(name: str, words: str, choices: list[list[str]]) -> dict[str, Any]:
    """What is asked about a row, as the row keeps it: an id, the words, [value, label] to choose from."""
    return {"id": name, "words": words, "choices": choices}
