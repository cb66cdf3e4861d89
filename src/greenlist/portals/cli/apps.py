from django.apps import AppConfig


class CliConfig(AppConfig):
    name = "greenlist.portals.cli"
    label = "portal_cli"
