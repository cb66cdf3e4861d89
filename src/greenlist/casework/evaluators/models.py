"""Evaluating bodies, the persons who represent them, engagements and their places under the cap, outside projects, bans."""

from django.db import models
from django.db.models import F, Q

from greenlist.casework.directory.models import Organisation, Site
from greenlist.casework.files.models import StoredFile
from greenlist.casework.journal.identifiers import uuid7
from greenlist.casework.register.models import Category
from greenlist.rulebook.lifecycle import lifecycle


class LegalRepresentative(models.Model):
    """A natural person, known by name. `same_as` points at the row he was decided to be the same as; no id number is held."""

    id = models.UUIDField("编号", primary_key=True, default=uuid7, editable=False)
    name = models.CharField("姓名", max_length=80)
    same_as = models.ForeignKey("self", models.PROTECT, verbose_name="认定为同一人", null=True, related_name="merged")
    decision = models.CharField("认定理由", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "法定代表人"

    def __str__(self) -> str:
        return self.name


class Evaluator(models.Model):
    """A body that evaluates for others."""

    id = models.UUIDField("编号", primary_key=True, default=uuid7, editable=False)
    organisation = models.OneToOneField(Organisation, models.PROTECT, verbose_name="单位", related_name="evaluator")
    told_from = models.CharField("据何登记", max_length=120, blank=True, help_text="没有自己在本系统登记、由离线报送包带来的")

    class Meta:
        verbose_name = verbose_name_plural = "第三方机构"

    def __str__(self) -> str:
        return self.organisation.name


class Tenure(models.Model):
    """Who represented a body, from when until when; the open row is in force."""

    id = models.UUIDField("编号", primary_key=True, default=uuid7, editable=False)
    evaluator = models.ForeignKey(Evaluator, models.PROTECT, verbose_name="第三方机构", related_name="tenures")
    representative = models.ForeignKey(LegalRepresentative, models.PROTECT, verbose_name="法定代表人", related_name="tenures")
    from_on = models.DateField("起")
    until_on = models.DateField("止", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "法定代表人任期"
        constraints = [
            models.UniqueConstraint("evaluator", condition=Q(until_on=None), name="one_representative_in_force"),
            models.CheckConstraint(condition=Q(until_on=None) | Q(until_on__gte=F("from_on")), name="tenure_until_after_from"),
        ]


class BodyTie(models.Model):
    """Two bodies decided to be connected, with the reason; the open rows make groups. Never edited, ended with a reason."""

    id = models.UUIDField("编号", primary_key=True, default=uuid7, editable=False)
    first = models.ForeignKey(Evaluator, models.PROTECT, verbose_name="机构", related_name="ties_from")
    second = models.ForeignKey(Evaluator, models.PROTECT, verbose_name="关联的机构", related_name="ties_to")
    reason = models.CharField("认定理由", max_length=300)
    decided_by = models.CharField("认定人", max_length=80)
    decided_at = models.DateTimeField("认定时间")
    ended_because = models.CharField("终止理由", max_length=300, blank=True)
    ended_by = models.CharField("终止人", max_length=80, blank=True)
    ended_at = models.DateTimeField("终止时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "关联机构认定"
        constraints = [
            models.UniqueConstraint("first", "second", condition=Q(ended_at=None), name="one_open_tie_each_pair"),
            models.CheckConstraint(condition=~Q(first=F("second")), name="no_tie_with_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.first}、{self.second}"


class OutsideDeclaration(models.Model):
    """What a body declared about its national projects in other provinces in one year. The newest one counts; none = unknown."""

    id = models.UUIDField("编号", primary_key=True, default=uuid7, editable=False)
    evaluator = models.ForeignKey(Evaluator, models.PROTECT, verbose_name="第三方机构", related_name="outside_declarations")
    year = models.PositiveSmallIntegerField("年度")
    projects = models.PositiveSmallIntegerField("外省国家级项目数")
    declared_by = models.CharField("申明人", max_length=80)
    declared_at = models.DateTimeField("申明时间")

    class Meta:
        verbose_name = verbose_name_plural = "外省项目申明"


class Engagement(models.Model):
    """One evaluation asked of a body by a unit. The application is kept as plain values: it stands in a higher room.

    `marks` is {row of the standard: met, not_met or points}, as the body confirms that its report has them.
    """

    LIFECYCLE = "engagement"

    id = models.UUIDField("编号", primary_key=True, default=uuid7, editable=False)
    evaluator = models.ForeignKey(Evaluator, models.PROTECT, verbose_name="第三方机构", related_name="engagements")
    site = models.ForeignKey(Site, models.PROTECT, verbose_name="厂址", related_name="engagements")
    notice = models.CharField("通知", max_length=40)
    application_number = models.CharField("申报号", max_length=20)
    category = models.CharField("类别", max_length=20, choices=Category)
    is_national = models.BooleanField("申报国家级")
    state = models.CharField("状态", max_length=20, choices=lifecycle("engagement").choices(), default="asked")
    independence_statement = models.TextField("独立性声明", blank=True)
    signed_report = models.ForeignKey(StoredFile, models.PROTECT, verbose_name="签署的报告", null=True, related_name="+")
    signed_by = models.CharField("签署人", max_length=80, blank=True)
    signed_at = models.DateTimeField("签署时间", null=True)
    registered_from = models.CharField("按汇总表登记", max_length=200, blank=True)
    marks = models.JSONField("评价值", default=dict)
    marked_by = models.CharField("确认评价值的人", max_length=80, blank=True)
    marked_at = models.DateTimeField("确认评价值的时间", null=True)
    proposed_by = models.CharField("委托人", max_length=80)
    proposed_at = models.DateTimeField("委托时间")
    is_demo = models.BooleanField("演示数据", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "评价委托"
        constraints = [
            models.UniqueConstraint(
                "application_number", condition=~Q(state__in=["declined", "cancelled"]), name="one_open_engagement_each"
            )
        ]

    def __str__(self) -> str:
        return f"{self.application_number} {self.site.name}"


class CapSlot(models.Model):
    """One place under the cap: representative, calendar year, position 1…limit. Released, never deleted."""

    id = models.UUIDField("编号", primary_key=True, default=uuid7, editable=False)
    representative = models.ForeignKey(LegalRepresentative, models.PROTECT, verbose_name="法定代表人", related_name="slots")
    year = models.PositiveSmallIntegerField("年度")
    position = models.PositiveSmallIntegerField("第几项")
    engagement = models.ForeignKey(Engagement, models.PROTECT, verbose_name="评价委托", related_name="slots")
    reserved_at = models.DateTimeField("占用时间")
    released_at = models.DateTimeField("释放时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "上限占用"
        constraints = [
            models.UniqueConstraint("representative", "year", "position", condition=Q(released_at=None), name="one_holder_each_place"),
            models.UniqueConstraint("engagement", condition=Q(released_at=None), name="one_place_each_engagement"),
        ]


class Capability(models.Model):
    """What a body declared of its own conditions, with its proof; the newest counts. No names of staff are held, only how many."""

    id = models.UUIDField("编号", primary_key=True, default=uuid7, editable=False)
    evaluator = models.ForeignKey(Evaluator, models.PROTECT, verbose_name="第三方机构", related_name="capabilities")
    is_legal_person = models.BooleanField("独立法人")
    full_time = models.PositiveSmallIntegerField("中级以上职称专职人员数")
    senior = models.PositiveSmallIntegerField("其中高级职称人数")
    experience = models.JSONField("业绩", default=list)
    file = models.ForeignKey(StoredFile, models.PROTECT, verbose_name="证明材料", related_name="+")
    declared_by = models.CharField("申报人", max_length=80)
    declared_at = models.DateTimeField("申报时间")

    class Meta:
        verbose_name = verbose_name_plural = "机构条件"


class SupervisionRecord(models.Model):
    """A bureau looked at a body at work in its region (C-58); a problem goes to the province (C-59), which answers it."""

    id = models.UUIDField("编号", primary_key=True, default=uuid7, editable=False)
    evaluator = models.ForeignKey(Evaluator, models.PROTECT, verbose_name="第三方机构", related_name="supervision")
    unit = models.CharField("推荐单位代码", max_length=6)
    notice = models.CharField("通知", max_length=40)
    looked_on = models.DateField("检查日期")
    what = models.CharField("检查内容", max_length=300)
    problem = models.CharField("发现的问题", max_length=300, blank=True)
    file = models.ForeignKey(StoredFile, models.PROTECT, verbose_name="检查材料", null=True, related_name="+")
    recorded_by = models.CharField("登记人", max_length=80)
    recorded_at = models.DateTimeField("登记时间")
    reported_by = models.CharField("反馈人", max_length=80, blank=True)
    reported_at = models.DateTimeField("反馈时间", null=True)
    handling = models.CharField("省厅处理", max_length=300, blank=True)
    handled_by = models.CharField("处理人", max_length=80, blank=True)
    handled_at = models.DateTimeField("处理时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "监督检查记录"

    def __str__(self) -> str:
        return f"{self.evaluator} {self.looked_on.isoformat()}"


class Complaint(models.Model):
    """What somebody complains of about a body. Of a unit or a region it names the engagement; `unit` '' is the province's own.

    The body reads the words and the engagement, never who complains nor the file. It is no verdict.
    """

    LIFECYCLE = "complaint"

    class Channel(models.TextChoices):
        APPLICANT = "by_applicant", "委托单位"
        BUREAU = "by_bureau", "推荐单位"
        LETTER = "by_letter", "群众来信"

    id = models.UUIDField("编号", primary_key=True, default=uuid7, editable=False)
    evaluator = models.ForeignKey(Evaluator, models.PROTECT, verbose_name="第三方机构", related_name="complaints")
    engagement = models.ForeignKey(Engagement, models.PROTECT, verbose_name="所涉委托", null=True, related_name="complaints")
    state = models.CharField("状态", max_length=20, choices=lifecycle("complaint").choices(), default="complaint_open")
    channel = models.CharField("来源", max_length=20, choices=Channel)
    unit = models.CharField("推荐单位代码", max_length=6, blank=True)
    complainant = models.CharField("投诉人", max_length=120, blank=True)
    statement = models.CharField("投诉内容", max_length=1000)
    file = models.ForeignKey(StoredFile, models.PROTECT, verbose_name="附件", null=True, related_name="+")
    opened_by = models.CharField("登记人", max_length=80)
    opened_at = models.DateTimeField("登记时间")
    answer = models.CharField("机构答复", max_length=1000, blank=True)
    answered_by = models.CharField("答复人", max_length=80, blank=True)
    answered_at = models.DateTimeField("答复时间", null=True)
    outcome = models.CharField("办结理由", max_length=300, blank=True)
    closed_by = models.CharField("办结人", max_length=80, blank=True)
    closed_at = models.DateTimeField("办结时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "投诉"

    def __str__(self) -> str:
        return f"{self.evaluator} {self.opened_at:%Y-%m-%d}"


class Ban(models.Model):
    """A body whose results are not accepted from `decided_on` until before `until_on` (C-60), by a decision with its document.

    A ban that was lifted ends on the day it was lifted; `first_until_on` then keeps the day it was made for. `touched` is the hash of what
    it touched when it was decided.
    """

    id = models.UUIDField("编号", primary_key=True, default=uuid7, editable=False)
    evaluator = models.ForeignKey(Evaluator, models.PROTECT, verbose_name="第三方机构", related_name="bans")
    decided_on = models.DateField("决定日期")
    until_on = models.DateField("不予采信至")
    reason = models.TextField("查实的事实")
    document = models.CharField("文号", max_length=120)
    decided_by = models.CharField("决定人", max_length=80)
    touched = models.CharField("触及内容摘要", max_length=80, blank=True)
    first_until_on = models.DateField("原定至", null=True)
    lifted_because = models.CharField("解除理由", max_length=300, blank=True)
    lifted_document = models.CharField("解除文号", max_length=120, blank=True)
    lifted_by = models.CharField("解除人", max_length=80, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "不予采信"

    def __str__(self) -> str:
        return f"{self.evaluator} {self.document}"
