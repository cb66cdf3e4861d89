from django.apps import AppConfig


class InspectionsConfig(AppConfig):
    name = "greenlist.casework.inspections"
    verbose_name = "现场抽查"
    default_auto_field = "django.db.models.BigAutoField"
