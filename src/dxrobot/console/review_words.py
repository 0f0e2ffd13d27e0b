"""What the screen of checking says by itself, while the person works and no page is asked for."""

from __future__ import annotations

from collections.abc import Mapping

from dxrobot.i18n import _


def words_of_the_screen() -> Mapping[str, str]:
    """Its sentences by name; what stands in braces is filled in on the screen."""
    return {
        "count": _("{done} / {total} 項目"),
        "place": _("{form} ・ {file} {page}ページ"),
        "sure": _("正しい見込み {percent}%"),
        "read": _("読み取った文字: {text}"),
        "unread": _("(読み取れていません)"),
        "blank": _("空白(何も書かれていない)"),
        "empty": _("値がありません。値を入れるか、何も書かれていなければ Delete キーで空白にしてください。"),
        "choose": _("番号キーで選んでください。何も書かれていなければ Delete キーで空白にします。"),
        "refused": _("「{label}」の値は受け付けられませんでした。"),
        "refused_next": _("「{label}」の値は受け付けられませんでした。次にもう一度表示します。"),
        "gone": _("「{label}」は、ほかの人が先に確認しました。"),
        "vanished": _("「{label}」は、もう確認を待っていません。"),
        "nothing_back": _("戻せる答えはありません。"),
        "not_back": _("「{label}」は戻せません。"),
        "only_this": _("ほかに確認を待っている項目はありません。"),
        "sent": _("すべて保存しました"),
        "sending": _("{count}件を保存しています"),
        "offline": _("つながりません。{count}件がまだ保存されていません。この画面を閉じずにお待ちください。"),
        "signed_out": _(
            "サインインが切れました。{count}件がまだ保存されていません。別のタブでサインインし、"
            "この画面に戻って「もう一度送る」を押してください。"
        ),
        "loading": _("読み込んでいます。"),
        "no_load": _("次の項目を読み込めません。つながるまでお待ちください。"),
        "no_page": _("この項目のページの画像はありません。項目の画像で確かめてください。"),
        "page": _("{file} {page}ページの全体"),
        "held": _("残りの{count}項目は、ほかの人が確認しています。"),
        "finished": _("この一覧の項目は、すべて確認しました。"),
        "again": _("前に「あとで」にした項目です。"),
        "now": _("{label}。読み取り: {value}。{reason}"),
    }
