// Fills a form in one go: each field as a person would leave it behind, with the events that a page listens to.
// It stops before the first field that it is not sure of; that one is filled the ordinary way.

const TYPED = ['text', 'email', 'number', 'password', 'search', 'tel', 'url', 'textarea'];
const SET = ['date', 'time', 'datetime-local', 'month', 'week'];
// Such fields open lists of proposals or calendars, which only real keys and clicks work with.
const PROPOSES = '[role=combobox], [list], [aria-autocomplete], [aria-haspopup], [contenteditable], [date-range]';
const FRAME_MS = 100; // a page that nobody sees draws no frames
const LEAVING_MS = 10_000;

const writable = e => usable(e) && !e.readOnly && e.getAttribute('aria-readonly') !== 'true' && !e.matches(PROPOSES);

// What the page promised in answer to an event (React and Vue draw then) happens before the next one.
const answered = () => Promise.resolve();
const nextTask = () => new Promise(go => setTimeout(go));
const nextFrame = () => new Promise(go => { requestAnimationFrame(() => go()); setTimeout(go, FRAME_MS); });

const focused = e => {
  e.focus();
  return e.getRootNode().activeElement === e;
};

const tell = (e, ...names) => {
  for (const name of names) e.dispatchEvent(new Event(name, { bubbles: true, composed: true }));
};

// The browser's own editing command: its events are real ones, `maxlength` holds, and leaving the field tells a change.
const type = (e, value) => {
  const inputType = value ? 'insertText' : 'deleteContentForward';
  const about = { inputType, data: value || null, bubbles: true, cancelable: true, composed: true };
  e.select();
  if (!e.dispatchEvent(new InputEvent('beforeinput', about))) return false;
  if (value) return document.execCommand('insertText', false, value);
  document.execCommand('delete');
  return true;
};

const set = (e, value) => {
  const prototype = e.matches('textarea') ? HTMLTextAreaElement.prototype : HTMLInputElement.prototype;
  // Past what a framework may have put on the element itself to notice what its own code has changed.
  Object.getOwnPropertyDescriptor(prototype, 'value').set.call(e, value);
  if (e.value !== value) return false;
  tell(e, 'input', 'change');
  return true;
};

const enterText = async (e, value) => {
  if (!writable(e) || (e.type === 'number' && Number.isNaN(Number(value)))) return false;
  const put = TYPED.includes(e.type) ? type : SET.includes(e.type) ? set : null;
  if (!put || !focused(e)) return false;
  await answered();
  const done = put(e, value);
  await answered();
  e.blur();
  return done;
};

const choose = async (select, value) => {
  const index = choicesOf(select).indexOf(value);
  if (index >= 0 && index === chosenOf(select)) return true;
  const option = select.options[index];
  if (select.multiple || !usable(select) || !option || option.disabled || !focused(select)) return false;
  select.selectedIndex = index;
  tell(select, 'input', 'change');
  await answered();
  select.blur();
  return true;
};

const press = async (box, value) => {
  if (box.checked === value) return true;
  if (!usable(box) || !focused(box)) return false;
  box.click();
  await answered();
  box.blur();
  return true;
};

const pick = async (group, value) => {
  if (!value && chosenOf(group) < 0) return true;
  const radio = radiosOf(group)[choicesOf(group).indexOf(value)];
  return radio && radio.matches('input') ? press(radio, true) : false;
};

const enter = async (e, value) => {
  const kind = kindOf(e);
  if (typeof value === 'boolean') return kind === 'box' && e.matches('input') && press(e, value);
  if (kind === 'select') return choose(e, value);
  if (kind === 'radios') return pick(e, value);
  return kind === 'text' && enterText(e, value);
};

// A page that is not in UTF-8 sends a character that it has no code for as &#39641;. An address shows which: the
// browser writes what follows the question mark in the page's own code, with the same substitute.
const lackingIn = value => {
  const link = document.createElement('a');
  link.href = 'http://x/?' + value.replace(/[\s#%&]/g, '');
  const substitute = /%26%23(\d+)%3B/.exec(link.search);
  return substitute ? String.fromCodePoint(Number(substitute[1])) : '';
};

// A choice is not sent by its label, and a form may be sent in another code than its page's.
const sentInPageCode = found =>
  !found.nodeType || (kindOf(found) === 'text' && !/^utf-?8$/i.test((found.form && found.form.acceptCharset) || ''));

const firstLacking = fields => {
  if (document.characterSet === 'UTF-8') return null;
  for (const [index, { target, value }] of fields.entries()) {
    const character = typeof value === 'string' ? lackingIn(value) : '';
    if (character && sentInPageCode(find(target))) return { index, character };
  }
  return null;
};

const readAgain = (e, target) => {
  const now = e.isConnected ? e : find(target); // a page may have drawn the field anew
  return now === NONE || now === DOUBT ? null : valueOf(now);
};

// A page that a change sends on its way (a form that submits itself) takes this script with it; what is waited for here
// then never comes, and the caller starts over on the new page.
const whileStaying = async work => {
  let leaving = false;
  const note = () => { leaving = true; };
  addEventListener('beforeunload', note);
  const result = await work();
  if (leaving) await new Promise(go => setTimeout(go, LEAVING_MS));
  removeEventListener('beforeunload', note);
  return result;
};

const fill = async fields => {
  const lacking = firstLacking(fields);
  if (lacking) return { lacking, values: [] };
  const filled = [];
  for (const { target, value } of fields) {
    const found = find(target);
    if (found === NONE || found === DOUBT || !await enter(found, value)) break;
    await answered();
    filled.push(found);
  }
  const read = () => filled.map((e, i) => readAgain(e, fields[i].target));
  await nextTask();
  if (read().some((value, i) => value !== fields[i].value)) await nextFrame();
  return { lacking: null, values: read() };
};
