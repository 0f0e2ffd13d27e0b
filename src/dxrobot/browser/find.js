// Finds the one thing that a target means, by the rules of locate.py and as strictly, as far as plain DOM can tell.
// The answer is an element, NONE, or DOUBT: then the ordinary way, which asks Playwright, decides and says why.

const NONE = 'none';
const DOUBT = 'doubt';

const CONTROLS = 'input, select, textarea';
const NAMED_FIELDS = 'button, meter, output, progress, [aria-label], [aria-labelledby], ' + CONTROLS;
// The list that a field has opened, or the part of the page around it, is often called like the field.
const PARTS = '[role=listbox], a, section, article, main, nav, aside, form, [role=region], [role=tabpanel]';
const WRITTEN_BUTTONS = 'input[type=submit], input[type=button], input[type=reset]';
const NOT_TEXTUAL = ['checkbox', 'radio', 'hidden', 'submit', 'button', 'reset', 'image', 'file', 'range', 'color'];
// What has a role without saying so (WAI-ARIA in HTML); a role that is not listed here is left to Playwright.
const ROLES = {
  textbox: 'textarea, input:not([type]), input[type=text], input[type=email], input[type=tel], input[type=url]',
  searchbox: 'input[type=search]',
  spinbutton: 'input[type=number]',
  combobox: 'select:not([multiple], [size])',
  checkbox: 'input[type=checkbox]',
  radio: 'input[type=radio]',
};

// --- The page -------------------------------------------------------------------------------------------------

// The document and every open shadow root in it.
const rootsIn = root => {
  const hosts = [...root.querySelectorAll('*')].filter(e => e.shadowRoot);
  return [root, ...hosts.flatMap(host => rootsIn(host.shadowRoot))];
};
const ROOTS = rootsIn(document);
const all = selector => ROOTS.flatMap(root => [...root.querySelectorAll(selector)]);

// The text of a node as Playwright compares it; `left` is left out, as a label leaves out the control inside it.
const textOf = (node, left = null) => {
  if (node.nodeType === Node.TEXT_NODE) return node.data;
  if (node === left || node.nodeType === Node.COMMENT_NODE) return '';
  if (node.nodeType === Node.ELEMENT_NODE) {
    if (node.matches('script, style, noscript')) return '';
    if (node.matches(WRITTEN_BUTTONS)) return node.value;
  }
  return [...node.childNodes, ...(node.shadowRoot ? [node.shadowRoot] : [])].map(child => textOf(child, left)).join('');
};

// Words looked for: `is` in a text, `on` something shown. `textContent` is quick and lets most things pass by, also the
// large cells around a whole layout.
const wording = ({ words, hint }) => {
  const pattern = new RegExp(words);
  return {
    is: text => pattern.test(text),
    on: (e, left) => e.textContent.includes(hint) && pattern.test(textOf(e, left)),
  };
};

// --- What things are called -----------------------------------------------------------------------------------

const referred = e => (e.getAttribute('aria-labelledby') || '').split(/\s+/).filter(id => id)
  .map(id => e.getRootNode().querySelector('#' + CSS.escape(id))).filter(found => found);

// What names a field: things on the page, or the words of an attribute.
const labelsOf = e => {
  const references = referred(e);
  if (references.length) return references;
  const own = e.getAttribute('aria-label');
  return own && own.trim() ? [own] : [...(e.labels || [])];
};

const says = (words, label, left) => typeof label === 'string' ? words.is(label) : words.on(label, left);

const textual = e => e.matches('select, textarea') || (e.matches('input') && !NOT_TEXTUAL.includes(e.type));

// --- Ways to find ---------------------------------------------------------------------------------------------

const withLabel = words => all(NAMED_FIELDS).filter(e => !e.matches(PARTS)).filter(e => labelsOf(e).some(label => says(words, label)));

// A label around a select also holds the words of the options, which are not part of what the select is called.
// What a title or a placeholder makes of the name is Playwright's to say.
const called = words => {
  const fields = all(CONTROLS).filter(e => textual(e) && seen(e));
  if (fields.some(e => [e.title, e.placeholder].some(name => name && words.is(name)))) return DOUBT;
  return fields.filter(e => labelsOf(e).some(label => says(words, label, e)));
};

const groups = words => all('fieldset, [role=group], [role=radiogroup]').filter(group => {
  const [name] = [...labelsOf(group), ...group.querySelectorAll(':scope > legend')];
  return name && says(words, name) && group.querySelector('input[type=radio]') && seen(group);
});

const captioned = words => all(`label:not(:has(${CONTROLS})), legend`)
  .filter(caption => words.on(caption) && caption.nextElementSibling)
  .map(caption => caption.nextElementSibling);

// Rows made of boxes: words that stand alone, and beside them the box with the field.
const FILLABLE = 'input:not([type=hidden]), select, textarea, [role=radio], [role=combobox], [role=switch]';
const besideWords = words => all(`:is(label, div, span, p, b, strong):not(:has(${FILLABLE}))`)
  .filter(caption => words.on(caption)).map(caption => caption.nextElementSibling)
  .filter((next, i, found) => next && found.indexOf(next) === i && (next.matches(FILLABLE) || next.querySelector(FILLABLE)));

const besideCells = words => all('th, td, dt, [role=rowheader]').filter(cell => words.on(cell)).map(cell => {
  let next = cell.nextElementSibling;
  while (next && !next.matches('td, th, dd, [role=cell]')) next = next.nextElementSibling;
  return next;
}).filter((cell, i, cells) => cell && cells.indexOf(cell) === i);

