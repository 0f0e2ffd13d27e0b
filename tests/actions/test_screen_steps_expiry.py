"""Sessions that end: told from failures, never after a submission, and mended by signing in again."""

from __future__ import annotations

import pytest

from dxrobot.actions.desk import Desk, NothingToCommit
from dxrobot.errors import InputError, SessionExpired, TargetError
from tests.browser.conftest import Answer, Pages

from .screens import AtDesk, steps_with_commit, work

SCREENS = """
entry:
  title: 登録
  path: /entry
  ready: {role: heading, name: 登録}
  fields: {name: {label: 氏名}}
  buttons: {register: {role: button, name: 登録する}, list: {role: link, name: 一覧}}
list: {title: 一覧, ready: {role: heading, name: 一覧}}
framed: {title: 枠, path: /frames, frame: main, ready: {role: heading, name: 一覧}}
"""
EXPIRED = """
login:
  steps: [{open: login}, {click: sign_in}]
  signed_in: {text: 業務メニュー}
  expired: {text: 有効時間が過ぎました}
"""
LOGIN_PAGE = "<p role=alert>もう一度ログインしてください</p><form action=/menu><button>ログイン</button></form>"
MENU = "<p>業務メニュー</p>"
ENTRY = f"""{MENU}<h1>登録</h1><form action=/saved><label>氏名 <input></label><button>登録する</button></form>
<a href=/list>一覧</a>"""
AWAY = "<script>location.replace('/login')</script>"


class _Committing(NothingToCommit):
    def before_commit(self) -> None:
        pass


@pytest.fixture
def desk(site: Pages, at_desk: AtDesk) -> Desk:
    """Signed in, on the entry screen."""
    site.html |= {"/login": LOGIN_PAGE, "/menu": MENU, "/entry": ENTRY, "/list": AWAY, "/saved": AWAY}
    return signed_in(at_desk(SCREENS))


def signed_in(desk: Desk) -> Desk:
    desk.sign_in(lambda desk: work(desk, "[open: login, click: sign_in]"))
    return desk


def test_the_login_page_in_place_of_the_next_screen_is_an_ended_session(desk: Desk) -> None:
    """Although that page shows an error as well: it is no refusal of the record."""
    with pytest.raises(SessionExpired, match="ログインの有効時間が切れました"):
        work(desk, "[open: entry, click: list, on: list]")


def test_the_login_page_in_place_of_an_address_is_an_ended_session(desk: Desk, site: Pages) -> None:
    site.answers["/entry"] = Answer(status=302, headers={"Location": "/login"})
    with pytest.raises(SessionExpired):
        work(desk, "[open: entry]")


def test_a_page_that_has_gone_to_the_login_page_by_itself_is_an_ended_session(desk: Desk, site: Pages) -> None:
    site.html["/entry"] += "<script>setTimeout(() => location.replace('/login'), 100)</script>"
    with pytest.raises(SessionExpired):
        work(desk, "[open: entry, wait_for: {text: ログイン}, fill: {name: 平田}]")


def test_the_login_page_within_a_frame_is_an_ended_session(desk: Desk, site: Pages) -> None:
    site.html["/frames"] = "<frameset cols='100%'><frame name=main src=/login></frameset>"
    with pytest.raises(SessionExpired):
        work(desk, "[open: framed]")


def test_the_login_page_in_one_frame_beside_the_menu_in_another_is_an_ended_session(desk: Desk, site: Pages) -> None:
    """Old framesets keep showing their menu, with its sign of being signed in."""
    site.html["/frames"] = "<frameset cols='50%,50%'><frame src=/menu><frame name=main src=/login></frameset>"
    with pytest.raises(SessionExpired):
        work(desk, "[open: framed]")


def test_a_sign_of_its_own_over_the_screen_is_an_ended_session(site: Pages, at_desk: AtDesk) -> None:
    site.html |= {"/login": LOGIN_PAGE, "/menu": MENU, "/entry": ENTRY + "<div>有効時間が過ぎました</div>"}
    desk = signed_in(at_desk(SCREENS, login=EXPIRED))
    with pytest.raises(SessionExpired):
        work(desk, "[open: entry]")


def test_a_box_that_says_so_is_an_ended_session_and_no_refusal(site: Pages, at_desk: AtDesk) -> None:
    site.html |= {"/login": LOGIN_PAGE, "/menu": MENU, "/entry": ENTRY}
    site.html["/list"] = "<script>alert('有効時間が過ぎました。')</script>"
    desk = signed_in(at_desk(SCREENS, login=EXPIRED))
    with pytest.raises(SessionExpired):
        work(desk, "[open: entry, click: list, on: list]")


def test_a_page_with_a_login_button_for_others_is_no_ended_session(desk: Desk, site: Pages) -> None:
    site.html["/list"] = f"{MENU}<button>ログイン</button>"
    with pytest.raises(TargetError, match="画面「一覧」が表示されません") as caught:
        work(desk, "[open: entry, click: list, on: list]")
    assert not isinstance(caught.value, SessionExpired)


def test_after_a_submission_only_a_look_can_tell(desk: Desk) -> None:
    work(desk, "[open: entry]")
    desk.begin(_Committing())
    steps = "[open: entry, fill: {name: 平田}, commit: {button: register, confirmed_by: 登録しました}, on: list]"
    with pytest.raises(TargetError) as caught:
        steps_with_commit(desk, steps)
    assert not isinstance(caught.value, SessionExpired)


def test_the_robot_signs_in_again_and_goes_on(desk: Desk, site: Pages) -> None:
    with pytest.raises(SessionExpired):
        work(desk, "[open: entry, click: list, on: list]")
    desk.sign_in_again()
    site.html["/list"] = "<h1>一覧</h1>"
    work(desk, "[open: entry, click: list, on: list]")


@pytest.mark.parametrize(
    "refusal", ["<p role=alert>利用者名が違います</p>", "<script>alert('利用者名が違います')</script>"]
)
def test_an_account_that_is_refused_is_a_matter_of_the_vault(site: Pages, at_desk: AtDesk, refusal: str) -> None:
    site.html |= {"/login": LOGIN_PAGE, "/menu": refusal}
    with pytest.raises(InputError, match="dxrobot secret set desk"):
        signed_in(at_desk(SCREENS))


def test_the_login_page_again_without_a_word_is_a_refused_account(site: Pages, at_desk: AtDesk) -> None:
    page = "<form action=/menu><button>ログイン</button></form>"
    site.html |= {"/login": page, "/menu": page}
    with pytest.raises(InputError, match=r"ログインできません\(ログインの画面のままです\).*dxrobot secret set desk"):
        signed_in(at_desk(SCREENS))


def test_a_login_step_that_does_not_get_on_is_a_refused_account_with_the_words_of_the_site(
    site: Pages, at_desk: AtDesk
) -> None:
    site.html |= {"/login": "<form action=/menu><button>ログイン</button></form>", "/menu": LOGIN_PAGE}
    with pytest.raises(InputError, match=r"ログインの画面のままです\)。.*もう一度ログインしてください"):
        at_desk(SCREENS).sign_in(lambda desk: work(desk, "[open: login, click: sign_in, on: list]"))


def test_a_slow_answer_to_the_login_is_no_refused_account(site: Pages, at_desk: AtDesk) -> None:
    site.html |= {"/login": LOGIN_PAGE}
    site.answers["/menu"] = Answer(delay_s=3)
    with pytest.raises(TargetError):
        signed_in(at_desk(SCREENS))
