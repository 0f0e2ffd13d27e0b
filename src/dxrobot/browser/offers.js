// What a frame offers to a robot: its inputs, buttons, headings and tables, with all the words they could be found by.
const MARK = 'data-dxrobot-offer';
// Inputs, boxes that a page draws itself, and texts that are edited where they stand.
const CONTROLS = 'input:not([type=hidden], [type=submit], [type=button], [type=reset], [type=image], [aria-hidden=true]), select, textarea,'
  + ' [role=combobox]:not(input, select, textarea, :has(input)), button[aria-haspopup=listbox],'
  + ' [contenteditable]:not([contenteditable=false], [role=spinbutton], [contenteditable] *)';
const PRESSABLE = 'button, input[type=submit], input[type=button], input[type=image], [role=button], a[href], a[onclick]';
const HEADED = 'table:has(thead th), table:has(tr:first-child > th + th)';
// The document and every open shadow root in it.
const rootsIn = root => [root, ...[...root.querySelectorAll('*')].filter(e => e.shadowRoot).flatMap(e => rootsIn(e.shadowRoot))];
const ROOTS = rootsIn(document);
const all = selector => ROOTS.flatMap(root => [...root.querySelectorAll(selector)]);
const flat = text => (text || '').replace(/\s+/g, ' ').trim();
const isSeen = element => element.getClientRects().length > 0;
// The words of a label without those of what stands inside it, such as the options of a select.
const wordsOf = label => {
  const copy = label.cloneNode(true);
  copy.querySelectorAll('input, select, textarea, script, style').forEach(inner => inner.remove());
  return flat(copy.textContent);
};
const named = element => (element.getAttribute('aria-labelledby') || '').split(/\s+/).filter(Boolean)
  .map(id => element.getRootNode().getElementById(id)).filter(Boolean).map(wordsOf);
const labels = element => [element.getAttribute('aria-label'), ...named(element), ...[...(element.labels || [])].map(wordsOf)];
const besides = element => {
  const cell = element.closest('td, dd, [role=cell]');
  const before = cell && cell.previousElementSibling;
  const caption = element.parentElement && element.parentElement.previousElementSibling;
  const own = element.previousElementSibling;
  const group = element.closest('.input-group');
  const text = group && group.querySelector(':scope > .input-group-text:first-child + *') === element ? own : null;
  return [before, text, own && own.matches('label, legend') ? own : null, caption && caption.matches('label, legend') ? caption : null]
    .filter(Boolean).map(wordsOf);
};
const alike = (group, radio) => [...group.querySelectorAll('input[type=radio]')].filter(other => other.name === radio.name);
// The smallest thing that holds all the radio buttons of a group, where nothing says that it is the group.
const groupOf = radio => {
  const told = radio.closest('fieldset, [role=radiogroup], td, dd');
  if (told) return told;
  const count = alike(document, radio).length;
  let group = radio.parentElement;
  while (radio.name && group.parentElement && alike(group, radio).length < count) group = group.parentElement;
  return group;
};
const legends = group => [...group.querySelectorAll(':scope > legend')].map(wordsOf);
const choices = element => element.matches('select')
  ? [...element.options].map(option => flat(option.text)).filter(Boolean)
  : alike(groupOf(element), element).map(other => flat(labels(other).filter(Boolean)[0]) || other.value);
const PROPOSES = '[role=combobox], [aria-autocomplete=list], [aria-autocomplete=both], .ui-autocomplete-input, .tt-input';
// A box in which nothing can be typed is a list to choose from, whatever ARIA calls it.
const LISTED = '[role=combobox]:not(input, select, textarea), input[role=combobox]:read-only, button[aria-haspopup=listbox]';
// Select2 hides the select, and one that has no choices asks its server for them.
const ASKS_SERVER = 'select.select2-hidden-accessible:not(:has(option:not([value=""])))';
const kindOf = element => element.matches(LISTED) ? 'select' : element.matches(ASKS_SERVER) ? 'autocomplete'
  : element.matches('input') && element.matches(PROPOSES) ? 'autocomplete' : element.matches('select') ? 'select'
    : element.matches('textarea') ? 'text'
      : ['radio', 'checkbox', 'file', 'password', 'date'].includes(element.type) ? element.type : 'text';
