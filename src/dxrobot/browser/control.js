// One control of a form: which kind it is, whether it can be used, what it offers, what it holds in a person's words.

// A box to choose from a list that is no select: nothing can be typed there.
const CHOOSES = '[role=combobox]:not(input, textarea, select), input[role=combobox]:read-only, button[aria-haspopup=listbox]';
// A date in parts, each of which takes its own digits.
const SECTIONS = '[role=spinbutton][contenteditable]';

const kindOf = e => {
  if (e.matches('select')) return 'select';
  if (e.matches('input[type=checkbox], input[type=radio], [role=checkbox], [role=switch], [role=radio]')) return 'box';
  if (e.matches(CHOOSES)) return 'listed';
  if (e.matches('input[type=submit], input[type=button], button')) return 'shown';
  if (e.matches('input, textarea')) return 'text';
  if (e.isContentEditable) return 'edited';
  if (e.querySelector(SECTIONS)) return 'sections';
  return radiosOf(e).length ? 'radios' : 'shown';
};

// Those that the page draws itself, else the browser's; a web component is handed them from outside (a slot).
const radiosOf = group => {
  const host = group.matches('[role=radiogroup]') && group.getRootNode().host;
  const drawn = [...(host || group).querySelectorAll('[role=radio]:not(input)')];
  return drawn.length ? drawn : [...group.querySelectorAll('input[type=radio]')];
};

const isChecked = e => e.matches('input') ? e.checked : e.getAttribute('aria-checked') === 'true';

// An option without a value stands for "nothing chosen", whatever dashes or words it shows.
const optionLabel = option => option.value === '' ? '' : option.text.trim();
const radioLabel = radio =>
  ((radio.labels && radio.labels[0] && radio.labels[0].innerText) || radio.getAttribute('aria-label')
    || radio.innerText || (radio.nextSibling && radio.nextSibling.textContent) || radio.value).trim();

// The choices of a select or of a group of radio buttons, in their order, and which of them is chosen (or -1).
const choicesOf = e => kindOf(e) === 'select' ? [...e.options].map(optionLabel) : radiosOf(e).map(radioLabel);
const chosenOf = e => kindOf(e) === 'select' ? e.selectedIndex : radiosOf(e).findIndex(isChecked);

const flat = text => text.replace(/[\u200b-\u200f\u2060-\u2069\ufeff]/g, '').trim();
const textWithout = (e, parts) => {
  const copy = e.cloneNode(true);
  copy.querySelectorAll(parts).forEach(part => part.remove());
  return flat(copy.textContent);
};
const PLACEHOLDERS = '[class*=placeholder i]:not(.el-select__placeholder:not(.is-transparent))';
const NOT_CHOSEN = `${PLACEHOLDERS}, [role=option], [aria-hidden=true], button, svg, style`;
const shownIn = place => textWithout(place, NOT_CHOSEN);
// Whatever takes a value of its own: words around two of them say nothing about either.
const TAKES_VALUE = ':is(input:not([type=hidden]), select, textarea, [contenteditable=true], [role=combobox], [role=textbox],'
  + ' [role=spinbutton], [role=listbox], [role=switch], [role=checkbox], [role=radio], [role=slider]):not([aria-hidden=true])';
const LAYOUT = 'form, fieldset, table, tr, td, th, dl, dd, li, body, main, section, [role=row], [role=cell], [role=group]';
const holdsAnother = (place, e) => [...place.querySelectorAll(TAKES_VALUE)].some(other => other !== e && !other.closest('[role=option]'));
// What a box with a list shows as chosen stands in it, or beside the input where one searches.
const chosenText = e => {
  const text = shownIn(e);
  if (text || !e.matches('input')) return text;
  for (let place = e.parentElement, up = 0; place && up < 3; place = place.parentElement, up += 1) {
    if (place.matches(LAYOUT) || place.querySelector('label') || holdsAnother(place, e)) return '';
    const beside = shownIn(place);
    if (beside) return beside;
  }
  return '';
};
// What is certain to be the box's own: words beside it may be the page's.
const ownChoice = e => e.value || (e.matches('input') ? '' : shownIn(e));

const valueOf = e => {
  const kind = kindOf(e);
  if (kind === 'box') return isChecked(e);
  if (kind === 'listed') return e.value || chosenText(e);
  if (kind === 'text') return e.value || (e.matches('[role=combobox]') ? chosenText(e) : '');
  if (kind === 'sections') return textWithout(e, 'legend, label, button, svg, style').replace(/\s/g, '');
  if (kind === 'shown' || kind === 'edited') return e.innerText.trim();
  if (e.multiple) return [...e.selectedOptions].map(optionLabel).join('、');
  const chosen = chosenOf(e);
  return chosen < 0 ? '' : choicesOf(e)[chosen];
};

const seen = e => {
  const box = e.getBoundingClientRect();
  return box.width > 0 && box.height > 0 && e.checkVisibility({ visibilityProperty: true });
};

const usable = e => seen(e) && !e.matches(':disabled') && !e.closest('[aria-disabled=true]');

// A field that takes its date from a calendar only, which the page's own library sets; or null.
const calendarOf = e => {
  if (!e.matches('input') || !(e.readOnly || e.type === 'hidden')) return null;
  if (e._flatpickr) return value => e._flatpickr.setDate(value, true);
  const picker = window.jQuery && window.jQuery(e).data('datepicker');
  if (!picker || !window.jQuery.datepicker) return null;
  return value => {
    window.jQuery(e).datepicker('setDate', value).trigger('change');
    if (picker.settings.onSelect) picker.settings.onSelect.call(e, e.value, picker);
  };
};

// What a page shows in place of a select that it hides, to be opened by a click.
const STAND_INS = '.choices, .ui-selectmenu-button, .chosen-container, .ts-wrapper, .select2-container, .nice-select, .bootstrap-select';
const standInOf = e => {
  if (!e.matches('select') || (seen(e) && !e.matches('.select2-hidden-accessible'))) return null;
  const near = [e.closest(STAND_INS), document.getElementById(`${e.id}-button`), e.nextElementSibling];
  return near.find(other => other && other.matches(STAND_INS) && seen(other)) || null;
};

// Whether a person could change it.
const isOpen = e => {
  const kind = kindOf(e);
  if (kind === 'shown') return false;
  if (kind === 'listed' || kind === 'sections') return usable(e);
  if (calendarOf(e) || standInOf(e)) return !e.disabled;
  return kind === 'radios' ? radiosOf(e).some(usable) : usable(e) && !e.readOnly;
};

// An unsuitable value leaves an input empty; asked of a like one, since the page itself may empty its own.
const refusedBy = (e, value) => {
  if (typeof value !== 'string' || !value.trim() || !e.matches('input')) return '';
  const like = document.createElement('input');
  like.type = e.type;
  like.value = value;
  return like.value ? '' : like.type;
};

const SAYS_IT_PROPOSES = 'input[role=combobox], input[aria-autocomplete=list], input[aria-autocomplete=both], [role=combobox] input';
// One end of a period, whose calendar takes over what was typed only from one who opened it.
const RANGE = '[date-range]';

// How ``value`` gets into it: its kind, or what is special about a text; and the type of input that does not take it.
const wayOf = (e, value) => {
  const kind = kindOf(e);
  if (kind !== 'text') return { kind, way: kind, refusedBy: '' };
  const way = !e.list && e.matches(SAYS_IT_PROPOSES) ? 'proposing' : e.matches(RANGE) ? 'range' : calendarOf(e) ? 'calendar' : kind;
  return { kind, way, refusedBy: refusedBy(e, value) };
};
