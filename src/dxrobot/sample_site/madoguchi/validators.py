"""What a clerk's entry must look like, with the sentence shown when it does not."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator

reference_number = RegexValidator(r"^\d{8}\Z", "8桁の数字で入力してください。")
account_number = RegexValidator(r"^\d{7}\Z", "口座番号は7桁の数字で入力してください。")
postal_code = RegexValidator(r"^\d{3}-\d{4}\Z", "郵便番号は 123-4567 の形で入力してください。")
phone_number = RegexValidator(r"^0\d{1,4}-\d{1,4}-\d{3,4}\Z", "電話番号は 03-1234-5678 の形で入力してください。")
kana = RegexValidator(r"^[ァ-ヶー・ ]+\Z", "全角カタカナで入力してください(姓と名の間は半角空白)。")
twelve_digits = RegexValidator(r"^\d{12}\Z", "個人番号は12桁の数字で入力してください。")


def individual_number(value: str) -> None:
    """個人番号 with its check digit (平成26年総務省令第85号 第5条)."""
    twelve_digits(value)
    weights = (6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)
    remainder = sum(int(digit) * weight for digit, weight in zip(value, weights, strict=False)) % 11
    if int(value[-1]) != (0 if remainder <= 1 else 11 - remainder):
        raise ValidationError("個人番号の検査用数字が合いません。番号を確認してください。")
