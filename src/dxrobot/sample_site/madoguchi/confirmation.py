"""Entry in two steps: what was typed is shown once more as a table, and only then registered."""

from __future__ import annotations

import copy
import time
from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.utils import label_for_field
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from dxrobot.sample_site.madoguchi.eras import era_text
from dxrobot.sample_site.madoguchi.forms import EraDateField
from dxrobot.sample_site.madoguchi.models import Application

REGISTER = "_register"
AMEND = "_amend"
_BUTTONS = ("csrfmiddlewaretoken", "_confirm", REGISTER, AMEND)


class ConfirmedAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # generic in the stubs only
    """An admin whose add view leads over a confirmation page."""

    add_form_template = "madoguchi/entry.html"
    readonly_fields = ("created_at", "created_by")

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Entry page, confirmation page or registration, by the button that was pressed."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        if request.method != "POST":
            return super().add_view(request, form_url, extra_context)
        if REGISTER in request.POST:
            time.sleep(settings.SLOW_SAVE_S)
            return super().add_view(request, form_url, extra_context)
        if AMEND in request.POST:
            return super().add_view(_as_get(request), form_url, extra_context)
        form = self._bound_form(request)
        if form.is_valid():
            return self._confirm(request, form)
        return super().add_view(request, form_url, extra_context)  # an invalid form is shown with its errors

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The list of what was registered, newest first."""
        return super().changelist_view(request, {"title": f"{self.opts.verbose_name} 一覧", **(extra_context or {})})

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """What was typed before 修正する was pressed; nothing on the first visit."""
        if AMEND not in request.POST:
            return {}
        form = self._bound_form(request)
        form.is_valid()
        return form.cleaned_data

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """On a saved record, also who registered it."""
        fieldsets = super().get_fieldsets(request, obj)
        return fieldsets if obj is None else [*fieldsets, ("登録", {"fields": self.readonly_fields})]

    def save_model(self, request: HttpRequest, obj: Application, form: Any, change: bool) -> None:
        """Remember who registered the record."""
        if not change:
            obj.created_by = request.user.get_username()
        super().save_model(request, obj, form, change)

    def response_add(
        self,
        request: HttpRequest,
        obj: Model,
        post_url_continue: str | None = None,  # noqa: ARG002
    ) -> HttpResponse:
        """Say which record was registered, and show the list."""
        label = label_for_field("reference_no", self.model)
        messages.success(request, f"{label} {obj} を登録しました。")
        return HttpResponseRedirect(reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist"))

    def _bound_form(self, request: HttpRequest) -> forms.ModelForm[Any]:
        return self.get_form(request, None, change=False)(request.POST)

    def _confirm(self, request: HttpRequest, form: forms.ModelForm[Any]) -> HttpResponse:
        typed = [(name, value) for name, values in request.POST.lists() if name not in _BUTTONS for value in values]
        context = {
            **self.admin_site.each_context(request),
            "title": f"{self.opts.verbose_name} 登録内容の確認",
            "opts": self.opts,
            "rows": [(form[name].label, shown(form, name)) for name in form.fields],
            "typed": typed,
            "register": REGISTER,
            "amend": AMEND,
        }
        return TemplateResponse(request, "madoguchi/confirm.html", context)


def shown(form: forms.ModelForm[Any], name: str) -> str:
    """The cleaned value of one field as the confirmation page writes it."""
    value = form.cleaned_data[name]
    if isinstance(value, bool):
        return "はい" if value else "いいえ"
    if isinstance(value, date):
        return era_text(value) if isinstance(form.fields[name], EraDateField) else value.isoformat()
    return "" if value is None else str(value)


def _as_get(request: HttpRequest) -> HttpRequest:
    """The same request as if the entry page were opened, so that the admin saves nothing."""
    visit = copy.copy(request)
    visit.method = "GET"
    return visit
