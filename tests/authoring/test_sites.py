"""What plays a target system in tests of scenarios: folders of pages, and recordings."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest

from dxrobot.authoring.page_site import page_site
from dxrobot.authoring.recorded_site import BASE_PATH, recorded_site
from dxrobot.errors import InputError
from dxrobot.masking import MASK


def ask(address: str, posted: dict[str, str] | None = None, encoding: str = "utf-8") -> bytes:
    data = None if posted is None else urlencode(posted, encoding=encoding).encode()
    with urllib.request.urlopen(address, data) as answer:
        return answer.read()


def test_old_page_in_shift_jis_gets_and_keeps_what_was_sent_in_it(tmp_path: Path) -> None:
    page = '<meta charset="Shift_JIS"><p>{{ posted.name }} を登録しました</p>'
    (tmp_path / "entry.do.post.html").write_bytes(page.encode("cp932"))
    with page_site(tmp_path) as site:
        answer = ask(f"{site.address}entry.do", {"name": "髙橋 一郎"}, "cp932")
        assert "髙橋 一郎 を登録しました" in answer.decode("cp932")
        assert site.records == {"/entry.do": [{"name": "髙橋 一郎"}]}


def test_what_was_sent_is_shown_as_text_and_never_as_markup(tmp_path: Path) -> None:
    (tmp_path / "x.post.html").write_text("<meta charset=utf-8>{{ posted.name }}", encoding="utf-8")
    with page_site(tmp_path) as site:
        assert b"&lt;b&gt;" in ask(f"{site.address}x", {"name": "<b>"})


def test_page_that_is_missing_is_named_and_nothing_outside_the_folder_is_shown(tmp_path: Path) -> None:
    (tmp_path / "secret.html").write_text("secret", encoding="utf-8")
    (tmp_path / "pages").mkdir()
    with page_site(tmp_path / "pages") as site:
        for path in ("entry", "..%2Fsecret"):
            with pytest.raises(urllib.error.HTTPError) as error:
                ask(f"{site.address}{path}")
            assert (error.value.code, b"secret</" in error.value.read()) == (404, False)


def entry(method: str, path: str, body: str, sent: str = "") -> dict[str, object]:
    request = {"method": method, "url": f"http://old.example:80{path}"}
    if sent:
        request |= {"postData": {"mimeType": "application/x-www-form-urlencoded", "text": sent}}
    headers = [{"name": "Content-Type", "value": "text/html"}]
    return {"request": request, "response": {"status": 200, "headers": headers, "content": {"text": body}}}


def test_recording_answers_in_its_order_and_takes_any_covered_value(tmp_path: Path) -> None:
    entries = [
        entry("GET", "/list", "empty"),
        entry("POST", "/login", "in", urlencode({"user": MASK, "password": MASK})),
        entry("GET", "/list", "one"),
    ]
    path = tmp_path / "site.har"
    path.write_text(json.dumps({"log": {"entries": entries}}), encoding="utf-8")
    with recorded_site(path) as site:
        assert [ask(f"{site.address}list") for _time in range(3)] == [b"empty", b"one", b"one"]
        assert ask(f"{site.address}login", {"user": "test", "password": "test"}) == b"in"
        with pytest.raises(urllib.error.HTTPError):
            ask(f"{site.address}login", {"user": "test"})


def test_recorded_text_of_an_old_page_is_told_to_be_what_the_recording_holds(tmp_path: Path) -> None:
    page = '<meta charset="Shift_JIS">登録しました'
    path = tmp_path / "site.har"
    path.write_text(json.dumps({"log": {"entries": [entry("GET", "/old", page)]}}), encoding="utf-8")
    with recorded_site(path) as site, urllib.request.urlopen(f"{site.address}old") as answer:
        assert answer.headers.get_all("content-type") == ["text/html; charset=utf-8"]
        assert "登録しました" in answer.read().decode("utf-8")


def test_recorded_site_below_a_path_is_played_below_the_same_path(tmp_path: Path) -> None:
    path = tmp_path / "site.har"
    log = {BASE_PATH: "/app/", "entries": [entry("GET", "/app/list", "empty")]}
    path.write_text(json.dumps({"log": log}), encoding="utf-8")
    with recorded_site(path) as site:
        assert urlsplit(site.address).path == "/app/"
        assert ask(f"{site.address}list") == b"empty"


def test_file_that_is_no_recording_is_told_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "x.har").write_text("{}", encoding="utf-8")
    with pytest.raises(InputError, match="--record"), recorded_site(tmp_path / "x.har"):
        pass
