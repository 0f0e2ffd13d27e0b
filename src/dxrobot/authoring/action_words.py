"""What each argument of an action means, in one Japanese sentence, by action."""

from __future__ import annotations

from collections.abc import Mapping

ACTION_WORDS: Mapping[str, Mapping[str, str]] = {
    "read_forms": {"files": "スキャンのファイルやフォルダーの一覧。", "templates": "見分ける帳票定義の一覧。"},
    "settle_reviews": {"forms": "読み取った帳票の一覧。", "answers": "職員が答えを書いたファイル。まだなければ空。"},
    "write_register": {"file": "登録簿のファイル名(.xlsx)。実行のフォルダーにできます。"},
    "read_rows": {
        "file": "Excel か CSV のファイル。いくつか並べても、フォルダーでもかまいません。",
        "sheet": "シートの名前。省くと、見えている最初のシートです。",
        "header": "見出しの行の番号。2行にわたるなら [4, 5]。省くと探します。見出しがなければ 0。",
        "columns": "シナリオで使う名前と、表の見出し。2行の見出しは「車両/標識番号」のようにつなぎます。",
        "skip": "読み飛ばす行。見出しと、そこに書かれた文字(合計など)。",
        "until": "表の終わりの行。見出しと、そこに書かれた文字。",
        "encoding": "CSV の文字コード。省くと見分けます。",
    },
    "read_cells": {
        "file": "Excel のファイル。",
        "sheet": "シートの名前。省くと、見えている最初のシートです。",
        "cells": "シナリオで使う名前と、セルの番地(B4 や B4:H4)。",
    },
    "write_back": {"row": "読んだ行。", "values": "書き込む列の見出しと、文字。"},
    "set": {"values": "名前と値。"},
    "assert": {"that": "成り立つはずの条件(式)。", "message": "成り立たないときに職員に見せる文。"},
    "stop_item": {"reason": "職員に回す理由。"},
    "human": {
        "question": "職員への質問。",
        "type": "答えの種類。text 文字、number 数、date 日付、choice 選択、truth はい・いいえ。",
        "choices": "type: choice のとき、選べる答えの一覧。",
    },
    "open": {"screen": "画面の名前(screens)。", "query": "アドレスに付ける検索の言葉(名前と値)。"},
    "on": {"screen": "次に出る画面の名前(screens)。"},
    "fill": {"values": "項目の名前(fields)と、入れる値。"},
    "click": {
        "button": "ボタンの名前(buttons)。",
        "target": "名前を付けていないもの(一覧の行のリンクなど)の探し方。",
        "dialog": "押すと出る確認の箱と、その答え。順に書きます。",
        "opens": "押すと別の窓で開く画面の名前。続きはその窓で行います。",
        "returns_to": "押すと窓が閉じるとき、戻る画面の名前。",
    },
    "click_in_row": {
        "table": "表の名前(tables)。表が1つだけなら書きません。",
        "row": "探す行。見出しと、セルの文字。",
        "press": "その行で押すボタンやリンクの文字。1つだけなら書きません。",
        "dialog": "押すと出る確認の箱と、その答え。",
        "opens": "押すと別の窓で開く画面の名前。",
    },
    "close_window": {"returns_to": "戻る画面の名前。省くと、その窓にあった画面です。"},
    "wait_for": {
        "shown": "出るまで待つものの探し方。",
        "gone": "消えるまで待つものの探し方。",
        "text": "出るまで待つ文字。",
        "seconds": "待ってよい秒数。",
    },
    "read": {"fields": "読み取る項目の名前(fields)の一覧。"},
    "read_table": {
        "table": "表の名前(tables)。表が1つだけなら書きません。",
        "next_page": "次のページへ行くボタンの名前(buttons)。",
        "columns": "欲しい見出しの一覧。省くと全部です。",
        "at_most": "この行の数で読み終えます。",
    },
    "find_row": {
        "table": "表の名前(tables)。表が1つだけなら書きません。",
        "row": "探す行。見出しと、セルの文字。",
        "next_page": "次のページへ行くボタンの名前(buttons)。",
    },
    "download": {
        "button": "押すボタンの名前(buttons)。",
        "file": "受け取ったファイルに付ける名前。",
        "dialog": "押すと出る確認の箱と、その答え。",
    },
    "upload": {"files": "項目の名前(fields)と、渡すファイル。"},
    "print_pdf": {"file": "PDF に付ける名前。"},
    "commit": {
        "dialog": "押すと出る確認の箱と、その答え。順に書きます。",
        "button": "登録を確定するボタンの名前(buttons)。",
        "confirmed_by": "登録されたときに画面に出る文字。件の番号が入る文が向いています。",
    },
    "expect": {"text": "画面に出ているはずの文字。"},
    "read_back": {},
}
