from django.apps import AppConfig


class CountyConfig(AppConfig):
    name = "greenlist.casework.county"
    verbose_name = "县级初审"
    default_auto_field = "django.db.models.BigAutoField"
