"""What a page offers, written as a screen of a robot file: to be copied, renamed and thinned out by a person."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator

from dxrobot.browser.offers import Offer, OfferedFrame
from dxrobot.i18n import _
from dxrobot.robot.target import Target

_NAME = re.compile(r"^[a-z][a-z0-9_]*$")
_PLAIN = re.compile(r"[\w一-龥ぁ-んァ-ヶー々〆()()・.,、。/-][\w一-龥ぁ-んァ-ヶー々〆()()・.,、。/ -]*")
_NOT_NAMES = {"yes", "no", "on", "off", "y", "n", "true", "false", "null"}
"""Words that some readers of YAML take for a value."""
_FIELDS = ("text", "password", "date", "select", "autocomplete", "radio", "checkbox", "file")


def screen_text(frame: OfferedFrame, name: str, *, compared: bool = False) -> str:
    """A screen called ``name`` with everything that ``frame`` offers, as YAML with remarks.

    With ``compared``, the remarks also tell the fields and buttons that the robot does not know.
    """
    lines = [f"  {name}:", f"    title: {_scalar(_title(frame))}"]
    if frame.frame:
        lines.append(f"    frame: {_scalar(frame.frame)}")
    elif frame.posted:
        lines.append(_("    # path: 直接は開けません"))
    else:
        path, _mark, query = frame.path.partition("?")
        remark = _("  # 値で変わる ? より後ろは省きました") if query else ""
        lines.append(f"    path: {_scalar(path or '/')}{remark}")
    lines += [f"    ready: {_ready(frame)}"]
    for key, kinds in (("fields", _FIELDS), ("buttons", ("button", "link")), ("tables", ("table",))):
        offers = [offer for offer in frame.offers if offer.kind in kinds]
        lines += [f"    {key}:", *_entries(offers, key, compared=compared)] if offers else []
    lines += [_("    # 1つに決まる探し方がないもの: {thing}").format(thing=thing) for thing in frame.lost]
    return "\n".join(lines)


def _title(frame: OfferedFrame) -> str:
    headings = [offer.target.words for offer in frame.offers if offer.kind == "heading" and not offer.target.css]
    return next(iter(headings), frame.title or _("画面"))


def _ready(frame: OfferedFrame) -> str:
    """What shows that the screen is there: a heading, else a table's or a group's title, else a button or an input."""
    for kinds in (("heading",), ("words",), ("button",), _FIELDS, ("link", "table")):
        for offer in frame.offers:
            if offer.kind in kinds:
                return target_text(offer.target)
    return target_text(Target(css="body"))


def new_required(frame: OfferedFrame) -> list[str]:
    """The open fields that the page requires and the robot does not know, for people."""
    fields = [offer for offer in frame.offers if offer.kind in _FIELDS and not offer.closed]
    offers = [offer for offer in fields if offer.required and not offer.known]
    return [f"{offer.name}: {target_text(offer.target)}".removeprefix(": ") for offer in offers]


def _entries(offers: Iterable[Offer], key: str, *, compared: bool) -> Iterator[str]:
    taken: set[str] = set()
    for number, offer in enumerate(offers, start=1):
        wished = offer.name.lower().replace("-", "_")
        name = wished if _NAME.match(wished) and wished not in {*taken, *_NOT_NAMES} else f"{key[:-1]}_{number}"
        taken.add(name)
        remarks = [_remark(offer), _("ロボットにない") if compared and not offer.known and key != "tables" else ""]
        remark = " / ".join(filter(None, remarks))
        written = f"      {name}: {target_text(offer.target)}"
        yield f"{written}  # {remark}" if remark else written


def _remark(offer: Offer) -> str:
    words = {
        "text": _("文字"),
        "password": _("パスワード"),
        "date": _("日付"),
        "select": _("選択"),
        "autocomplete": _("打つと出る候補から選ぶ"),
        "radio": _("ラジオボタン"),
        "checkbox": _("チェック"),
        "file": _("ファイル"),
        "table": _("表"),
    }.get(offer.kind, "")
    shown = ", ".join(offer.choices)
    told = f"{words}: {shown}" if shown else words
    return f"{told}({_('いまは入力できない')})" if offer.closed else told


def target_text(target: Target) -> str:
    """A target as YAML; the frame stands with the screen."""
    ways = target.model_dump(exclude_defaults=True, exclude={"frame"})
    return "{" + ", ".join(f"{key}: {_scalar(str(value))}" for key, value in ways.items()) + "}"


def _scalar(text: str) -> str:
    """``text`` as YAML would read it again as text; Japanese stays as it is."""
    is_word = _PLAIN.fullmatch(text) and not re.fullmatch(r"[\d.,:_/-]*|true|false|null|yes|no|on|off", text.lower())
    in_flow = "," not in text
    return text if is_word and in_flow and text == text.strip() else json.dumps(text, ensure_ascii=False)
