"""The two applications that the desk registers.

The reference number is not unique on purpose: systems in use in city halls seldom prevent a second entry.
"""

# mypy: disable-error-code="var-annotated"
# (django-stubs knows the types of fields only with its mypy plugin, which wants one settings module for all sites)

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models

from dxrobot.sample_site.madoguchi import validators


class Sex(models.TextChoices):
    """性別, stored as it is written."""

    MALE = "男", "男"
    FEMALE = "女", "女"


class Pension(models.TextChoices):
    """加入年金, stored as it is written."""

    EMPLOYEES = "厚生年金", "厚生年金"
    NATIONAL = "国民年金", "国民年金"
    OTHER = "その他", "その他"


class Living(models.TextChoices):
    """Whether a child lives with the claimant, stored as it is written."""

    TOGETHER = "同居", "同居"
    APART = "別居", "別居"


class Application(models.Model):
    """What every application has: who registered it, and when."""

    created_at = models.DateTimeField("登録日時", auto_now_add=True)
    created_by = models.CharField("登録者", max_length=150, editable=False)

    class Meta:
        """Newest first."""

        abstract = True
        ordering = ("-id",)

    def __str__(self) -> str:
        return str(getattr(self, "reference_no", ""))


class ChildAllowanceClaim(Application):
    """児童手当 認定請求."""

    reference_no = models.CharField("受付番号", max_length=8, db_index=True, validators=[validators.reference_number])
    claim_date = models.DateField("請求年月日")
    kana = models.CharField("フリガナ", max_length=80, validators=[validators.kana])
    name = models.CharField("氏名", max_length=80)
    sex = models.CharField("性別", max_length=1, choices=Sex)
    birth_date = models.DateField("生年月日")
    postal_code = models.CharField("郵便番号", max_length=8, validators=[validators.postal_code])
    address = models.CharField("住所", max_length=200)
    phone = models.CharField("電話番号", max_length=15, validators=[validators.phone_number])
    my_number = models.CharField("個人番号", max_length=12, validators=[validators.individual_number])
    pension = models.CharField("加入年金", max_length=4, choices=Pension)
    spouse_name = models.CharField("配偶者の氏名", max_length=80, blank=True)
    child1_name = models.CharField("児童1の氏名", max_length=80)
    child1_birth_date = models.DateField("児童1の生年月日")
    child1_living = models.CharField("児童1の同居・別居", max_length=2, choices=Living)
    child2_name = models.CharField("児童2の氏名", max_length=80, blank=True)
    child2_birth_date = models.DateField("児童2の生年月日", blank=True, null=True)
    child2_living = models.CharField("児童2の同居・別居", max_length=2, choices=Living, blank=True)
    bank_name = models.CharField("金融機関名", max_length=80)
    account_no = models.CharField("口座番号", max_length=7, validators=[validators.account_number])
    account_kana = models.CharField("口座名義(カナ)", max_length=80, validators=[validators.kana])
    income_certificate = models.BooleanField("所得証明書を添付", default=False)
    insurance_card_copy = models.BooleanField("健康保険証の写しを添付", default=False)
    consent = models.BooleanField("公簿の確認に同意する", default=False)

    class Meta(Application.Meta):
        """Its name on the screens."""

        verbose_name = verbose_name_plural = "児童手当 認定請求"

    def clean(self) -> None:
        """A second child is entered as a whole or not at all."""
        second = (self.child2_name, self.child2_birth_date, self.child2_living)
        if any(second) and not all(second):
            raise ValidationError("児童2は、氏名・生年月日・同居別居をすべて入力するか、すべて空にしてください。")


class ResidentCertificateRequest(Application):
    """住民票の写し等 交付請求."""

    reference_no = models.CharField("整理番号", max_length=8, db_index=True, validators=[validators.reference_number])
    request_date = models.DateField("請求年月日")
    kana = models.CharField("フリガナ", max_length=80, validators=[validators.kana])
    name = models.CharField("氏名", max_length=80)
    sex = models.CharField("性別", max_length=1, choices=Sex)
    household_head_name = models.CharField("筆頭者氏名", max_length=80)
    birth_date = models.DateField("生年月日")
    postal_code = models.CharField("郵便番号", max_length=8, validators=[validators.postal_code])
    address = models.CharField("住所", max_length=200)
    phone = models.CharField("電話番号", max_length=15, blank=True, validators=[validators.phone_number])
    # This form's desk copies the number and leaves the check digit to the family registry.
    my_number = models.CharField("個人番号", max_length=12, validators=[validators.twelve_digits])
    by_self = models.BooleanField("本人", default=False)
    by_household_member = models.BooleanField("同一世帯", default=False)
    by_agent = models.BooleanField("代理人", default=False)
    wants_resident_record = models.BooleanField("住民票", default=False)
    wants_family_register = models.BooleanField("戸籍謄本", default=False)
    wants_seal_certificate = models.BooleanField("印鑑証明", default=False)
    purpose = models.TextField("使用目的", max_length=200)
    # Only those with a refund state where it goes.
    account_no = models.CharField("口座番号", max_length=7, blank=True, validators=[validators.account_number])
    account_kana = models.CharField("口座名義(カナ)", max_length=80, blank=True, validators=[validators.kana])
    refund_yen = models.IntegerField("還付金額", blank=True, null=True, validators=[MinValueValidator(0)])
    contact_postal_code = models.CharField(
        "連絡先郵便番号", max_length=8, blank=True, validators=[validators.postal_code]
    )

    class Meta(Application.Meta):
        """Its name on the screens."""

        verbose_name = verbose_name_plural = "住民票の写し等 交付請求"
