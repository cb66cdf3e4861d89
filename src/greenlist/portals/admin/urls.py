"""The three administrators: accounts (system), memberships (security), journal (audit); and the demo clock."""

from django.urls import path

from greenlist.portals.admin.views import accounts, clock, journal, memberships, messages, openings, sheets, sign_ins

app_name = "admin"
urlpatterns = [
    path("accounts/", accounts.index, name="accounts"),
    path("accounts/new/", accounts.create, name="account_new"),
    path("accounts/<uuid:pk>/activity/", accounts.set_activity, name="account_activity"),
    path("accounts/<uuid:pk>/reset/", accounts.reset, name="account_reset"),
    path("sheets/new/", sheets.create, name="sheet_new"),
    path("sheets/<uuid:pk>/", sheets.show, name="account_sheet"),
    path("sheets/<uuid:pk>/opening/", sheets.opening, name="sheet_opening"),
    path("sheet.xlsx", sheets.blank, name="blank_sheet"),
    path("memberships/", memberships.index, name="memberships"),
    path("memberships/new/", memberships.create, name="membership_new"),
    path("memberships/<uuid:pk>/end/", memberships.end, name="membership_end"),
    path("messages/", messages.index, name="messages"),
    path("messages/<uuid:pk>/again/", messages.again, name="message_again"),
    path("sign-ins/", sign_ins.index, name="sign_ins"),
    path("journal/", journal.index, name="journal"),
    path("journal/verification/", journal.verification, name="journal_verification"),
    path("publications/<uuid:pk>/openings.json", openings.show, name="openings"),
    path("clock/", clock.show, name="clock"),
]
