from django.apps import AppConfig


class StationeryConfig(AppConfig):
    name = "greenlist.casework.stationery"
    verbose_name = "公文模板"
    default_auto_field = "django.db.models.BigAutoField"
