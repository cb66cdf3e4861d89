"""An application of one site in one round, and the places returned for completion."""

from django.db import models
from django.db.models import Q

from greenlist.casework.directory.models import Membership, Site
from greenlist.casework.files.models import StoredFile
from greenlist.casework.filings.models import Filing
from greenlist.casework.journal.identifiers import uuid7
from greenlist.casework.register.models import Category
from greenlist.casework.rounds.models import Round
from greenlist.rulebook.lifecycle import lifecycle


class Application(models.Model):
    """One case. `unit` is the bureau that may recommend it; at least one level is ticked before submission (C-67).

    `told_number` is the number that another installation gave it, where that was borne by another case here already.
    """

    LIFECYCLE = "application"

    class Mode(models.TextChoices):
        SELF = "self", "自我评价"
        THIRD_PARTY = "third_party", "第三方评价"

    id = models.UUIDField("编号", primary_key=True, default=uuid7, editable=False)
    number = models.CharField("申报号", max_length=20, unique=True)
    round = models.ForeignKey(Round, models.PROTECT, verbose_name="轮次", related_name="applications")
    site = models.ForeignKey(Site, models.PROTECT, verbose_name="厂址", related_name="applications")
    filing = models.OneToOneField(Filing, models.PROTECT, verbose_name="填报", related_name="application")
    category = models.CharField("类别", max_length=20, choices=Category)
    mode = models.CharField("评价方式", max_length=20, choices=Mode, default=Mode.SELF)
    third_party = models.CharField("第三方机构", max_length=120, blank=True)
    wants_national = models.BooleanField("申报国家级", default=False)
    wants_provincial = models.BooleanField("申报省级", default=True)
    unit = models.CharField("推荐单位代码", max_length=6, db_index=True)
    state = models.CharField("状态", max_length=20, choices=lifecycle("application").choices(), default="draft")
    report = models.ForeignKey(StoredFile, models.PROTECT, verbose_name="评价报告", null=True, related_name="+")
    created_at = models.DateTimeField("建立时间")
    changed_at = models.DateTimeField("最后动作时间")
    submitted_at = models.DateTimeField("提交时间", null=True)
    recommended_because = models.CharField("推荐理由", max_length=300, blank=True)
    entered_by = models.CharField("代录人", max_length=240, blank=True)
    told_number = models.CharField("原申报号", max_length=20, blank=True)
    is_demo = models.BooleanField("演示数据", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "申报件"
        constraints = [
            models.UniqueConstraint("round", "site", "category", condition=~Q(state="withdrawn"), name="one_open_application_each"),
        ]
        indexes = [models.Index(fields=["round", "unit", "state", "category"], name="application_counts")]

    def __str__(self) -> str:
        return f"{self.number} {self.site.name}"


class Entrusted(models.Model):
    """An application entrusted to a person who sees only such ones (a consultant, mostly)."""

    id = models.UUIDField("编号", primary_key=True, default=uuid7, editable=False)
    membership = models.ForeignKey(Membership, models.PROTECT, verbose_name="岗位", related_name="entrusted")
    application = models.ForeignKey(Application, models.PROTECT, verbose_name="申报件", related_name="entrusted")

    class Meta:
        verbose_name = verbose_name_plural = "指定的申报件"
        constraints = [models.UniqueConstraint("membership", "application", name="one_entrusting_each")]


class ReturnItem(models.Model):
    """One place returned for completion, with the officer's words. Done or not is read from the next version."""

    id = models.UUIDField("编号", primary_key=True, default=uuid7, editable=False)
    application = models.ForeignKey(Application, models.PROTECT, verbose_name="申报件", related_name="return_items")
    version = models.PositiveIntegerField("退回的版本")
    section = models.CharField("节", max_length=40)
    row = models.CharField("指标", max_length=60, blank=True)
    label = models.CharField("名称", max_length=120)
    words = models.CharField("退回意见", max_length=300)
    returned_by = models.CharField("退回人", max_length=80)
    returned_at = models.DateTimeField("退回时间")

    class Meta:
        verbose_name = verbose_name_plural = "退回事项"


class PreparedReport(models.Model):
    """A report made to be signed and sealed (盖章版), or a body's own made elsewhere; its pages to be signed; the sealed PDF once built.

    `pages` is [{page, what}] in order; `code` and `content_digest` are '' for one made elsewhere, which bears no mark of ours.
    `scans` is [{file, page, for}]: which page of which scan took the place of which page.
    """

    id = models.UUIDField("编号", primary_key=True, default=uuid7, editable=False)
    application = models.ForeignKey(Application, models.PROTECT, verbose_name="申报件", related_name="prepared_reports")
    number = models.PositiveIntegerField("第几版")
    code = models.CharField("版本号", max_length=60, blank=True)
    content_digest = models.CharField("内容摘要", max_length=80, blank=True)
    original = models.ForeignKey(StoredFile, models.PROTECT, verbose_name="原件", related_name="+")
    pages = models.JSONField("盖章页")
    scans = models.JSONField("扫描件", default=list)
    sealed = models.ForeignKey(StoredFile, models.PROTECT, verbose_name="盖章报告", null=True, related_name="+")
    prepared_by = models.CharField("定稿人", max_length=80)
    prepared_at = models.DateTimeField("定稿时间")
    sealed_by = models.CharField("合成人", max_length=80, blank=True)
    sealed_at = models.DateTimeField("合成时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "盖章版"
        constraints = [models.UniqueConstraint("application", "number", name="one_prepared_report_each")]

    def __str__(self) -> str:
        return self.code or f"第{self.number}份 {self.original.name}"


class TextTwin(models.Model):
    """文字稿: the words of a scanned report, bound to it by its digest and to the version that stood then; the newest counts."""

    id = models.UUIDField("编号", primary_key=True, default=uuid7, editable=False)
    application = models.ForeignKey(Application, models.PROTECT, verbose_name="申报件", related_name="text_twins")
    report_digest = models.CharField("报告摘要", max_length=80)
    version = models.PositiveIntegerField("提交版本")
    file = models.ForeignKey(StoredFile, models.PROTECT, verbose_name="文字稿", related_name="+")
    added_by = models.CharField("添加人", max_length=80)
    added_at = models.DateTimeField("添加时间")

    class Meta:
        verbose_name = verbose_name_plural = "文字稿"


class ReportFindings(models.Model):
    """What was found once in the text of one digest for one question (form, figures, names, version of the finder); {} when it failed.

    `found` is {has_text, marks, doubt, bodies, chapters, figures}, as `report_check_child` prints it.
    """

    id = models.UUIDField("编号", primary_key=True, default=uuid7, editable=False)
    text_digest = models.CharField("文件摘要", max_length=80)
    question_digest = models.CharField("问题摘要", max_length=80)
    found = models.JSONField("结果")
    found_at = models.DateTimeField("检查时间")

    class Meta:
        verbose_name = verbose_name_plural = "报告检查结果"
        constraints = [models.UniqueConstraint("text_digest", "question_digest", name="one_finding_each")]
