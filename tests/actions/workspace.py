"""A small workspace: one system, one form, one scenario, each with room for mistakes."""

from __future__ import annotations

from pathlib import Path

from PIL import Image

from dxrobot.config import Workspace, load_workspace

ROBOT = """\
# comment
robot: desk
title: 窓口システム
settle_s: 1
credentials: desk
login:
  steps:
    - open: login
    - fill: {user: "{{ credentials.user }}"}
    - click: login
  signed_in: {role: button, name: ログアウト}
screens:
  login:
    title: ログイン
    path: /login
    ready: {role: button, name: ログイン}
    fields:
      user: {label: 利用者名}
    buttons:
      login: {role: button, name: ログイン}
  entry:
    title: 登録
    path: /entry
    ready: {role: heading, name: 登録}
    fields:
      number: {label: 番号}
      name: {label: 氏名, sensitive: name}
    buttons:
      register: {role: button, name: 登録する}
operations:
  register:
    title: 1件登録する
    commits: true
    parameters:
      number: {title: 番号}
      name: {title: 氏名, sensitive: name, required: false}
    steps:
      - open: entry
      - fill:
          number: "{{ number }}"
          name: "{{ name }}"
      - commit:
          button: register
          confirmed_by: "{{ number }} を登録しました"
    probe:
      steps:
        - open: {screen: entry, query: {q: "{{ number }}"}}
      row: {番号: "{{ number }}"}
"""

TEMPLATE = """\
template: request
title: 請求書
key: number
fields:
  - {name: number, label: 番号, type: digits, zone: [10, 10, 50, 20]}
  - {name: name, label: 氏名, type: name, zone: [10, 50, 50, 20]}
"""

SCENARIO = """\
# 窓口で受けた請求書を登録する
scenario: entry
title: 登録
description: 請求書を登録します。
job: {name: 請求書の入力, department: 窓口課, owner: 係長, phase: 試行}
baseline:
  - minutes_per_item: 6
    source: estimated
    valid_from: 2020-04-01
assumptions:
  prepare_minutes_per_batch: 5
  review_seconds_per_field: 8
  correct_seconds_per_field: 10
  exception_minutes_per_item: 5
  recovery_minutes_per_item: 5
  basis: 見本の値
robots: [desk]
ocr_templates: [request]
inputs:
  scans: {type: files, title: スキャン}
steps:
  - read_forms:
      files: "{{ scans }}"
      templates: [request]
    as: forms
  - write_register: 登録簿.xlsx
  - for_each: "{{ forms }}"
    as: form
    key: "{{ form.key }}"
    steps:
      - if: "{{ form.name }}"
        then:
          - robot: desk.register
            with:
              number: "{{ form.number }}"
              name: "{{ form.name | katakana }}"
"""


def make_workspace(root: Path) -> Workspace:
    for path, text in {
        "dxrobot.toml": 'city = "見本市"\n[robots.desk]\naddress = "http://127.0.0.1:1/"\n',
        "robots/desk.yaml": ROBOT,
        "scenarios/entry.yaml": SCENARIO,
        "ocr_templates/request/template.yaml": TEMPLATE,
    }.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    Image.new("L", (100, 100), 255).save(root / "ocr_templates/request/blank.png")
    return load_workspace(root)


def place_of(text: str, marker: str) -> tuple[int, int]:
    """Line and column, from 1, where ``marker`` first stands in ``text``."""
    before = text[: text.index(marker)]
    return before.count("\n") + 1, len(before) - before.rfind("\n")
