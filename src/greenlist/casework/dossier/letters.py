"""告知书 to one unit whose application was not recommended, or failed the formal review, from the journal's line and the findings."""

from greenlist.casework.applications.models import Application
from greenlist.casework.applications.selectors import latest_version
from greenlist.casework.dossier.selectors import state_for
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.clock import SHANGHAI
from greenlist.casework.journal.models import JournalEntry
from greenlist.casework.journal.selectors import entries_of
from greenlist.casework.publication.papers import ISSUER
from greenlist.casework.verification.models import Judgement
from greenlist.casework.verification.selectors import conditions, exclusion_lines
from greenlist.papers.refusal import Ground, Refusal
from greenlist.papers.typesetting import as_printed
from greenlist.papers.unit_signs import with_signs
from greenlist.rulebook.notices import notice, round_parameters

OUTCOMES = {"refuse": "不予推荐", "refuse_formally": "形式审查不通过"}
BLANK = "____"


def decision_on(application: Application, actor: Actor) -> JournalEntry | None:
    """The line of the refusal; None while the case stands otherwise, or this reader may not know yet how it stands."""
    if application.state not in ("not_recommended", "not_selected") or state_for(application, actor) != application.get_state_display():
        return None
    line = entries_of(application).filter(action__in=OUTCOMES).last()
    return line if line and line.target == application.state else None


def refusal_of(application: Application, actor: Actor) -> Refusal | None:
    """The letter about that decision, if there is one. Its number and its day are blanks: the office that signs it fills them in."""
    line = decision_on(application, actor)
    if line is None:
        return None
    office = decided_by(application, line)
    return Refusal(
        outcome=OUTCOMES[line.action],
        office=office,
        addressee=application.site.name,
        document_number="",
        application_number=application.number,
        round_title=application.round.title,
        basis=round_parameters(application.round.notice).cited,
        grounds=grounds_of(application, line),
        remedies=(_remedy(application, office),),
        dated_on=line.at.astimezone(SHANGHAI).date(),
        is_demo=application.is_demo,
    )


def decided_by(application: Application, line: JournalEntry) -> str:
    """The office that decided."""
    return round_parameters(application.round.notice).unit(application.unit).office if line.action == "refuse" else ISSUER


def grounds_of(application: Application, line: JournalEntry) -> tuple[Ground, ...]:
    """Every exclusion that was judged to be the case, and every condition that the officer named, each under its own clause; what the
    officer said beyond them under the clause of the act.
    """
    clause, rest = notice(application.round.notice).clause(line.clause), with_signs(line.reason)
    found = []
    if line.action == "refuse":
        found = [i for i in exclusion_lines(application) if i.judgement and i.judgement.outcome == Judgement.Outcome.UPHELD]
        found += [i for i in conditions(application) if i.missing and i.missing in rest]
    for item in found:  # the form offers each as its first words: they are not said twice
        rest = rest.replace(item.missing, "").replace(f"{item.label}：{item.statement}", "")
    rest = rest.strip(" \n；;，。、")
    own = [Ground(as_printed(rest), clause.place, clause.quote)] if rest else []
    more = (Ground(as_printed(f"{i.label}：{i.statement}".rstrip("。")), i.clause.passage, i.clause.quote) for i in found)
    return (*own, *more)


def _remedy(application: Application, office: str) -> str:
    """To whom the unit can answer. The notice sets no period, and names no remedy in law: the office adds what it knows."""
    version = latest_version(application)
    about = f"（提交版本：第{version.number}版，回执{version.receipt}）" if version else ""
    return f"对上述理由有异议的，可以自收到本告知书之日起{BLANK}日内向{office}书面提出，写明事实和理由并附证明材料{about}。"
