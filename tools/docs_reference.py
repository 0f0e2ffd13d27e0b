"""Write the reference of the authoring guide, docs/ja/5-jisho.md: ``python -m tools.docs_reference``.

Everything in it comes from what dxrobot itself goes by, so that it cannot say something else.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import get_args

from pydantic import BaseModel

from dxrobot.actions.base import Action
from dxrobot.actions.registry import SCENARIO_ACTIONS, SCREEN_ACTIONS
from dxrobot.authoring.cases import Case, Expectation, ExpectedFile, ExpectedItem, GivenAnswer, KnownForm, Site
from dxrobot.authoring.words import words_of
from dxrobot.ledger.baseline import Baseline
from dxrobot.ledger.human import Assumptions
from dxrobot.ocr.template import LexiconFile, Template, TemplateField
from dxrobot.ocr.template_rules import DateOrderRule, DatePartsRule, KanaNameRule, OneOfRule, PostalAddressRule, SumRule
from dxrobot.robot.dialog import DialogAnswer
from dxrobot.robot.model import Login, Operation, Parameter, Probe, Robot, SafeRequest, Screen, ScreenField
from dxrobot.robot.target import Role
from dxrobot.scenario.filters import describe
from dxrobot.scenario.model import ForEach, If, Input, Job, Limits, OnError, Output, RobotCall, Scenario, Try, Use

PATH = Path(__file__).resolve().parents[1] / "docs" / "ja" / "5-jisho.md"

_HEAD = """# 5. 辞書(全部の書き方)

このページは `python -m tools.docs_reference` が dxrobot 自身から作ります。手では直しません。
編集ソフト(VS Code)では、同じ説明が書いている途中に出ます([3ページ](3-scenario.md)の始めを見てください)。

「必須」に ● のあるものは、必ず書きます。式(`"{{ … }}"`)は、値を書くところならどこにでも書けます。
式は引用符 `"` で囲みます。
引用符のない `0012`、`1_000`、`1.50`、`2026-04-01` は、書いたとおりの文字です(`12` や `1.5` は数です)。
"""

_SCENARIO_KEYS: Mapping[str, type[BaseModel]] = {
    "シナリオの先頭のキー": Scenario,
    "job": Job,
    "baseline(- で並べる)": Baseline,
    "assumptions": Assumptions,
    "inputs の中": Input,
    "outputs の中(部品だけ)": Output,
    "limits": Limits,
}
_KINDS: Mapping[str, type[BaseModel]] = {
    "robot ロボットの操作を使う": RobotCall,
    "for_each 1件ずつ繰り返す": ForEach,
    "if 条件で分ける": If,
    "try 誤りに備える": Try,
    "on_error の中": OnError,
    "use 部品のシナリオを使う": Use,
}
_ROBOT_KEYS: Mapping[str, type[BaseModel]] = {
    "ロボットの先頭のキー": Robot,
    "login": Login,
    "screens の中": Screen,
    "探し方(fields、buttons、tables、ready など)": ScreenField,
    "operations の中": Operation,
    "parameters の中": Parameter,
    "probe": Probe,
    "dialog(確認の箱)": DialogAnswer,
    "safe_requests(- で並べる)": SafeRequest,
}
_TEST_KEYS: Mapping[str, type[BaseModel]] = {
    "cases(- で並べる)": Case,
    "forms(- で並べる)": KnownForm,
    "answers(- で並べる)": GivenAnswer,
    "sites の中": Site,
    "expect": Expectation,
    "items の中": ExpectedItem,
    "files(- で並べる)": ExpectedFile,
}
_TEMPLATE_KEYS: Mapping[str, type[BaseModel]] = {
    "帳票定義の先頭のキー": Template,
    "fields(- で並べる)": TemplateField,
    "lexicon": LexiconFile,
    "rules の date_parts": DatePartsRule,
    "rules の postal_address": PostalAddressRule,
    "rules の kana_name": KanaNameRule,
    "rules の sum": SumRule,
    "rules の one_of": OneOfRule,
    "rules の date_order": DateOrderRule,
}
_STATES = {
    "done": "登録した",
    "skipped": "前に登録してあるので飛ばした",
    "waiting_review": "職員の確認や答えを待っている",
    "business_error": "内容の誤り。職員が見る",
    "system_error": "システムの異常。やり直せる",
    "unknown": "登録されたか分からない。職員が対象システムを見る",
    "pending": "まだ(予行ではいつもこれ)",
}


def reference() -> str:
    """The whole page."""
    parts = [
        _HEAD,
        "## シナリオの手順",
        *_actions(SCENARIO_ACTIONS),
        *_models(_KINDS),
        "## ロボットの手順",
        *_actions(SCREEN_ACTIONS),
        "`if` と `for_each` は、ロボットの手順にも書けます。",
        "## シナリオのファイル",
        *_models(_SCENARIO_KEYS),
        "## ロボットのファイル",
        *_models(_ROBOT_KEYS),
        "role に書ける種類: " + ", ".join(f"`{role}`" for role in get_args(Role)),
        "## 変換(フィルター)",
        "`{{ 値 | 変換 }}` と書きます。空欄は空欄のままです。",
        "| 変換 | すること | 例 |\n|---|---|---|\n" + "\n".join(_row(*found) for found in _filters()),
        "## 試験のファイル",
        *_models(_TEST_KEYS),
        "件の結果(state):",
        "| state | 意味 |\n|---|---|\n" + "\n".join(_row(f"`{name}`", words) for name, words in _STATES.items()),
        "## 帳票定義のファイル",
        *_models(_TEMPLATE_KEYS),
    ]
    return "\n\n".join(part.strip() for part in parts) + "\n"


def _filters() -> Iterator[tuple[str, str, str]]:
    for name, sentence, example in describe():
        yield f"`{name}`", sentence, f"`{example}`"


def _actions(actions: Mapping[str, type[Action]]) -> Iterator[str]:
    for name, action in actions.items():
        yield f"### {name} {action.name}"
        yield action.sentence
        if action.model_fields:
            yield _table((key, field.is_required(), words_of(name, key)) for key, field in action.model_fields.items())
        required = {key for key, field in action.model_fields.items() if field.is_required()}
        if action.main_argument not in ("", action.implied_argument) and required <= {action.main_argument}:
            yield f"`{name}: …` と1行で書いたときは、`{action.main_argument}` の値です。"


def _models(models: Mapping[str, type[BaseModel]]) -> Iterator[str]:
    for title, model in models.items():
        yield f"### {title}"
        if whole := words_of(model.__name__, ""):
            yield whole
        yield _table(
            (field.alias or name, field.is_required(), words_of(model.__name__, field.alias or name))
            for name, field in model.model_fields.items()
        )


def _table(rows: Iterator[tuple[str, bool, str]]) -> str:
    lines = [_row(f"`{key}`", "●" if required else "", words) for key, required, words in rows]
    return "| キー | 必須 | 意味 |\n|---|---|---|\n" + "\n".join(lines)


def _row(*cells: str) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


if __name__ == "__main__":
    PATH.write_text(reference(), encoding="utf-8")
    print(PATH)
