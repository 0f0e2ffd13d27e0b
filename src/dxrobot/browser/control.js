// One control of a form: which kind it is, whether it can be used, what it offers, what it holds in a person's words.

const kindOf = e => {
  if (e.matches('select')) return 'select';
  if (e.matches('input[type=checkbox], input[type=radio], [role=checkbox], [role=switch]')) return 'box';
  if (e.matches('input[type=submit], input[type=button], button')) return 'shown';
  if (e.matches('input, textarea')) return 'text';
  if (e.isContentEditable) return 'edited';
  return e.querySelector('input[type=radio]') ? 'radios' : 'shown';
};

const radiosOf = group => [...group.querySelectorAll('input[type=radio]')];

// An option without a value stands for "nothing chosen", whatever dashes or words it shows.
const optionLabel = option => option.value === '' ? '' : option.text.trim();
const radioLabel = radio =>
  ((radio.labels && radio.labels[0] && radio.labels[0].innerText) || radio.getAttribute('aria-label')
    || (radio.nextSibling && radio.nextSibling.textContent) || radio.value).trim();

// The choices of a select or of a group of radio buttons, in their order, and which of them is chosen (or -1).
const choicesOf = e => kindOf(e) === 'select' ? [...e.options].map(optionLabel) : radiosOf(e).map(radioLabel);
const chosenOf = e => kindOf(e) === 'select' ? e.selectedIndex : radiosOf(e).findIndex(radio => radio.checked);

const valueOf = e => {
  const kind = kindOf(e);
  if (kind === 'box') return e.matches('input') ? e.checked : e.getAttribute('aria-checked') === 'true';
  if (kind === 'text') return e.value;
  if (kind === 'shown' || kind === 'edited') return e.innerText.trim();
  const chosen = chosenOf(e);
  return chosen < 0 ? '' : choicesOf(e)[chosen];
};

const seen = e => {
  const box = e.getBoundingClientRect();
  return box.width > 0 && box.height > 0 && e.checkVisibility({ visibilityProperty: true });
};

const usable = e => seen(e) && !e.matches(':disabled') && !e.closest('[aria-disabled=true]');

// Whether a person could change it.
const isOpen = e => {
  const kind = kindOf(e);
  if (kind === 'shown') return false;
  return kind === 'radios' ? radiosOf(e).some(usable) : usable(e) && !e.readOnly;
};
