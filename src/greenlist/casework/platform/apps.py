from django.apps import AppConfig


class PlatformConfig(AppConfig):
    name = "greenlist.casework.platform"
    verbose_name = "管理平台"
    default_auto_field = "django.db.models.BigAutoField"
