"""The evaluator's pages."""

from django.urls import path

from greenlist.portals.evaluator.views import cap, complaints, conditions, engagements, marks, reports, returns, sealing

app_name = "evaluator"
urlpatterns = [
    path("engagements/", engagements.index, name="engagements"),
    path("engagements/<uuid:pk>/", engagements.show, name="engagement"),
    path("engagements/<uuid:pk>/acceptance/", engagements.acceptance, name="acceptance"),
    path("engagements/<uuid:pk>/refusal/", engagements.refusal, name="refusal"),
    path("engagements/<uuid:pk>/cancellation/", engagements.cancellation, name="cancellation"),
    path("engagements/<uuid:pk>/report/", reports.sign, name="report"),
    path("engagements/<uuid:pk>/report/pages/<int:page>/", reports.page, name="report_page"),
    path("engagements/<uuid:pk>/sealing/", sealing.show, name="sealing"),
    path("engagements/<uuid:pk>/sealing/draft.docx", sealing.draft, name="sealing_draft"),
    path("engagements/<uuid:pk>/sealing/preparation/", sealing.preparation, name="sealing_preparation"),
    path("engagements/<uuid:pk>/sealing/<int:number>/scans/", sealing.scans, name="sealing_scans"),
    path("engagements/<uuid:pk>/sealing/<int:number>/pages.pdf", sealing.pages, name="sealing_pages"),
    path("engagements/<uuid:pk>/sealing/<int:number>/report.pdf", sealing.whole, name="sealing_whole"),
    path("engagements/<uuid:pk>/sealing/<int:number>/pictures/<int:page>/", sealing.picture, name="sealing_picture"),
    path("engagements/<uuid:pk>/sealing/<int:number>/signature/", sealing.signature, name="sealing_signature"),
    path("engagements/<uuid:pk>/marks/", marks.show, name="marks"),
    path("cap/", cap.show, name="cap"),
    path("complaints/", complaints.index, name="complaints"),
    path("complaints/<uuid:pk>/answer/", complaints.answer, name="complaint_answer"),
    path("returns/", returns.index, name="returns"),
    path("returns/<uuid:pk>/", returns.form, name="return"),
    path("conditions/", conditions.form, name="conditions"),
    path("cap/outside/", cap.outside, name="outside"),
]
