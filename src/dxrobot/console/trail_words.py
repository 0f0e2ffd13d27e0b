"""Deeds of the audit trail in words that an auditor understands."""

from __future__ import annotations

from dxrobot.i18n import _


def deed_words(action: str) -> str:
    """What ``action`` is called; what has no words of its own is told by its place and kind."""
    deeds, places = _deeds(), _places()
    if action in deeds or action in places:
        return deeds.get(action) or places[action]
    place, _dot, kind = action.rpartition(".")
    while place and place not in places:
        place = place.rpartition(".")[0]
    name = places.get(place, action)
    if kind == "view":
        return _("{place}を見た").format(place=name)
    if kind == "export":
        return _("{place}を持ち出した").format(place=name)
    return _("{place}を変えた({action})").format(place=name, action=action)


def outcome_words(outcome: str) -> str:
    """How a deed ended."""
    words = {"done": _("済み"), "refused": _("断った"), "failed": _("できなかった"), "begun": _("始めた")}
    return words.get(outcome, outcome)


def _places() -> dict[str, str]:
    return {
        "today": _("今日の画面"),
        "review": _("確認の画面"),
        "runs": _("実行の一覧"),
        "run": _("実行"),
        "scenarios": _("シナリオの一覧"),
        "scenario": _("シナリオ"),
        "schedules": _("スケジュールの一覧"),
        "schedule": _("スケジュール"),
        "schedule.dates": _("スケジュールの次の日付"),
        "schedule.inputs": _("スケジュールに渡すもの"),
        "schedules.month": _("月の予定表"),
        "item": _("件"),
        "order": _("実行依頼"),
        "run.log": _("実行の記録"),
        "run.file": _("実行でできたファイル"),
        "run.picture": _("画面の記録"),
        "robot": _("ロボット"),
        "robot.versions": _("ロボットの版"),
        "scenario.versions": _("シナリオの版"),
        "approval": _("承認"),
        "review.fields": _("確認する項目"),
        "review.page": _("確認するページの画像"),
        "review.work": _("確認の作業"),
        "ledger": _("台帳"),
        "ledger.department": _("課の台帳"),
        "ledger.job": _("業務の台帳"),
        "ledger.entry": _("台帳の記帳"),
        "ledger.file": _("台帳のファイル"),
        "password": _("パスワードの画面"),
        "admin": _("管理の画面"),
        "admin.users": _("利用者の一覧"),
        "admin.user": _("利用者"),
        "admin.user.add": _("利用者を加える画面"),
        "admin.departments": _("所属の一覧"),
        "admin.robots": _("ロボットの一覧"),
        "admin.calendars": _("開庁日カレンダー"),
        "admin.credentials": _("認証情報の一覧"),
        "admin.costs": _("費用と目標"),
        "admin.audit": _("監査記録"),
        "admin.backups": _("控えの一覧"),
    }


def _deeds() -> dict[str, str]:
    return {
        "set_up": _("はじめの設定をした"),
        "sign_in": _("サインインした"),
        "sign_out": _("サインアウトした"),
        "sign_out.idle": _("操作がなくサインアウトになった"),
        "sign_out.longest": _("長い時間がたちサインアウトになった"),
        "sign_out.closed": _("使えなくなりサインアウトになった"),
        "today.accounts": _("所属長の利用者の変更を確かめた"),
        "password": _("自分のパスワードを変えた"),
        "language": _("表示の言葉を変えた"),
        "item.reveal": _("登録した値を伏せずに見た"),
        "run.stop": _("実行を止めた"),
        "run.go_on": _("実行を続きから始めた"),
        "run.settle": _("不明な件の扱いを決めた"),
        "order.cancel": _("実行依頼を取り消した"),
        "scenario.hand_in": _("シナリオにファイルを渡した"),
        "scenario.start": _("シナリオを始めた"),
        "approval.ask": _("本番の承認を頼んだ"),
        "approval.ask_robot": _("ロボットの変更の承認を頼んだ"),
        "approval.approve": _("本番に承認した"),
        "approval.approve_robot": _("ロボットの変更を承認した"),
        "approval.return": _("承認せずに戻した"),
        "review.answer": _("質問に答えた"),
        "review.settle": _("読み取りを確認した"),
        "review.take_back": _("確認を取り消した"),
        "review.go_on": _("確認の済んだ実行を続けた"),
        "schedule.add": _("スケジュールを加えた"),
        "schedule.change": _("スケジュールを変えた"),
        "schedule.pause": _("スケジュールを止めた"),
        "schedule.resume": _("スケジュールを再開した"),
        "schedule.skip": _("スケジュールの1回をとばした"),
        "schedule.run": _("スケジュールをいま動かした"),
        "schedule.remove": _("スケジュールを消した"),
        "admin.robots.ask": _("ロボットの調子を尋ねた"),
        "admin.calendars.add": _("閉庁日か開庁日を加えた"),
        "admin.calendars.remove": _("閉庁日か開庁日を消した"),
        "admin.calendars.hours": _("開庁時間を変えた"),
        "admin.calendars.preview": _("取り込むカレンダーを確かめた"),
        "admin.calendars.import": _("カレンダーを取り込んだ"),
        "ledger.confirm": _("月の時間を確認した"),
        "ledger.verify": _("台帳を確かめ始めた"),
        "ledger.verified": _("台帳を確かめ終えた"),
        "admin.user.add": _("利用者を加えた"),
        "admin.user.change": _("利用者を変えた"),
        "admin.user.password": _("パスワードを再発行した"),
        "admin.user.unlock": _("利用者の一時停止を解いた"),
        "admin.user.sign_out": _("利用者をサインアウトさせた"),
        "admin.credentials.set": _("認証情報を保管した"),
        "admin.credentials.delete": _("認証情報を消した"),
        "admin.costs.unit": _("1時間あたりの費用を書き足した"),
        "admin.costs.check": _("台帳の表を確かめた"),
        "admin.costs.table": _("台帳の表を入れた"),
        "admin.backup.make": _("控えを作り始めた"),
        "admin.backup.made": _("控えを作り終えた"),
        "admin.backup.delete": _("控えを消した"),
    }
