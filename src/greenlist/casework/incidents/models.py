"""Incidents, what was told of them from time to time, and what is proposed for the list."""

from django.db import models
from django.db.models import Q

from greenlist.casework.directory.models import Site
from greenlist.casework.files.models import StoredFile
from greenlist.casework.journal.identifiers import uuid7
from greenlist.rulebook.lifecycle import lifecycle

CLOSED = ("incident_kept_at_city", "incident_closed")


class Level(models.TextChoices):
    """The four levels; what a level of an environmental incident is called stands in its table."""

    ORDINARY = "level_ordinary", "一般"
    SERIOUS = "level_serious", "较大"
    MAJOR = "level_major", "重大"
    EXTRAORDINARY = "level_extraordinary", "特别重大"


class Incident(models.Model):
    """One accident or incident at a site. `known_at` is when the office learnt of it: from then the time runs until `due_at`.

    What becomes known after it was closed (one more has died) is recorded anew, with a time of its own. `unit` is the office it was recorded at. `level` is what a person decided ('' nobody yet) on the report `level_report`.
    """

    LIFECYCLE = "incident"

    class Kind(models.TextChoices):
        PRODUCTION = "production_accident", "生产安全事故"
        QUALITY = "quality_accident", "质量事故"
        ENVIRONMENT = "environmental_incident", "突发环境事件"

    id = models.UUIDField("编号", primary_key=True, default=uuid7, editable=False)
    state = models.CharField("状态", max_length=30, choices=lifecycle("incident").choices(), default="incident_recorded")
    site = models.ForeignKey(Site, models.PROTECT, verbose_name="厂址", related_name="incidents")
    unit = models.CharField("推荐单位代码", max_length=6, db_index=True)
    kind = models.CharField("种类", max_length=30, choices=Kind)
    happened_on = models.DateField("发生日期")
    known_at = models.DateTimeField("知悉时间")
    due_at = models.DateTimeField("上报期限")
    source = models.CharField("信息来源", max_length=120)
    recorded_by = models.CharField("记录人", max_length=120)
    recorded_at = models.DateTimeField("记录时间")
    level = models.CharField("认定等级", max_length=30, choices=Level, blank=True)
    level_reason = models.CharField("认定理由", max_length=300, blank=True)
    level_report = models.PositiveSmallIntegerField("认定所依据的报告", null=True)
    level_by = models.CharField("认定人", max_length=120, blank=True)
    reported_by = models.CharField("上报人", max_length=120, blank=True)
    reported_at = models.DateTimeField("上报省厅时间", null=True)
    ministry_on = models.DateField("上报工信部日期", null=True)
    ministry_document = models.CharField("上报工信部文号", max_length=120, blank=True)
    outcome = models.CharField("办结情况", max_length=300, blank=True)
    closed_by = models.CharField("办结人", max_length=120, blank=True)
    changed_at = models.DateTimeField("最后变动")
    is_demo = models.BooleanField("演示数据", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "事故与突发事件"
        constraints = [
            models.UniqueConstraint("site", "kind", "happened_on", condition=~Q(state__in=CLOSED), name="one_open_incident_a_day_and_kind")
        ]

    def __str__(self) -> str:
        return f"{self.site.name} {self.get_kind_display()} {self.happened_on:%Y-%m-%d}"


class IncidentReport(models.Model):
    """What was known at one time: 初报 is number 1, 续报 follow. Never changed; `table_level` and `table_words` are the table's answer then.

    `organisation_id` is whose report it is: a unit sees its own. `facts` holds the numbers as typed ('' not known), the circumstances that hold, and whether all others are excluded.
    """

    id = models.UUIDField("编号", primary_key=True, default=uuid7, editable=False)
    incident = models.ForeignKey(Incident, models.PROTECT, verbose_name="事故与突发事件", related_name="reports")
    number = models.PositiveSmallIntegerField("次序")
    account = models.TextField("经过和现状", max_length=1000)
    facts = models.JSONField("事实", default=dict)
    file = models.ForeignKey(StoredFile, models.PROTECT, verbose_name="证明材料", null=True, related_name="+")
    table_level = models.CharField("按表等级", max_length=30, choices=Level, blank=True)
    is_certain = models.BooleanField("按表能够确定", default=False)
    table_words = models.CharField("按表结论", max_length=40)
    because = models.CharField("定级所依据的数", max_length=300, blank=True)
    organisation_id = models.UUIDField("报告单位", null=True)
    entered_by = models.CharField("报告人", max_length=120)
    entered_at = models.DateTimeField("报告时间")

    class Meta:
        verbose_name = verbose_name_plural = "事故报告"
        constraints = [models.UniqueConstraint("incident", "number", name="one_incident_report_a_number")]

    def __str__(self) -> str:
        return f"{self.incident} 第{self.number}次报告"


class IncidentProposal(models.Model):
    """What a grave incident proposes for the unit's places on the list (暂行办法第十八条). The province decides; nothing happens by itself."""

    LIFECYCLE = "incident_proposal"

    id = models.UUIDField("编号", primary_key=True, default=uuid7, editable=False)
    state = models.CharField("状态", max_length=30, choices=lifecycle("incident_proposal").choices(), default="consequence_proposed")
    incident = models.OneToOneField(Incident, models.PROTECT, verbose_name="事故与突发事件", related_name="proposal")
    proposed_at = models.DateTimeField("提出时间")
    document = models.CharField("决定文件", max_length=120, blank=True)
    ministry_document = models.CharField("工信部移出文件", max_length=120, blank=True)
    reason = models.CharField("处理理由", max_length=300, blank=True)
    settled_by = models.CharField("处理人", max_length=120, blank=True)
    settled_at = models.DateTimeField("处理时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "事故处理建议"

    def __str__(self) -> str:
        return f"{self.incident} 处理建议"
