"""A sheet of accounts that is to be opened."""

from django.db import models

from greenlist.casework.journal.identifiers import uuid7


class AccountSheet(models.Model):
    """An uploaded sheet of accounts to be opened: the rows as read, for the preview. `unit` '' is the system administrator's of offices."""

    id = models.UUIDField("编号", primary_key=True, default=uuid7, editable=False)
    unit = models.CharField("推荐单位代码", max_length=6, blank=True)
    name = models.CharField("文件名", max_length=200)
    rows = models.JSONField("读出的行")
    uploaded_by_id = models.UUIDField("上传人编号")
    uploaded_by = models.CharField("上传人", max_length=80)
    uploaded_at = models.DateTimeField("上传时间")
    opened_at = models.DateTimeField("开户时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "开户表"

    def __str__(self) -> str:
        return self.name
