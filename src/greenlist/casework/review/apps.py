from django.apps import AppConfig


class ReviewConfig(AppConfig):
    name = "greenlist.casework.review"
    verbose_name = "评审"
    default_auto_field = "django.db.models.BigAutoField"
