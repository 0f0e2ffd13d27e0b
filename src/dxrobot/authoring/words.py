"""What each key of a definition file means, in one Japanese sentence: for editors and for the reference of the guide.

Words of an action's own arguments stand in ``action_words``; a package that adds actions writes them as
``Field(description=…)``.
"""

from __future__ import annotations

from collections.abc import Mapping

from dxrobot.authoring.action_words import ACTION_WORDS

_ANYWHERE: Mapping[str, str] = {
    "title": "画面や手順書に出す、日本語の名前。",
    "as": "結果に付ける名前。あとの手順で {{ 名前 }} と書いて使います。",
    "steps": "手順。上から順に行います。",
    "frame": "枠(フレーム)の名前か、アドレスの一部。枠がなければ書きません。",
    "sensitive": "個人情報の種類。記録や画像で伏せます。個人情報でなければ no。",
    "kind": "入力すると候補が出て、その中から選ぶ欄なら autocomplete。",
    "required": "なくてはならないか(true / false)。",
}

_MODELS: Mapping[str, Mapping[str, str]] = {
    "Scenario": {
        "": "1つの業務のやり方。上から順に読めば、何をするかが分かります。",
        "scenario": "シナリオの名前。ファイル名と同じにします(英小文字、数字、_)。",
        "description": "何をするシナリオか。引き継いだ人が読みます。",
        "part": "ほかのシナリオの部品なら true。それだけでは実行できません。",
        "job": "どの業務か。台帳はこの業務ごとに数えます。",
        "baseline": "手作業なら何分かかるか。書き換えず、新しいものを下に書き足します。",
        "assumptions": "人の手間の見積。台帳では、基準時間からこの分を引きます。",
        "robots": "使うロボットの名前の一覧。",
        "ocr_templates": "使う帳票定義の名前の一覧。",
        "locks": "同時に1つの実行だけが使えるものの名前。先の実行が終わるまで待ちます。",
        "limits": "害が広がる前に実行を止める条件。",
        "inputs": "実行のときに渡すもの。",
        "outputs": "部品が、使う側のシナリオに返すもの。",
    },
    "Job": {
        "name": "業務の名前。",
        "department": "担当課。",
        "owner": "責任を持つ係や人。",
        "phase": "進み具合(試行、実証、本番)。報告だけに使います。",
        "tool": "人の代わりに何がするか。報告だけに使います。",
        "keep_days": "読取値や記録を残す日数。過ぎたものは dxrobot purge で消します。",
    },
    "Baseline": {
        "minutes_per_item": "手作業で1件にかかる分。",
        "kinds": "種類で違うなら、種類ごとの1件の分(例: {新規: 6, 変更: 4})。ほかの種類は minutes_per_item。",
        "minutes_per_batch": "件数によらず、1回にかかる分。",
        "source": "測ったか(measured)、見積か(estimated)、公表値か(published)。",
        "samples": "測った件数。measured のとき必要です。",
        "measured_by": "測った人。measured のとき必要です。",
        "measured_on": "測った日。measured のとき必要です。",
        "standard_deviation": "測った時間のばらつき(標準偏差、分)。",
        "overtime_percent": "そのうち、時間外だった割合(%)。",
        "staff": "手作業をする職員の区分。費用は、この区分の1時間あたりの円で数えます。",
        "valid_from": "この基準時間を使い始める日。",
        "note": "根拠や注意。",
    },
    "Assumptions": {
        "prepare_minutes_per_batch": "1回の準備にかかる分。",
        "review_seconds_per_field": "1項目を確かめるのにかかる秒。",
        "correct_seconds_per_field": "1項目を直すのに、さらにかかる秒。",
        "exception_minutes_per_item": "職員に回った1件の処理にかかる分。",
        "recovery_minutes_per_item": "登録されたか分からない1件を確かめるのにかかる分。",
        "basis": "見積の根拠。",
    },
    "Limits": {
        "step_minutes": "1つの手順にかけてよい分。",
        "run_minutes": "実行全体にかけてよい分。件と件の間で終わります。",
        "system_errors_in_a_row": "システムの異常がこの数だけ続いたら止めます。",
        "failed_share": "この割合(0 から 1)を超えて失敗したら止めます。",
        "failed_share_after": "割合を見始める件数。",
    },
    "Input": {
        "type": "種類。files(ファイルやフォルダー)、file、text、date、number、choice、truth、list(部品だけ)。",
        "default": "渡されないときの値。",
        "choices": "type: choice のとき、選べる値の一覧。",
    },
    "Output": {"value": "返す値(式)。"},
    "Step": {},
    "RobotCall": {
        "robot": "ロボット名.操作名。",
        "with": "操作に渡す値。",
        "as": "操作が返した値に付ける名前。",
    },
    "If": {
        "if": "条件(式を1つ)。例: \"{{ row.amount != '0' }}\"",
        "then": "条件が成り立つときの手順。",
        "else": "成り立たないときの手順。",
    },
    "ForEach": {
        "for_each": '並び(式)。例: "{{ rows }}"',
        "as": "1つ分に付ける名前。",
        "key": "件の番号になる式。受付番号など、件ごとに必ず違うもの。前後の空白は除かれます。行番号は使いません。",
        "kind": "件の種類になる式。基準時間の kinds にある種類なら、その分で数えます。",
        "steps": "1件ごとの手順。",
    },
    "OnError": {
        "business": "内容の誤り(対象システムが受け付けないなど)のときの手順。{{ error.message }} が使えます。",
        "system": "システムの異常(つながらないなど)のときの手順。",
    },
    "Try": {"try": "やってみる手順。", "on_error": "誤りのときの手順。登録したかもしれない件は、素通りしません。"},
    "Use": {"use": "部品のシナリオの名前。", "with": "部品の入力に渡す値。", "as": "部品が返した値に付ける名前。"},
    "Robot": {
        "": "1つの対象システムの画面と操作。画面が変わったら、ここだけを直します。",
        "robot": "ロボットの名前。ファイル名と同じにします(英小文字、数字、_)。",
        "settle_s": "送信してから、対象システムが遅れて保存することのある最長の秒数。",
        "credentials": "認証情報の名前。dxrobot secret set 名前 で登録します。ログインがなければ書きません。",
        "one_login": "同じ利用者が同時に1か所でしかログインできないなら true。実行どうしが順番を待ちます。",
        "safe_requests": "予行でも送ってよい、何も変えない要求。",
        "errors": "どの画面でも、対象システムが値の誤りを知らせる場所。そこに出た文を示し、その件を職員に回します。",
        "encoding": "アドレスに付ける文字の文字コード。Shift_JIS の対象システムでは cp932。",
        "login": "ログインのしかた。",
        "screens": "画面。名前を付けて、項目、ボタン、表を書きます。",
        "operations": "操作。シナリオから使います。",
    },
    "Login": {
        "signed_in": "ログインできたときに見えるもの。",
        "logout": "実行の終わりに、ログアウトするときの手順。",
        "expired": "時間切れのときに見えるもの。見えたらログインし直します。",
    },
    "Screen": {
        "title": "画面の名前。",
        "path": "アドレスの、対象システムの場所より後ろ。ほかの画面からしか行けない画面には書きません。",
        "ready": "画面が使えるようになったときに見えるもの。見出しが向いています。",
        "busy": "処理中に見えるもの(くるくる回る印など)。消えるまで待ちます。",
        "errors": "この画面で、対象システムが値の誤りを知らせる場所。そこに出た文を示し、その件を職員に回します。",
        "fields": "項目。名前と、探し方。",
        "buttons": "ボタンとリンク。名前と、探し方。",
        "tables": "表。名前と、探し方。",
    },
    "Target": {
        "label": "欄の名前。画面に見えているとおりに書きます。最初に試す書き方です。",
        "row": "左隣のセル(見出し)の文字。見出しと値が並ぶ表に使います。",
        "role": "部品の種類(button, link, heading など)。name と組で書きます。",
        "name": "role の部品に書かれている文字。",
        "text": "見えている文字。",
        "placeholder": "欄の中に薄く書かれている文字。",
        "css": "CSS セレクター。ほかの書き方で1つに決まらないときだけ使います。",
        "xpath": "XPath。最後の手段です。",
        "exact": "文字が全部一致するものだけを探すか。一部でよければ false。",
    },
    "Operation": {
        "title": "操作の名前。",
        "commits": "対象システムに登録や変更をするなら true。",
        "parameters": "シナリオから受け取る値。",
        "probe": "もう登録されているかを調べるしかた。登録する操作には必ず要ります。",
        "returns": "シナリオに返す値(名前と式)。",
    },
    "Parameter": {"title": "値の名前。"},
    "Rows": {"at": "最初のセルの番地。", "values": "行ごとの値の一覧。"},
    "DialogAnswer": {
        "text": "箱に出る文字の一部。違う文字の箱が出たら、登録せずに止まります。",
        "answer": "ok か cancel。",
        "type": "箱の種類。お知らせ alert、はい・いいえ confirm、入力 prompt。",
        "optional": "箱が出ないこともあるなら true。",
        "reply": "prompt に入れる文字。",
    },
    "ByScreen": {"screen": "登録されたときに出る画面の名前。"},
    "ByDialog": {"dialog": "登録されたときに箱に出る文字の一部。"},
    "OperationIf": {
        "if": "条件(式を1つ)。例: \"{{ phone != '' }}\"",
        "then": "条件が成り立つときの手順。",
        "else": "成り立たないときの手順。",
    },
    "OperationForEach": {"for_each": "並び(式)。", "as": "1つ分に付ける名前。"},
    "Probe": {
        "steps": "一覧や検索の画面まで行く手順。",
        "row": "登録されていれば表にある行。見出しと、セルの文字。",
        "table": "探す表の名前。表が1つだけなら書きません。",
        "next_page": "一覧の次のページへ行くボタンの名前。",
        "empty": "一覧が0件のときだけ見えるもの。0件だと表そのものが出ない画面に書きます。",
        "shown": "行の代わりに、登録されているときだけ見えるもの。",
        "before_entry": "初めて登録する前にも調べるか。",
        "returns": "見つかった行から、シナリオに返す値(名前と式)。",
    },
    "SafeRequest": {
        "method": "要求の種類。",
        "path": "サーバーの最初の / からの道筋全部(画面の path と違う)。* は / のない文字、** は何でも。",
    },
    "Template": {
        "": "1つの帳票の、項目の場所と種類。",
        "template": "帳票定義の名前。フォルダー名と同じにします。",
        "title": "帳票の名前。",
        "blank": "白紙の様式の画像。",
        "dpi": "白紙の画像の解像度。",
        "key": "帳票1枚を区別する項目(整理番号など)。",
        "fields": "項目の一覧。",
        "rules": "項目どうしの決まり。",
    },
    "TemplateField": {
        "name": "項目の名前(英小文字、数字、_)。",
        "label": "項目の日本語の名前。",
        "type": "項目の種類。読み方と確かめ方が決まります。",
        "zone": "場所。左, 上, 幅, 高さ を [ ] で囲んで画素で書きます。",
        "boxes": "1文字ずつの枠の場所。",
        "options": "選択肢と、その印を付ける場所。",
        "charset": "書かれうる文字。省けば種類で決まります。",
        "pattern": "値の形(正規表現)。",
        "length": "文字数が決まっているとき。",
        "minimum": "最小の値。",
        "maximum": "最大の値。",
    },
    "DatePartsRule": {
        "rule": "元号・年・月・日が、ある日になること。",
        "era": "元号の項目。",
        "year": "年の項目。",
        "month": "月の項目。",
        "day": "日の項目。",
    },
    "PostalAddressRule": {
        "rule": "郵便番号と住所が合うこと。",
        "postal": "郵便番号の項目。",
        "address": "住所の項目。",
    },
    "KanaNameRule": {"rule": "ふりがなと氏名が合うこと。", "kana": "ふりがなの項目。", "name": "氏名の項目。"},
    "ScenarioTest": {
        "": "シナリオの試験。本番にもいまの作業フォルダーにも触れません。",
        "test": "試すシナリオの名前。",
        "cases": "場合の一覧。",
    },
    "Case": {
        "title": "何を確かめる場合か。",
        "mode": "試行(trial)か予行(dry)か。",
        "limit": "はじめの何件だけを処理するか。残りは未処理(pending)のままです。0 なら全件。",
        "inputs": "シナリオの入力。ファイルは作業フォルダーからの道筋で書きます。",
        "forms": "スキャンの代わりに渡す、値の分かっている帳票。",
        "files": "シナリオが使う、ほかのファイルやフォルダー。",
        "answers": "職員への質問の答え。",
        "sites": "対象システムの代わり。ロボットの名前ごとに書きます。",
        "expect": "期待する結果。書かないものは見ません。",
    },
    "KnownForm": {
        "template": "帳票定義の名前。",
        "values": "項目の値。",
        "doubtful": "まだ職員が確かめていないことにする項目。",
    },
    "GivenAnswer": {"item": "件の番号。", "question": "質問の一部。", "answer": "答え。"},
    "Site": {
        "pages": "ページ(HTML)を置いたフォルダー。",
        "recording": "記録した対象システム(HAR)のファイル。",
        "sample": "dxrobot に付いている見本のシステム。",
    },
    "Expectation": {
        "status": "実行の終わり方。",
        "message": "実行の最後に出る文の一部。",
        "items": "件の番号ごとの結果。ここにない件があれば違いとします。",
        "records": "対象システムへの登録。道筋(見本では表の名前)ごとに、欄の name と値。多い少ないも違いです。",
        "blocked": "予行で止めた要求。例: POST /register",
        "files": "できるはずのファイル。",
    },
    "ExpectedItem": {
        "state": "件の結果。done 登録、skipped 登録済み、business_error 職員へ、waiting_review 確認待ち など。",
        "reason": "理由の一部。",
        "entered": "登録した値。操作の値の名前で書きます。",
    },
    "ExpectedFile": {
        "file": "ファイルの名前か、作業フォルダーからの道筋。",
        "rows": "表にあるはずの行。見出しと文字。",
    },
}


def words_of(model: str, key: str) -> str:
    """What ``key`` of a model, or an argument of an action, means; what the model itself is for an empty ``key``."""
    own = _MODELS.get("Target" if model == "ScreenField" and key != "sensitive" else model, ACTION_WORDS.get(model, {}))
    return own.get(key, "" if not key else _ANYWHERE.get(key, ""))
