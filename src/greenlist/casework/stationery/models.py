"""A kept version of a Word template. Nothing is ever overwritten: an earlier version can be used again."""

from django.db import models
from django.db.models import Q

from greenlist.casework.files.models import StoredFile
from greenlist.casework.journal.identifiers import uuid7
from greenlist.papers.stationery.fields import stationery


class PaperTemplate(models.Model):
    """One version for one kind of paper. `unit` is the recommending unit it is for, '' is everybody. In use from `used_from`, until it is
    taken out of use or another one is put in its place: then `used_from` is empty again. Who puts it in use has looked at its sample before
    (`previewed_user`: the account of the last one who did; a name is no proof, two people may share it).
    """

    id = models.UUIDField("编号", primary_key=True, default=uuid7, editable=False)
    paper = models.CharField("公文", max_length=40, choices=[(kind.id, kind.label) for kind in stationery().values()])
    unit = models.CharField("推荐单位代码", max_length=6, blank=True)
    version = models.PositiveIntegerField("版本")
    file = models.ForeignKey(StoredFile, models.PROTECT, verbose_name="模板文件", related_name="templates")
    note = models.CharField("改动说明", max_length=200, blank=True)
    used_from = models.DateTimeField("启用时间", null=True)
    previewed_by = models.CharField("看过样张的人", max_length=80, blank=True)
    previewed_user = models.UUIDField("看过样张的账号", null=True)
    previewed_at = models.DateTimeField("看样张时间", null=True)
    uploaded_by = models.CharField("上传人", max_length=80)
    uploaded_at = models.DateTimeField("上传时间")

    class Meta:
        verbose_name = verbose_name_plural = "公文模板"
        constraints = [
            models.UniqueConstraint("paper", "unit", "version", name="one_template_per_version"),
            models.UniqueConstraint("paper", "unit", condition=Q(used_from__isnull=False), name="one_template_in_use"),
        ]

    def __str__(self) -> str:
        return f"{self.get_paper_display()}模板第{self.version}版"