// A library that hides a select marks what it shows in its place as no thing of its own.
const HELPERS = '.choices__input:not(select), .select2-search__field, .ui-selectmenu-button';
const standIn = element => element.matches('select') && element.closest('.choices');
const isOffered = element => !element.matches(HELPERS) && (isSeen(element) || (standIn(element) && isSeen(standIn(element))));
const isClosed = element => Boolean(element.disabled || (element.readOnly && !element.matches(LISTED) && !element._flatpickr));
// Numbers that a library gives out anew each time.
const GENERATED = /^([:«_]r.*[:»_]|el[-_]id[-_]\d.*|input[-_]v[-_]?\d+|(rc_select|mui|react-select|headlessui|radix|select2|v)[-_].*\d.*|[\da-f]{8}-[\da-f-]{20,})/i;
const idOf = element => GENERATED.test(element.id) ? '' : element.id;

const MUST = /^[\[【(\uff08]?(必須|[*\uff0a※])[\]】)\uff09]?$/;
// A mark of its own between a field and its label, on either side of the label, or beside both.
const isOfField = e => e.matches(CONTROLS) || e.querySelector(CONTROLS) !== null;
const marksBeside = element => [element, ...(element.labels || [])].flatMap(place => {
  const found = [];
  for (let e = place.previousElementSibling; e && !isOfField(e); e = e.previousElementSibling) found.push(flat(e.innerText));
  for (let e = place.nextElementSibling; e && !isOfField(e) && !e.matches('label'); e = e.nextElementSibling) found.push(flat(e.innerText));
  return found;
}).filter(text => MUST.test(text));
const isRequired = (element, words) => element.required || element.getAttribute('aria-required') === 'true'
  || words.some(text => /必須|[*\uff0a]|^※|※$/.test(text || '')) || marksBeside(element).length > 0;

let count = 0;
const mark = element => { element.setAttribute(MARK, count += 1); return count; };
const controls = () => {
  const radios = new Set();
  return all(CONTROLS).filter(isOffered).filter(element => {
    if (element.type !== 'radio') return true;
    const first = !radios.has(element.name);
    radios.add(element.name);
    return first;
  }).map(element => {
    const kind = kindOf(element);
    const words = kind === 'radio' ? [...legends(groupOf(element)), ...labels(groupOf(element)), ...besides(element), ...besides(groupOf(element))]
      : [...labels(element), ...besides(element), element.title];
    return {
      number: mark(element), kind, words: words.filter(Boolean), required: isRequired(element, words), placeholder: element.placeholder || '',
      id: idOf(element), generated: element.id, name: element.name || '', tag: element.tagName.toLowerCase(), closed: isClosed(element),
      choices: element.matches('select') || kind === 'radio' ? choices(element) : [],
    };
  });
};
// A link in the body of a table belongs to a record.
const isOfRecord = element => element.matches('a') && element.closest('tbody') && element.closest(HEADED);
const pressables = () => all(PRESSABLE).filter(isSeen).filter(element => !isOfRecord(element) && !element.matches(LISTED))
  .map(element => ({
    number: mark(element), kind: element.matches('a') && !element.matches('[role=button]') ? 'link' : 'button',
    words: [element.getAttribute('aria-label'), flat(element.innerText), element.value, element.alt, element.title].filter(Boolean),
    placeholder: '', id: idOf(element), generated: element.id, name: element.name || '', tag: element.tagName.toLowerCase(), closed: element.disabled === true,
    choices: [],
  }));
// What stands in the main part of the page says more of the screen than a heading of its menu.
const isShown = element => {
  const { width, height } = element.getBoundingClientRect();
  return width > 0 && height > 0 && element.checkVisibility({ visibilityProperty: true });
};
const aside = element => element.closest('main, [role=main]') ? 0 : element.closest('nav, aside, [role=navigation], [role=complementary]') ? 2 : 1;
const headings = () => [...document.querySelectorAll('h1, h2, h3, [role=heading], caption, legend')].filter(isShown)
  .sort((one, other) => aside(one) - aside(other))
  .map(element => ({
    number: mark(element), kind: element.matches('caption, legend') ? 'words' : 'heading', words: [flat(element.innerText)].filter(Boolean),
    placeholder: '', id: element.id, name: '', tag: element.tagName.toLowerCase(), closed: false, choices: [],
  }));
const tables = () => [...document.querySelectorAll(HEADED)].filter(isSeen).map(element => ({
  number: mark(element), kind: 'table', words: [element.getAttribute('aria-label'), flat(element.caption && element.caption.innerText)].filter(Boolean),
  placeholder: '', id: element.id, name: '', tag: 'table', closed: false,
  choices: [...element.querySelectorAll('tr')].filter(row => row.querySelector('th')).slice(0, 1)
    .flatMap(row => [...row.cells].map(cell => flat(cell.innerText))).filter(Boolean),
}));
const offers = () => ({ title: document.title, things: [...headings(), ...controls(), ...pressables(), ...tables()] });
const unmark = () => all(`[${MARK}]`).forEach(element => element.removeAttribute(MARK));
