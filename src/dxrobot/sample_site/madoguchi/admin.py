"""The screens of the desk: entry in the order of the paper forms, list with search."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib import admin

from dxrobot.sample_site.madoguchi.confirmation import ConfirmedAdmin
from dxrobot.sample_site.madoguchi.forms import EraDateField
from dxrobot.sample_site.madoguchi.models import ChildAllowanceClaim, ResidentCertificateRequest

admin.site.site_header = "子育て支援システム"
admin.site.site_title = "子育て支援システム"
admin.site.index_title = "業務メニュー"
admin.site.enable_nav_sidebar = False
admin.site.site_url = None


def _section(title: str, *fields: str) -> Any:
    return title, {"fields": fields}


class ChildAllowanceClaimForm(forms.ModelForm):  # type: ignore[type-arg]  # generic in the stubs only
    """The birth date is entered as on the paper, with an era."""

    birth_date = EraDateField("生年月日")


@admin.register(ChildAllowanceClaim)
class ChildAllowanceClaimAdmin(ConfirmedAdmin):
    """児童手当 認定請求."""

    form = ChildAllowanceClaimForm
    list_display = ("reference_no", "name", "kana", "claim_date", "child1_name", "created_at", "created_by")
    search_fields = ("reference_no", "name", "kana")
    search_help_text = "受付番号、氏名、フリガナで検索します。"
    radio_fields: ClassVar[dict[str, Any]] = dict.fromkeys(("sex", "child1_living"), admin.HORIZONTAL)
    fieldsets = (
        _section("受付", "reference_no", "claim_date"),
        _section("請求者", "kana", "name", "sex", "birth_date", "postal_code", "address", "phone", "my_number"),
        _section("年金・配偶者", "pension", "spouse_name"),
        _section("児童1", "child1_name", "child1_birth_date", "child1_living"),
        _section("児童2", "child2_name", "child2_birth_date", "child2_living"),
        _section("振込先", "bank_name", "account_no", "account_kana"),
        _section("添付書類・同意", "income_certificate", "insurance_card_copy", "consent"),
    )


@admin.register(ResidentCertificateRequest)
class ResidentCertificateRequestAdmin(ConfirmedAdmin):
    """住民票の写し等 交付請求."""

    list_display = ("reference_no", "name", "kana", "request_date", "refund_yen", "created_at", "created_by")
    search_fields = ("reference_no", "name", "kana")
    search_help_text = "整理番号、氏名、フリガナで検索します。"
    fieldsets = (
        _section("受付", "reference_no", "request_date"),
        _section("請求者", "kana", "name", "sex", "household_head_name", "birth_date", "postal_code", "address"),
        _section("連絡先・番号", "phone", "my_number"),
        _section("請求者の区分", "by_self", "by_household_member", "by_agent"),
        _section("請求する証明", "wants_resident_record", "wants_family_register", "wants_seal_certificate"),
        _section("請求の理由", "purpose"),
        _section("還付", "account_no", "account_kana", "refund_yen", "contact_postal_code"),
    )
