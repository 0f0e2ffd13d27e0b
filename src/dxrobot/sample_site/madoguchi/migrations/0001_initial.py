"""The two applications of the desk."""

# ruff: noqa: RUF012 - the shape that Django gives its migrations

import django.core.validators
from django.db import migrations, models

import dxrobot.sample_site.madoguchi.validators


class Migration(migrations.Migration):
    """Make both tables."""

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="ChildAllowanceClaim",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="登録日時")),
                ("created_by", models.CharField(editable=False, max_length=150, verbose_name="登録者")),
                (
                    "reference_no",
                    models.CharField(
                        db_index=True,
                        max_length=8,
                        validators=[
                            django.core.validators.RegexValidator("^\\d{8}\\Z", "8桁の数字で入力してください。")
                        ],
                        verbose_name="受付番号",
                    ),
                ),
                ("claim_date", models.DateField(verbose_name="請求年月日")),
                (
                    "kana",
                    models.CharField(
                        max_length=80,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[ァ-ヶー・ ]+\\Z", "全角カタカナで入力してください(姓と名の間は半角空白)。"
                            )
                        ],
                        verbose_name="フリガナ",
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="氏名")),
                ("sex", models.CharField(choices=[("男", "男"), ("女", "女")], max_length=1, verbose_name="性別")),
                ("birth_date", models.DateField(verbose_name="生年月日")),
                (
                    "postal_code",
                    models.CharField(
                        max_length=8,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^\\d{3}-\\d{4}\\Z", "郵便番号は 123-4567 の形で入力してください。"
                            )
                        ],
                        verbose_name="郵便番号",
                    ),
                ),
                ("address", models.CharField(max_length=200, verbose_name="住所")),
                (
                    "phone",
                    models.CharField(
                        max_length=15,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^0\\d{1,4}-\\d{1,4}-\\d{3,4}\\Z", "電話番号は 03-1234-5678 の形で入力してください。"
                            )
                        ],
                        verbose_name="電話番号",
                    ),
                ),
                (
                    "my_number",
                    models.CharField(
                        max_length=12,
                        validators=[dxrobot.sample_site.madoguchi.validators.individual_number],
                        verbose_name="個人番号",
                    ),
                ),
                (
                    "pension",
                    models.CharField(
                        choices=[("厚生年金", "厚生年金"), ("国民年金", "国民年金"), ("その他", "その他")],
                        max_length=4,
                        verbose_name="加入年金",
                    ),
                ),
                ("spouse_name", models.CharField(blank=True, max_length=80, verbose_name="配偶者の氏名")),
                ("child1_name", models.CharField(max_length=80, verbose_name="児童1の氏名")),
                ("child1_birth_date", models.DateField(verbose_name="児童1の生年月日")),
                (
                    "child1_living",
                    models.CharField(
                        choices=[("同居", "同居"), ("別居", "別居")], max_length=2, verbose_name="児童1の同居・別居"
                    ),
                ),
                ("child2_name", models.CharField(blank=True, max_length=80, verbose_name="児童2の氏名")),
                ("child2_birth_date", models.DateField(blank=True, null=True, verbose_name="児童2の生年月日")),
                (
                    "child2_living",
                    models.CharField(
                        blank=True,
                        choices=[("同居", "同居"), ("別居", "別居")],
                        max_length=2,
                        verbose_name="児童2の同居・別居",
                    ),
                ),
                ("bank_name", models.CharField(max_length=80, verbose_name="金融機関名")),
                (
                    "account_no",
                    models.CharField(
                        max_length=7,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^\\d{7}\\Z", "口座番号は7桁の数字で入力してください。"
                            )
                        ],
                        verbose_name="口座番号",
                    ),
                ),
                (
                    "account_kana",
                    models.CharField(
                        max_length=80,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[ァ-ヶー・ ]+\\Z", "全角カタカナで入力してください(姓と名の間は半角空白)。"
                            )
                        ],
                        verbose_name="口座名義(カナ)",
                    ),
                ),
                ("income_certificate", models.BooleanField(default=False, verbose_name="所得証明書を添付")),
                ("insurance_card_copy", models.BooleanField(default=False, verbose_name="健康保険証の写しを添付")),
                ("consent", models.BooleanField(default=False, verbose_name="公簿の確認に同意する")),
            ],
            options={
                "verbose_name": "児童手当 認定請求",
                "verbose_name_plural": "児童手当 認定請求",
                "ordering": ("-id",),
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ResidentCertificateRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="登録日時")),
                ("created_by", models.CharField(editable=False, max_length=150, verbose_name="登録者")),
                (
                    "reference_no",
                    models.CharField(
                        db_index=True,
                        max_length=8,
                        validators=[
                            django.core.validators.RegexValidator("^\\d{8}\\Z", "8桁の数字で入力してください。")
                        ],
                        verbose_name="整理番号",
                    ),
                ),
                ("request_date", models.DateField(verbose_name="請求年月日")),
                (
                    "kana",
                    models.CharField(
                        max_length=80,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[ァ-ヶー・ ]+\\Z", "全角カタカナで入力してください(姓と名の間は半角空白)。"
                            )
                        ],
                        verbose_name="フリガナ",
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="氏名")),
                ("sex", models.CharField(choices=[("男", "男"), ("女", "女")], max_length=1, verbose_name="性別")),
                ("household_head_name", models.CharField(max_length=80, verbose_name="筆頭者氏名")),
                ("birth_date", models.DateField(verbose_name="生年月日")),
                (
                    "postal_code",
                    models.CharField(
                        max_length=8,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^\\d{3}-\\d{4}\\Z", "郵便番号は 123-4567 の形で入力してください。"
                            )
                        ],
                        verbose_name="郵便番号",
                    ),
                ),
                ("address", models.CharField(max_length=200, verbose_name="住所")),
                (
                    "phone",
                    models.CharField(
                        max_length=15,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^0\\d{1,4}-\\d{1,4}-\\d{3,4}\\Z", "電話番号は 03-1234-5678 の形で入力してください。"
                            )
                        ],
                        verbose_name="電話番号",
                    ),
                ),
                (
                    "my_number",
                    models.CharField(
                        max_length=12,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^\\d{12}\\Z", "個人番号は12桁の数字で入力してください。"
                            )
                        ],
                        verbose_name="個人番号",
                    ),
                ),
                ("by_self", models.BooleanField(default=False, verbose_name="本人")),
                ("by_household_member", models.BooleanField(default=False, verbose_name="同一世帯")),
                ("by_agent", models.BooleanField(default=False, verbose_name="代理人")),
                ("wants_resident_record", models.BooleanField(default=False, verbose_name="住民票")),
                ("wants_family_register", models.BooleanField(default=False, verbose_name="戸籍謄本")),
                ("wants_seal_certificate", models.BooleanField(default=False, verbose_name="印鑑証明")),
                ("purpose", models.TextField(max_length=200, verbose_name="使用目的")),
                (
                    "account_no",
                    models.CharField(
                        max_length=7,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^\\d{7}\\Z", "口座番号は7桁の数字で入力してください。"
                            )
                        ],
                        verbose_name="口座番号",
                    ),
                ),
                (
                    "account_kana",
                    models.CharField(
                        max_length=80,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[ァ-ヶー・ ]+\\Z", "全角カタカナで入力してください(姓と名の間は半角空白)。"
                            )
                        ],
                        verbose_name="口座名義(カナ)",
                    ),
                ),
                (
                    "refund_yen",
                    models.IntegerField(
                        validators=[django.core.validators.MinValueValidator(0)], verbose_name="還付金額"
                    ),
                ),
                (
                    "contact_postal_code",
                    models.CharField(
                        max_length=8,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^\\d{3}-\\d{4}\\Z", "郵便番号は 123-4567 の形で入力してください。"
                            )
                        ],
                        verbose_name="連絡先郵便番号",
                    ),
                ),
            ],
            options={
                "verbose_name": "住民票の写し等 交付請求",
                "verbose_name_plural": "住民票の写し等 交付請求",
                "ordering": ("-id",),
                "abstract": False,
            },
        ),
    ]