// As in locate.py: the first way that finds anything is the one.
const labelled = target => {
  const words = wording(target);
  const cells = () => besideCells(words).filter(cell => !cell.matches('th'));
  const ways = [
    () => withLabel(words),
    () => called(words),
    () => groups(words),
    () => cells().filter(cell => cell.querySelector(CONTROLS)),
    () => captioned(words),
    cells,
    () => besideWords(words),
  ];
  for (const way of ways) {
    const found = way();
    if (found.length) return found;
  }
  return [];
};

const simply = text => text.replace(/\s+/g, ' ').trim();

// Whether a part of a label is nothing but words: pictures, hidden parts and what a style sheet adds are not.
const unstyled = part => ['::before', '::after'].every(side => getComputedStyle(part, side).content === 'none');
const isWords = part => part.matches('br')
  || (part.matches('label, b, strong, span') && seen(part) && !part.closest('[aria-hidden]') && unstyled(part));

const plainlyNamed = e => !referred(e).length && !e.title && [...(e.labels || [])]
  .flatMap(label => [label, ...label.querySelectorAll('*')]).every(part => part === e || isWords(part));

const nameOf = e =>
  simply(labelsOf(e).map(label => label.nodeType ? textOf(label, e) : label).join(' ')) || simply(e.placeholder || '');

// A button is called by the words on it, where there is nothing else that could name it. Whatever Playwright could take
// for a button is looked at.
const PRESSED = 'button, summary, input[type=submit], input[type=button], input[type=reset], input[type=image],'
  + ' input[type=file], [role~=button i]';
const WORDED = 'button, input[type=submit], input[type=button], input[type=reset], :is(a, div, span)[role=button]';
const OTHERWISE_NAMED = '[aria-label], [aria-labelledby], [aria-owns], [title], [role]:not([role=button])';
const isOutOfReach = e => e.closest('[aria-hidden], [inert]') || (e.getRootNode().host && isOutOfReach(e.getRootNode().host));
const calledByWords = e => e.matches(WORDED) && !e.matches(OTHERWISE_NAMED)
  && !isOutOfReach(e) && !(e.labels || []).length && unstyled(e) && getComputedStyle(e).display !== 'contents'
  && (e.matches('input') ? e.value.trim() : [...e.querySelectorAll('*')].every(isWords));

// What stands in a box or on a line of its own is a word of its own.
const spoken = node => {
  if (node.nodeType !== Node.ELEMENT_NODE) return textOf(node);
  const words = [...node.childNodes].map(spoken).join('');
  return node.matches('br') || getComputedStyle(node).display !== 'inline' ? ` ${words} ` : words;
};
const heard = text => simply(text.replace(/[\u200b\u00ad]/g, ''));

const buttonsCalled = ({ name, exact }) => {
  const isThere = e => e.checkVisibility({ visibilityProperty: true }) || getComputedStyle(e).display === 'contents';
  const buttons = all(PRESSED).filter(isThere);
  if (!buttons.every(calledByWords)) return DOUBT;
  const words = e => heard(e.matches('input') ? e.value : spoken(e));
  return buttons.filter(e => exact ? words(e) === heard(name) : words(e).toLowerCase().includes(heard(name).toLowerCase()));
};

const withRole = ({ role, name, exact }) => {
  if (role === 'button') return buttonsCalled({ name, exact });
  if (!ROLES[role]) return DOUBT;
  const fields = all(`${ROLES[role]}, [role=${role}]`).filter(seen);
  if (!fields.every(plainlyNamed)) return DOUBT; // what such names come to is Playwright's to say
  return fields.filter(e => exact ? nameOf(e) === simply(name)
    : nameOf(e).toLowerCase().includes(simply(name).toLowerCase()));
};

const withPlaceholder = ({ text, exact }) => all('[placeholder]').filter(e => exact ? e.placeholder === text
  : e.placeholder.toLowerCase().includes(text.toLowerCase()));

const byPath = ({ xpath }) => {
  const path = xpath.startsWith('/') ? '.' + xpath : xpath;
  const found = document.evaluate(path, document, null, XPathResult.ORDERED_NODE_SNAPSHOT_TYPE);
  return Array.from({ length: found.snapshotLength }, (_none, i) => found.snapshotItem(i));
};

const WAYS = {
  label: labelled,
  row: target => besideCells(wording(target)),
  role: withRole,
  placeholder: withPlaceholder,
  css: ({ css }) => all(css),
  xpath: byPath,
};

// --- Which one ------------------------------------------------------------------------------------------------

// A cell with radio buttons, or with mere text, is meant itself.
const meantItself = e => {
  if (e.matches(`${CONTROLS}, [role=radiogroup], [role=switch], [role=checkbox]`) || e.querySelector(SECTIONS)) return true;
  const controls = [...e.querySelectorAll(CONTROLS)].filter(control => control.type !== 'hidden');
  return controls.length === 0 || radiosOf(e).length > 0 || controls.some(control => control.type === 'radio');
};

// What is seen goes before what is hidden, a control before the cell around it.
const theOne = (found, by) => {
  const visible = found.filter(seen);
  let chosen = visible.length ? visible : found;
  if ((by === 'label' || by === 'row') && chosen.length === 1 && !meantItself(chosen[0])) {
    chosen = [...chosen[0].querySelectorAll('input:not([type=hidden]), select, textarea')];
  }
  return chosen.length === 1 ? chosen[0] : DOUBT;
};

const find = target => {
  const way = WAYS[target.by];
  try {
    const found = way ? way(target) : DOUBT;
    if (found === DOUBT) return DOUBT;
    return found.length ? theOne(found, target.by) : NONE;
  } catch {
    return DOUBT; // a selector in Playwright's own words
  }
};
