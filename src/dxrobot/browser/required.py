"""What a form must hold before it can be sent, and does not."""

from __future__ import annotations

from playwright.sync_api import Page

from dxrobot.browser.locate import locate
from dxrobot.robot.target import Target

# Of a button without a form, everything that stands on the page counts. A group of radio buttons is asked once.
_EMPTY = """button => {
  const radios = e => [...e.getRootNode().querySelectorAll(`input[type=radio][name="${CSS.escape(e.name)}"]`)];
  const empty = e => {
    if (e.type === 'checkbox') return !e.checked;
    if (e.type === 'radio') return !radios(e).some(other => other.checked);
    return !e.value;
  };
  const words = e => {
    if (!e) return '';
    const copy = e.cloneNode(true);
    copy.querySelectorAll('input, select, textarea').forEach(control => control.remove());
    return copy.textContent.replace(/\\s+/g, ' ').trim();
  };
  const title = e => words(e.type === 'radio' && e.closest('fieldset')?.querySelector('legend'))
    || e.getAttribute('aria-label') || words([...(e.labels || [])][0])
    || words(e.closest('tr')?.querySelector('th')) || e.name || e.id;
  const form = button.form || button.closest('form') || button.ownerDocument;
  const required = ':is(input, select, textarea):is([required], [aria-required=true])';
  const fields = [...(form.elements || form.querySelectorAll('*'))].filter(e => e.matches(required));
  return fields.filter(e => e.type !== 'hidden' && !e.disabled && e.getClientRects().length && empty(e)).map(title);
}"""


def empty_required(page: Page, button: Target) -> list[str]:
    """The titles of the empty fields that must be filled in the form of ``button``, as they stand on the screen.

    Raises :class:`NotOnScreen` when the button is not there.
    """
    found: list[str] = locate(page, button).evaluate(_EMPTY)
    return list(dict.fromkeys(found))
