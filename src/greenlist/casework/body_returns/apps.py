from django.apps import AppConfig


class BodyReturnsConfig(AppConfig):
    name = "greenlist.casework.body_returns"
    verbose_name = "评价机构年度工作情况"
    default_auto_field = "django.db.models.BigAutoField"
