from pathlib import Path

from django.apps import AppConfig
from django.conf import settings

from greenlist.rulebook.notices import hold_also


class RoundsConfig(AppConfig):
    name = "greenlist.casework.rounds"
    verbose_name = "轮次"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """In a demo the invented notices of a rehearsal are held too: they lie in its data folder."""
        if settings.DEMO:
            hold_also(Path(settings.VAR) / "notices")
