from django.apps import AppConfig


class FilingsConfig(AppConfig):
    name = "greenlist.casework.filings"
    verbose_name = "填报"
    default_auto_field = "django.db.models.BigAutoField"
