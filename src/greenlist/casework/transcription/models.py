"""A county's delivery as an object: its table's rows, its zip's reports, what was read, asked, answered, and what came of it."""

from django.db import models
from django.db.models import Q

from greenlist.casework.applications.models import Application
from greenlist.casework.directory.models import Site
from greenlist.casework.files.models import StoredFile
from greenlist.casework.journal.identifiers import uuid7
from greenlist.casework.rounds.models import Round
from greenlist.rulebook.lifecycle import lifecycle


class FoundBy(models.TextChoices):
    """How a unit or a report was found."""

    CODE = "by_code", "信用代码相同"
    NAME = "by_name", "名称相同"
    FORMER_NAME = "by_former_name", "曾用名相同"
    NEW = "newly_entered", "新登记"
    FILE_NAME = "by_file_name", "文件名相符"
    TEXT = "by_text", "正文相符"
    OFFICER = "by_officer", "经办人选定"


class Transcription(models.Model):
    """One delivery: a table and, mostly, a zip. `unread` is what became neither row nor report, with the reason; `content` are the
    digests of its files, by which the same delivery is known again.
    """

    LIFECYCLE = "transcription"

    id = models.UUIDField("编号", primary_key=True, default=uuid7, editable=False)
    number = models.CharField("代录号", max_length=24, unique=True)
    round = models.ForeignKey(Round, models.PROTECT, verbose_name="轮次", related_name="transcriptions")
    unit = models.CharField("推荐单位代码", max_length=6, db_index=True)
    state = models.CharField("状态", max_length=20, choices=lifecycle("transcription").choices(), default="reading")
    table = models.ForeignKey(StoredFile, models.PROTECT, verbose_name="汇总表", related_name="+")
    archive = models.ForeignKey(StoredFile, models.PROTECT, verbose_name="压缩包", null=True, related_name="+")
    content = models.CharField("内容", max_length=160)
    sent_by = models.CharField("表中推荐单位", max_length=200, blank=True)
    dated_on = models.CharField("表中日期", max_length=10, blank=True)
    unread = models.JSONField("没有读的内容", default=list)
    created_by = models.CharField("经办人", max_length=80)
    created_at = models.DateTimeField("收到时间")
    changed_at = models.DateTimeField("最后动作时间")
    is_demo = models.BooleanField("演示数据", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "代录材料"
        constraints = [
            models.UniqueConstraint("round", "unit", "content", condition=~Q(state="discarded"), name="one_import_of_the_same_files")
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.table.name}"


class TranscriptionReport(models.Model):
    """One file of the zip. Without `file` it was not kept, and `problem` says why; `text` is that of its first pages."""

    id = models.UUIDField("编号", primary_key=True, default=uuid7, editable=False)
    transcription = models.ForeignKey(Transcription, models.PROTECT, verbose_name="代录材料", related_name="reports")
    position = models.PositiveIntegerField("在包中的次序")
    name = models.CharField("文件名", max_length=300)
    file = models.ForeignKey(StoredFile, models.PROTECT, verbose_name="材料", null=True, related_name="+")
    is_looked_at = models.BooleanField("已查看", default=False)
    text = models.TextField("前几页文字", blank=True)
    problem = models.CharField("问题", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "代录报告"
        constraints = [models.UniqueConstraint("transcription", "position", name="one_report_per_entry")]

    def __str__(self) -> str:
        return self.name


class TranscriptionRow(models.Model):
    """One row of the table. `questions` were asked, `answers` given; `outcome` says what came of it."""

    class Outcome(models.TextChoices):
        WAITING = "waiting", "待导入"
        ENTERED = "entered", "已录入并提交"
        INCOMPLETE = "incomplete", "缺评价报告"
        KNOWN = "known_already", "已有申报件"
        LEFT_OUT = "left_out", "不导入"
        FAILED = "not_entered", "没有导入"

    id = models.UUIDField("编号", primary_key=True, default=uuid7, editable=False)
    transcription = models.ForeignKey(Transcription, models.PROTECT, verbose_name="代录材料", related_name="rows")
    position = models.PositiveIntegerField("次序")
    place = models.CharField("在表中的位置", max_length=80)
    category = models.CharField("类别", max_length=20, blank=True)
    city = models.CharField("设区市", max_length=500, blank=True)
    county = models.CharField("区县", max_length=500, blank=True)
    name = models.CharField("名称", max_length=500, blank=True)
    credit_code = models.CharField("信用代码", max_length=500, blank=True)
    third_party = models.CharField("第三方机构名称", max_length=500, blank=True)
    industry_or_type = models.CharField("行业或类型", max_length=500, blank=True)
    wants_national = models.BooleanField("申报国家级", default=False)
    wants_provincial = models.BooleanField("申报省级", default=False)
    corrections = models.JSONField("已改正", default=list)
    doubts = models.JSONField("存疑", default=list)
    site = models.ForeignKey(Site, models.PROTECT, verbose_name="厂址", null=True, related_name="+")
    found_by = models.CharField("单位对应方式", max_length=20, choices=FoundBy, blank=True)
    report = models.ForeignKey(TranscriptionReport, models.PROTECT, verbose_name="报告", null=True, related_name="rows")
    report_found_by = models.CharField("报告对应方式", max_length=20, choices=FoundBy, blank=True)
    questions = models.JSONField("请您定的", default=list)
    answers = models.JSONField("选定的", default=dict)
    answered_by = models.CharField("选定人", max_length=80, blank=True)
    answered_at = models.DateTimeField("选定时间", null=True)
    application = models.ForeignKey(Application, models.PROTECT, verbose_name="申报件", null=True, related_name="transcription_rows")
    outcome = models.CharField("结果", max_length=20, choices=Outcome, default=Outcome.WAITING)
    outcome_words = models.CharField("结果说明", max_length=500, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "代录行"
        ordering = ("position",)
        constraints = [models.UniqueConstraint("transcription", "position", name="one_row_per_position")]

    def __str__(self) -> str:
        return f"{self.place} {self.name}"
