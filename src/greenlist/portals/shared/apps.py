from django.apps import AppConfig

from greenlist.portals.shared import checks  # noqa: F401 -- they register when imported


class SharedConfig(AppConfig):
    name = "greenlist.portals.shared"
    label = "portal_shared"
