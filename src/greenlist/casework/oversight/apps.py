from django.apps import AppConfig


class OversightConfig(AppConfig):
    name = "greenlist.casework.oversight"
    verbose_name = "名单比对"
    default_auto_field = "django.db.models.BigAutoField"
