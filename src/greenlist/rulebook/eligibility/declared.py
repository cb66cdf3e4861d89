"""Facts about what a unit declares in its application and what an office hands in. A field that is None or '' is not known."""

from dataclasses import dataclass
from datetime import date

from greenlist.rulebook.eligibility.plain import Plain


@dataclass(frozen=True)
class CategoryChosen(Plain):
    """The category applied for, and those of the round."""

    category: str = ""
    offered: tuple[str, ...] = ()


@dataclass(frozen=True)
class EvaluationMode(Plain):
    """How the unit was evaluated: self, third_party, or '' while nothing is chosen; the body's name."""

    mode: str = ""
    third_party: str = ""


@dataclass(frozen=True)
class StandardUsed(Plain):
    """The standard the form was filled against, and those in force that day as (number, clause, is held), the closest first."""

    used: str = ""
    applicable: tuple[tuple[str, str, bool], ...] = ()
    why: str = ""


@dataclass(frozen=True)
class LevelsChosen(Plain):
    """The levels ticked; None where the box could not be read."""

    national: bool | None = None
    provincial: bool | None = None


@dataclass(frozen=True)
class EarlierListing(Plain):
    """An entry still on a list ('' for none), whether the national level is wanted now, and whether the report is of this round."""

    listed: str = ""
    wants_national: bool = False
    is_report_new: bool | None = None


@dataclass(frozen=True)
class ProvincialStanding(Plain):
    """Is the national level wanted, the provincial entry that stands ('' for none), and are the lists known to be complete?"""

    wants_national: bool = False
    listed: str = ""
    is_complete: bool = False


@dataclass(frozen=True)
class EvaluatorConditions(Plain):
    """What a body declared of itself: legal person, full-time staff of middle title or higher, of them senior in the fields, and the
    years of its experience. `is_declared`: there is a declaration.
    """

    is_third_party: bool = False
    is_declared: bool = False
    is_legal_person: bool | None = None
    full_time: int = 0
    senior: int = 0
    years: tuple[int, ...] = ()


@dataclass(frozen=True)
class ReportHandedIn(Plain):
    """The report with its pages (None: no report), and what the score says: qualified, not_qualified, '' while open.

    `is_unfilled`: the office entered the unit from a table, so that no form was filled and only the report tells.
    """

    name: str = ""
    pages: int | None = None
    has_text: bool = True
    result: str = ""
    is_unfilled: bool = False


@dataclass(frozen=True)
class HandingIn(Plain):
    """The day of handing in, the round's last day, and a later one granted to this office."""

    last_on: date | None = None
    extended_to: date | None = None


@dataclass(frozen=True)
class SealedLetter(Plain):
    """What came back from signature: number, date, whether it is a PDF scan; None or '' while nothing came back."""

    letter_number: str = ""
    dated_on: date | None = None
    is_pdf: bool | None = None
    last_on: date | None = None


@dataclass(frozen=True)
class PackageParts(Plain):
    """The three parts of the package: the sealed letter, rows of the table, and how many rows lack a report."""

    has_letter: bool | None = None
    rows: int | None = None
    without_report: int = 0


@dataclass(frozen=True)
class RecommendingOffice(Plain):
    """The office that recommends, by its code, and the codes of the round's table."""

    code: str = ""
    offices: tuple[str, ...] = ()


@dataclass(frozen=True)
class ChainEnterprise(Plain):
    """Is the enterprise a listed green factory (None: the lists are not known to be complete)? The reason of a waiver, '' for none."""

    is_chain: bool = True
    listed: str = ""
    is_complete: bool = False
    waiver: str = ""


@dataclass(frozen=True)
class ExclusionsStanding(Plain):
    """The labels of the exclusions found and not set aside, of those not settled, and how many were asked (0: none yet)."""

    found: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    asked: int = 0


@dataclass(frozen=True)
class ParkDeclared(Plain):
    """What a park says of itself, as typed; '' for what it did not say. Another unit is no park."""

    is_park: bool = False
    function: str = ""
    function_document: str = ""
    industry_share: str = ""
    boundary_document: str = ""
    area: str = ""
    body: str = ""
    body_document: str = ""
    level: str = ""
    level_document: str = ""
