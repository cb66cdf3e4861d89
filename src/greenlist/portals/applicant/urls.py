"""The applicant's pages."""

from django.urls import path

from greenlist.portals.applicant.views import (
    applications,
    complaint,
    engagement,
    evidence,
    files,
    papers,
    people,
    sections,
    sites,
    submission,
)

app_name = "applicant"
urlpatterns = [
    path("applications/", applications.index, name="applications"),
    path("applications/new/", applications.create, name="application_new"),
    path("applications/<uuid:pk>/", applications.show, name="application"),
    path("applications/<uuid:pk>/evaluation/", applications.evaluation, name="evaluation"),
    path("applications/<uuid:pk>/sections/<str:section>/", sections.edit, name="section"),
    path("applications/<uuid:pk>/score/", applications.score, name="score"),
    path("applications/<uuid:pk>/evidence/", evidence.attach, name="evidence"),
    path("applications/<uuid:pk>/evidence/<uuid:evidence_pk>/removal/", evidence.remove, name="evidence_removal"),
    path("applications/<uuid:pk>/report/", files.report, name="report"),
    path("applications/<uuid:pk>/text-twin/", files.text_twin, name="text_twin"),
    path("applications/<uuid:pk>/adoption/", engagement.adoption, name="adoption"),
    path("applications/<uuid:pk>/cancellation/", engagement.cancellation, name="cancellation"),
    path("applications/<uuid:pk>/complaint/", complaint.form, name="complaint"),
    path("applications/<uuid:pk>/report.pdf", papers.report_pdf, name="report_pdf"),
    path("applications/<uuid:pk>/report.docx", papers.report_docx, name="report_docx"),
    path("applications/<uuid:pk>/submission/", submission.submit_view, name="submission"),
    path("applications/<uuid:pk>/withdrawal/", submission.withdraw_view, name="withdrawal"),
    path("applications/<uuid:pk>/versions/<int:number>/", submission.version, name="version"),
    path("applications/<uuid:pk>/versions/<int:number>/receipt.pdf", papers.receipt_pdf, name="receipt_pdf"),
    path("sites/new/", sites.create, name="site_new"),
    path("people/", people.index, name="people"),
    path("people/new/", people.create, name="person_new"),
    path("people/<uuid:pk>/", people.show, name="person"),
    path("people/<uuid:pk>/end/", people.end_view, name="person_end"),
    path("people/<uuid:pk>/reset/", people.reset_view, name="person_reset"),
    path("people/<uuid:pk>/entrusting/", people.entrusting, name="entrusting"),
    path("applications/<uuid:pk>/result.pdf", papers.result_pdf, name="result_pdf"),
    path("files/", files.index, name="files"),
    path("files/<uuid:pk>/", files.show, name="file"),
    path("files/<uuid:pk>/pages/<int:page>/", files.page, name="file_page"),
]
