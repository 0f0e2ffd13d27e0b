"""Pages that play the system of tests.actions.workspace."""

from __future__ import annotations

from pathlib import Path

HEAD = "<!doctype html><html lang=ja><meta charset=utf-8><title>窓口システム</title>"
PAGES = {
    "login.html": "<form method=post><label>利用者名 <input name=user></label><button>ログイン</button></form>",
    "login.post.html": "<h1>メニュー</h1><button>ログアウト</button>",
    "entry.html": """<h1>登録</h1><form method=post action=/entry>
<label>番号 <input name=number></label><label>氏名 <input name=name></label><button>登録する</button></form>
<table><thead><tr><th>番号</th><th>氏名</th></tr></thead><tbody>
{% for record in records['/entry'] %}<tr><td>{{ record.number }}</td><td>{{ record.name }}</td></tr>{% endfor %}
</tbody></table><button>ログアウト</button>""",
    "entry.post.html": """<h1>登録</h1>{% if posted.number == '999' %}<p role=alert>番号が違います</p>
{% else %}<p>{{ posted.number }} を登録しました</p>{% endif %}<button>ログアウト</button>""",
}


def write_pages(folder: Path) -> Path:
    folder.mkdir(parents=True)
    for name, body in PAGES.items():
        (folder / name).write_text(HEAD + body, encoding="utf-8")
    return folder
