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

// Who leaves a menu open closes it by Escape or by pressing elsewhere.
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") document.querySelectorAll("details.menu-holder[open], .who details[open]").forEach((open) => { open.open = false; });
});
document.addEventListener("click", (event) => {
  document.querySelectorAll(".who details[open]").forEach((open) => { if (!open.contains(event.target)) open.open = false; });
});
