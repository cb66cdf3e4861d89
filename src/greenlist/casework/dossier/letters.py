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
from greenlist.casework.verification.selectors import exclusion_lines
from greenlist.papers.refusal import Ground, Refusal
from greenlist.rulebook.notices import notice, round_parameters

OUTCOMES = {"refuse": "不予推荐", "refuse_formally": "形式审查不通过"}
BLANK = "　　　"


def refusal_of(application: Application, actor: Actor) -> Refusal | None:
    """The letter; None while the case stands otherwise, or this reader may not know yet how it stands."""
    if application.state not in ("not_recommended", "not_selected") or state_for(application, actor) != application.get_state_display():
        return None
    line = entries_of(application).filter(action__in=OUTCOMES).last()
    if line is None or line.target != application.state:
        return None
    given, text = round_parameters(application.round.notice), notice(application.round.notice)
    office = given.unit(application.unit).office if line.action == "refuse" else ISSUER
    return Refusal(
        outcome=OUTCOMES[line.action],
        office=office,
        addressee=application.site.name,
        document_number="",
        application_number=application.number,
        round_title=application.round.title,
        basis=f"《{text.title}》（{text.document_number}）",
        grounds=_grounds(application, line),
        remedies=_remedies(application, office),
        dated_on=line.at.astimezone(SHANGHAI).date(),
        is_demo=application.is_demo,
    )


def _grounds(application: Application, line: JournalEntry) -> tuple[Ground, ...]:
    """The officer's own words under the clause of the act, then every exclusion that was judged to be the case."""
    clause = notice(application.round.notice).clause(line.clause)
    found = [i for i in exclusion_lines(application) if i.judgement and i.judgement.outcome == Judgement.Outcome.UPHELD]
    own = Ground(line.reason.rstrip("。"), clause.passage, clause.quote)
    more = (Ground(f"{i.label}：{i.statement}".rstrip("。"), i.clause.passage, i.clause.quote) for i in found if line.action == "refuse")
    return (own, *more)


def _remedies(application: Application, office: str) -> tuple[str, ...]:
    """What the unit can do. The notice sets no period: that stays a blank."""
    version = latest_version(application)
    about = f"（提交版本：第{version.number}版，回执{version.receipt}）" if version else ""
    return (
        f"对上述理由有异议的，可以自收到本告知书之日起{BLANK}日内向{office}书面提出，写明事实和理由并附证明材料{about}；期限通知未规定，由签发单位填写。",
        "认为上述处理侵犯合法权益的，可以依法申请行政复议或者提起行政诉讼。",
    )
