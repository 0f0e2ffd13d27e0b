"""The pop-up windows: looking a code up, which the window then writes into the page that opened it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from dxrobot.sample_site.legacy import codes
from dxrobot.sample_site.sessions import Session
from dxrobot.sample_site.web import Answer, Pages, Request


def _towns(pages: Pages, request: Request, _session: Session) -> Answer:
    """Towns; ``target`` says which fields of the opener are meant: the owner's or the place's."""
    words = request.query.get("words", "")
    target = request.query.get("target", "owner")
    return pages.show("jusho.html", words=words, found=codes.towns(words), target=target)


def _banks(pages: Pages, request: Request, _session: Session) -> Answer:
    words = request.query.get("words", "")
    return pages.show("ginko.html", words=words, found=codes.banks(words))


def _branches(pages: Pages, request: Request, _session: Session) -> Answer:
    bank_code, words = request.query.get("bank", ""), request.query.get("words", "")
    bank = next((bank for bank in codes.banks() if bank.code == bank_code), codes.Code("", ""))
    return pages.show("shiten.html", words=words, bank=bank, found=codes.branches(bank_code, words))


PAGES: Mapping[str, Callable[[Pages, Request, Session], Answer]] = {
    "jusho": _towns,
    "ginko": _banks,
    "shiten": _branches,
}
