from django.apps import AppConfig


class ApplicantConfig(AppConfig):
    name = "greenlist.portals.applicant"
    label = "portal_applicant"
