// Small things that every page shares. No page needs a script to be read.
"use strict";

// A button that was pressed does not send its form twice.
document.addEventListener("submit", (event) => {
  if (event.defaultPrevented) return;
  const form = event.target;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "1";
  form.querySelectorAll("button").forEach((button) => button.setAttribute("aria-disabled", "true"));
});
window.addEventListener("pageshow", () => {
  document.querySelectorAll("form[data-sent]").forEach((form) => {
    delete form.dataset.sent;
    form.querySelectorAll("button").forEach((button) => button.removeAttribute("aria-disabled"));
  });
});

// A deed that cannot be undone is asked about in the words of the page.
document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-confirm]");
  if (button && !window.confirm(button.dataset.confirm)) {
    event.preventDefault();
    event.stopImmediatePropagation();
  }
}, true);

// Who leaves a menu open closes it by Escape, and is back where it was opened, or by pressing elsewhere.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  document.querySelectorAll(".who details[open]").forEach((open) => {
    const within = open.contains(document.activeElement);
    open.open = false;
    if (within) open.querySelector("summary").focus();
  });
});
document.addEventListener("click", (event) => {
  document.querySelectorAll(".who details[open]").forEach((open) => { if (!open.contains(event.target)) open.open = false; });
});

// A part of the page that is asked for anew does not take the focus away from who works by keyboard.
const calledBy = (one) => one.tagName + (one.getAttribute("href") || one.getAttribute("aria-labelledby") || one.textContent);
let left = "";
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  const at = document.activeElement;
  left = detail.target.contains(at) ? calledBy(at) : "";
});
document.addEventListener("htmx:afterSwap", ({ detail }) => {
  if (!left || (document.activeElement && document.activeElement !== document.body)) return;
  const same = [...document.querySelectorAll("main a, main button, main [tabindex]")].find((one) => calledBy(one) === left);
  if (same) same.focus({ preventScroll: true });
});
