"""Going through a page by the keyboard alone, as somebody does who has no mouse."""

from __future__ import annotations

from playwright.sync_api import Page

_MOST = 400
_STOPS = """const groups = new Set();
  const reachable = (one) => {
    if (one.disabled || one.tabIndex < 0 || !one.checkVisibility({ checkVisibilityCSS: true })) return false;
    if (one.type !== "radio") return true;
    const group = `${one.form ? [...document.forms].indexOf(one.form) : ""} ${one.name}`;
    return groups.has(group) ? false : Boolean(groups.add(group));
  };
  const name = (one) => `${one.tagName.toLowerCase()} ${
    one.getAttribute("aria-label") || one.innerText || one.name || one.id}`.slice(0, 60);
  const stops = [...document.querySelectorAll(
    "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]")].filter(reachable);"""
_WALK = """() => {
  STOPS
  const found = [];
  const past = stops[0];
  if (!past.matches(".skip") || !document.querySelector(past.getAttribute("href"))?.matches("main[tabindex]")) {
    found.push("nothing leads past the menu");
  }
  const place = (one) => (one.classList.contains("unseen") ? one.parentElement : one).getBoundingClientRect();
  const marked = (one) => [one, one.closest("label"), one.parentElement].some((shown) => {
    const style = shown && getComputedStyle(shown);
    return style && style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  });
  let before = null;
  for (const one of stops) {
    one.focus();
    if (document.activeElement !== one) found.push(`takes no focus: ${name(one)}`);
    if (!marked(one)) found.push(`not seen to be there: ${name(one)}`);
    if (one.tabIndex > 0) found.push(`in an order of its own: ${name(one)}`);
    const tab = new KeyboardEvent("keydown", { key: "Tab", code: "Tab", bubbles: true, cancelable: true });
    if (!one.dispatchEvent(tab)) found.push(`does not let go: ${name(one)}`);
    const box = place(one);
    if (before) {
      const above = box.bottom <= before.box.top + 1 && box.left < before.box.right;
      const overlap = Math.min(box.bottom, before.box.bottom) - Math.max(box.top, before.box.top);
      if (above || (overlap > 6 && box.right <= before.box.left)) {
        found.push(`out of order: ${name(before.one)} → ${name(one)}`);
      }
    }
    // The page moved while it was gone through: only what is seen at the same moment is compared.
    before = { one, get box() { return place(one); } };
  }
  return found;
}""".replace("STOPS", _STOPS)


def flaws_by_keyboard(page: Page) -> list[str]:
    """What keeps somebody without a mouse from going through ``page``: at every stop, in the order of Tab.

    Each link, button and field that is seen must take the focus, show it, let it go, and stand where one who reads
    expects the next; and the first stop of all must lead past the menu.
    """
    page.keyboard.press("Tab")  # from now on the browser shows where the focus is
    found: list[str] = page.evaluate(_WALK)
    return found


def tab_through(page: Page) -> list[str]:
    """What Tab itself does not reach on ``page``, pressed from the first stop to the last."""
    page.evaluate(
        "() => { window.stopped = []; document.addEventListener('focusin', (event) => stopped.push(event.target)); }"
    )
    count = page.evaluate(f"() => {{ {_STOPS} window.stops = stops; window.calledBy = name; return stops.length; }}")
    for _time in range(_MOST):
        page.keyboard.press("Tab")
        if page.evaluate("stopped.length > 1 && document.activeElement === stops[0]"):
            break
    assert count > 0
    missed: list[str] = page.evaluate("stops.filter((one) => !stopped.includes(one)).map(calledBy)")
    return missed


def reach(page: Page, words: str) -> None:
    """Go on with Tab until what is called ``words`` has the focus."""
    for _time in range(_MOST):
        if words in page.evaluate(_CALLED):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{words} is not reached by Tab")


_CALLED = """() => {
  const one = document.activeElement;
  if (!one || one === document.body) return "";
  const told = [one.getAttribute("aria-label"), one.matches("a, button, summary") ? one.innerText : "", one.name];
  const labels = [...(one.labels || [])].map((label) => label.innerText);
  return [...told, ...labels].filter(Boolean).join(" ").replace(/\\s+/g, " ");
}"""
