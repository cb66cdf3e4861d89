from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class JobsConfig(AppConfig):
    name = "greenlist.casework.jobs"
    verbose_name = "后台工作"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Find the kinds: the module `jobs` of every app registers what it can do in the background."""
        autodiscover_modules("jobs")
