from django.apps import AppConfig


class SelectionConfig(AppConfig):
    name = "greenlist.casework.selection"
    verbose_name = "遴选"
    default_auto_field = "django.db.models.BigAutoField"
