from django.apps import AppConfig


class TranscriptionConfig(AppConfig):
    name = "greenlist.casework.transcription"
    verbose_name = "代录"
    default_auto_field = "django.db.models.BigAutoField"
