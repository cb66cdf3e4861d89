"""Proof documents, recorded facts, findings computed from them, judgements that sit on findings, and who last looked at what."""

from django.db import models

from greenlist.casework.applications.models import Application
from greenlist.casework.files.models import StoredFile
from greenlist.casework.journal.identifiers import uuid7


class Answer(models.TextChoices):
    """What a look-up gave: no fact found, a fact found, not known."""

    NOT_FOUND = "not_found", "未发现"
    FOUND = "found", "发现"
    UNKNOWN = "unknown", "待核实"


class ProofDocument(models.Model):
    """One document that speaks about many units and clauses: what it is, from whom, for which window, with its scan by hash."""

    class Kind(models.TextChoices):
        REPLY = "reply", "函复"
        QUERY_BATCH = "query_batch", "查询批次"
        ANSWER_SHEET = "answer_sheet", "答复表"

    id = models.UUIDField("编号", primary_key=True, default=uuid7, editable=False)
    unit = models.CharField("推荐单位代码", max_length=6)
    kind = models.CharField("种类", max_length=20, choices=Kind)
    source = models.CharField("来源", max_length=200)
    from_on = models.DateField("所查期间起")
    until_on = models.DateField("所查期间止")
    looked_up_on = models.DateField("查询或函复日期")
    file = models.ForeignKey(StoredFile, models.PROTECT, verbose_name="扫描件", related_name="proof_documents")
    sheet = models.ForeignKey(StoredFile, models.PROTECT, verbose_name="答复表", null=True, related_name="answer_sheets")
    outcome = models.CharField("入库结果", max_length=120)
    stored_by = models.CharField("录入人", max_length=80)
    stored_at = models.DateTimeField("录入时间")

    class Meta:
        verbose_name = verbose_name_plural = "证明文件"

    def __str__(self) -> str:
        return f"{self.source} {self.looked_up_on.isoformat()}"


class RecordedFact(models.Model):
    """What an officer wrote down for one clause of one application, with its proof. The newest one counts."""

    id = models.UUIDField("编号", primary_key=True, default=uuid7, editable=False)
    application = models.ForeignKey(Application, models.PROTECT, verbose_name="申报件", related_name="facts")
    clause = models.CharField("条款", max_length=10)
    answer = models.CharField("结论", max_length=20, choices=Answer)
    statement = models.CharField("事实", max_length=300)
    source = models.CharField("来源", max_length=200)
    looked_up_on = models.DateField("查询日期")
    file = models.ForeignKey(StoredFile, models.PROTECT, verbose_name="证明材料", null=True)
    page = models.PositiveIntegerField("页", null=True)
    document = models.ForeignKey(ProofDocument, models.PROTECT, verbose_name="证明文件", null=True, related_name="facts")
    recorded_by = models.CharField("录入人", max_length=80)
    recorded_at = models.DateTimeField("录入时间")

    class Meta:
        verbose_name = verbose_name_plural = "查核记录"
        indexes = [models.Index(fields=["application", "clause", "recorded_at"], name="fact_latest")]


class Finding(models.Model):
    """One computed finding, immutable: clause, verdict, facts used and parameters by hash, at one stage."""

    class Verdict(models.TextChoices):
        MET = "met", "符合"
        NOT_MET = "not_met", "不符合"
        UNKNOWN = "unknown", "待核实"
        NOT_APPLICABLE = "not_applicable", "不适用"

    id = models.UUIDField("编号", primary_key=True, default=uuid7, editable=False)
    application = models.ForeignKey(Application, models.PROTECT, verbose_name="申报件", related_name="findings")
    clause = models.CharField("条款", max_length=10)
    verdict = models.CharField("结论", max_length=20, choices=Verdict)
    statement = models.CharField("事实", max_length=300)
    content_digest = models.CharField("内容摘要", max_length=80)
    stage = models.CharField("环节", max_length=20)
    checked_on = models.DateField("查核日期")
    computed_at = models.DateTimeField("计算时间")

    class Meta:
        verbose_name = verbose_name_plural = "核验结论"
        indexes = [models.Index(fields=["application", "clause", "computed_at"], name="finding_latest")]


class Judgement(models.Model):
    """A person's judgement on one finding, with the reason. Every roll-up reads the judged result.

    On an exclusion that was found: is it the case, is it not, or shall the province say? On a condition that is unknown: is it met?
    """

    class Outcome(models.TextChoices):
        UPHELD = "upheld", "属该情形"
        SET_ASIDE = "set_aside", "不属该情形"
        REFERRED = "referred", "提请省厅解释"
        MET = "met", "判断符合"
        NOT_MET = "not_met", "判断不符合"

    SETTLED = (Outcome.SET_ASIDE, Outcome.MET)  # those that no longer hold the case back

    id = models.UUIDField("编号", primary_key=True, default=uuid7, editable=False)
    finding = models.ForeignKey(Finding, models.PROTECT, verbose_name="结论", related_name="judgements")
    outcome = models.CharField("判断", max_length=20, choices=Outcome)
    reason = models.TextField("理由")
    file = models.ForeignKey(StoredFile, models.PROTECT, verbose_name="证明材料", null=True)
    page = models.PositiveIntegerField("页", null=True)
    judged_by = models.CharField("判断人", max_length=80)
    judged_at = models.DateTimeField("判断时间")

    class Meta:
        verbose_name = verbose_name_plural = "判断"


class ReportJudgement(models.Model):
    """Whether the report of a self-evaluation follows the flow and the template of the ministry, with the reason; it bars nobody (C-37)."""

    id = models.UUIDField("编号", primary_key=True, default=uuid7, editable=False)
    application = models.ForeignKey(Application, models.PROTECT, verbose_name="申报件", related_name="report_judgements")
    report = models.ForeignKey(StoredFile, models.PROTECT, verbose_name="评价报告", related_name="+")
    follows = models.BooleanField("参考了流程和模板")
    reason = models.TextField("理由")
    judged_by = models.CharField("判断人", max_length=80)
    judged_at = models.DateTimeField("判断时间")

    class Meta:
        verbose_name = verbose_name_plural = "对评价报告的判断"
        ordering = ("judged_at", "id")

    @property
    def words(self) -> str:
        return f"报告{'参考了' if self.follows else '没有参考'}工作流程和报告模板"


class Look(models.Model):
    """The version of the filing that one officer last looked at; what came later is shown to him as changed."""

    id = models.UUIDField("编号", primary_key=True, default=uuid7, editable=False)
    application = models.ForeignKey(Application, models.PROTECT, verbose_name="申报件", related_name="looks")
    viewer = models.UUIDField("查看人")
    version = models.PositiveIntegerField("查看的版本")
    looked_at = models.DateTimeField("查看时间")

    class Meta:
        verbose_name = verbose_name_plural = "查看记录"
        constraints = [models.UniqueConstraint("application", "viewer", name="one_look_each")]
