// Examples of rules: pressing one writes it into the field, and the dates follow.
"use strict";

document.addEventListener("click", (event) => {
  const example = event.target.closest("button[data-rule]");
  const field = document.getElementById("f-rule");
  if (!example || !field) return;
  field.value = example.dataset.rule;
  field.removeAttribute("aria-invalid");
  field.dispatchEvent(new Event("taken"));
  field.focus();
});

// What the dates hang on besides the rule: a change of it shows them anew.
document.addEventListener("change", (event) => {
  const field = document.getElementById("f-rule");
  if (field && field.value && event.target.closest("#f-scenario, #f-minutes, #f-window, [name='mode']")) {
    field.dispatchEvent(new Event("taken"));
  }
});

// Who sent a form with mistakes begins at the first field to be mended.
const first = document.querySelector("#schedule-form [aria-invalid]");
if (first) first.focus();
