"""Organisation (credit code, names with dates) → Site (plant, park, enterprise); Membership is the only grant of a role."""

from django.db import models
from django.db.models import F, Q

from greenlist.casework.accounts.models import User
from greenlist.casework.accounts.roles import duty_choices, role_choices
from greenlist.casework.journal.identifiers import uuid7


class Organisation(models.Model):
    """A legal entity or an office. Offices carry `unit`, their recommending-unit code, apart from the division."""

    class Kind(models.TextChoices):
        ENTERPRISE = "enterprise", "企业"
        PARK_BODY = "park_body", "园区管理机构"
        EVALUATOR = "evaluator", "第三方机构"
        BUREAU = "bureau", "设区市工信部门"
        COUNTY_OFFICE = "county_office", "区县工信部门"
        PROVINCE = "province", "省工信厅"
        CENTRE = "centre", "省融合推进中心"
        OPERATOR = "operator", "系统运维"
        OTHER = "other", "其他单位"

    id = models.UUIDField("编号", primary_key=True, default=uuid7, editable=False)
    kind = models.CharField("类别", max_length=20, choices=Kind)
    name = models.CharField("现用名称", max_length=120, db_index=True)
    credit_code = models.CharField("统一社会信用代码", max_length=18, null=True, unique=True)
    division = models.CharField("行政区划", max_length=6, blank=True)
    unit = models.CharField("推荐单位代码", max_length=6, blank=True, db_index=True)
    is_demo = models.BooleanField("演示数据", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "单位"

    def __str__(self) -> str:
        return self.name


class OrganisationName(models.Model):
    """A name an organisation bore, from and until when; the open row is the name in use."""

    id = models.UUIDField("编号", primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, verbose_name="单位", related_name="names")
    name = models.CharField("名称", max_length=120, db_index=True)
    from_on = models.DateField("起", null=True)
    until_on = models.DateField("止", null=True)
    source = models.CharField("来源", max_length=400, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "单位名称"
        constraints = [
            models.UniqueConstraint("organisation", condition=Q(until_on=None), name="one_name_in_use"),
        ]


class Site(models.Model):
    """What stands on the list: a plant at an address, a park, a chain enterprise. A park has a type where the others have an industry."""

    id = models.UUIDField("编号", primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, verbose_name="单位", related_name="sites")
    name = models.CharField("名称", max_length=150, db_index=True)
    address = models.CharField("地址", max_length=200)
    division = models.CharField("区县代码", max_length=6)
    unit = models.CharField("推荐单位代码", max_length=6, db_index=True)
    industry = models.CharField("行业代码", max_length=4, blank=True)
    park_type = models.CharField("园区类型", max_length=40, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "厂址"

    def __str__(self) -> str:
        return self.name


class Tie(models.Model):
    """How a unit is tied to another party, from when (None: not known) until when; `until_on` is the first day without. Never edited.

    The other party is an organisation we hold, or a plain name with the credit code as told.
    """

    class Kind(models.TextChoices):
        PARENT = "parent_company", "母公司"
        BRANCH = "branch_office", "分公司"
        GROUP = "group_company", "集团成员"

    id = models.UUIDField("编号", primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, verbose_name="单位", related_name="ties")
    kind = models.CharField("关系", max_length=20, choices=Kind)
    other = models.ForeignKey(Organisation, models.PROTECT, verbose_name="对方单位", null=True, related_name="ties_from")
    other_name = models.CharField("对方名称", max_length=120, blank=True)
    other_code = models.CharField("对方信用代码", max_length=18, blank=True)
    from_on = models.DateField("起", null=True)
    until_on = models.DateField("止", null=True)
    source = models.CharField("来源", max_length=200)
    entered_by = models.CharField("登记人", max_length=80)
    entered_at = models.DateTimeField("登记时间")

    class Meta:
        verbose_name = verbose_name_plural = "关联关系"
        constraints = [
            models.CheckConstraint(condition=Q(other=None) ^ Q(other_name=""), name="tie_has_one_other"),
            models.CheckConstraint(
                condition=Q(from_on=None) | Q(until_on=None) | Q(until_on__gte=F("from_on")), name="tie_until_after_from"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.party_name}"

    @property
    def party_name(self) -> str:
        return self.other.name if self.other else self.other_name

    @property
    def party_code(self) -> str:
        return (self.other.credit_code or "") if self.other else self.other_code


class UnitRepresentative(models.Model):
    """Who is the legal representative of a unit, from when until when; the open row is in force. For offices only, never public."""

    id = models.UUIDField("编号", primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, verbose_name="单位", related_name="representatives")
    name = models.CharField("姓名", max_length=80)
    from_on = models.DateField("起")
    until_on = models.DateField("止", null=True)
    source = models.CharField("来源", max_length=200)
    entered_by = models.CharField("登记人", max_length=80)
    entered_at = models.DateTimeField("登记时间")

    class Meta:
        verbose_name = verbose_name_plural = "单位法定代表人"
        constraints = [models.UniqueConstraint("organisation", condition=Q(until_on=None), name="one_unit_representative_in_force")]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """The only grant of a role: who holds which role where, from when until when."""

    id = models.UUIDField("编号", primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(User, models.PROTECT, verbose_name="人员", related_name="memberships")
    organisation = models.ForeignKey(Organisation, models.PROTECT, verbose_name="单位", related_name="memberships")
    role = models.CharField("角色", max_length=20, choices=role_choices())
    duty = models.CharField("分工", max_length=20, choices=duty_choices(), blank=True)
    is_restricted = models.BooleanField("只办指定的申报件", default=False)
    from_on = models.DateField("起")
    until_on = models.DateField("止", null=True)
    granted_by = models.CharField("授予人", max_length=80)

    class Meta:
        verbose_name = verbose_name_plural = "岗位"
        constraints = [
            models.CheckConstraint(condition=Q(until_on=None) | Q(until_on__gte=F("from_on")), name="membership_until_after_from"),
            models.UniqueConstraint("user", "organisation", "role", condition=Q(until_on=None), name="one_open_membership_each"),
        ]

    def __str__(self) -> str:
        return f"{self.user.name} {self.get_duty_display() or self.get_role_display()} {self.organisation.name}"


class Charge(models.Model):
    """经办: who answers for one case in one office; without a membership nobody does, and the office above is told.

    The case stands in a higher room and is kept as plain values. The row outlives the case: whether that is still open, its own room knows.
    """

    id = models.UUIDField("编号", primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, verbose_name="单位", related_name="charges")
    role = models.CharField("角色", max_length=20, choices=role_choices())
    membership = models.ForeignKey(Membership, models.PROTECT, verbose_name="经办人", null=True, related_name="charges")
    subject_kind = models.CharField("对象类别", max_length=60)
    subject_id = models.UUIDField("对象编号", db_index=True)
    subject_label = models.CharField("对象", max_length=200)
    since_at = models.DateTimeField("接办时间")

    class Meta:
        verbose_name = verbose_name_plural = "经办"
        constraints = [models.UniqueConstraint("organisation", "role", "subject_id", name="one_charge_each_office")]

    def __str__(self) -> str:
        return self.subject_label
