"""Addresses of the ledger."""

from __future__ import annotations

from django.urls import path

from dxrobot.console.views import ledger, ledger_deeds

urlpatterns = [
    path("", ledger.ledger, name="ledger"),
    path("department/", ledger.ledger_department, name="ledger_department"),
    path("job/", ledger.ledger_job, name="ledger_job"),
    path("entries/<int:sequence>/", ledger.ledger_entry, name="ledger_entry"),
    path("files/<str:kind>/", ledger_deeds.ledger_file, name="ledger_file"),
    path("confirm/", ledger_deeds.ledger_confirm, name="ledger_confirm"),
    path("verify/", ledger_deeds.ledger_verify, name="ledger_verify"),
    path("verify/state/", ledger_deeds.ledger_proof, name="ledger_proof"),
]
