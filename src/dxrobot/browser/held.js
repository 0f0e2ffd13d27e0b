// Holds a click back if the page has changed a field since it was read last, in the very event: nothing can come between.
const HELD = Symbol.for('dxrobot.held');
const PRESSES = ['pointerdown', 'mousedown', 'pointerup', 'mouseup', 'click'];

const hold = (button, { targets, elements }) => {
  const fields = [...JSON.parse(targets).map(target => [find(target), target]), ...elements.map(e => [e, null])];
  const now = ([e, target]) => {
    const there = e.isConnected ? e : target && find(target); // a page may have drawn the field anew
    return there && there.nodeType ? valueOf(there) : null;
  };
  const read = fields.map(now);
  let held = false;
  const check = event => {
    if (!event.isTrusted) return;
    held ||= fields.map(now).some((value, i) => value !== null && value !== read[i]);
    if (!held) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  for (const name of PRESSES) addEventListener(name, check, true);
  window[HELD] = () => {
    for (const name of PRESSES) removeEventListener(name, check, true);
    delete window[HELD];
    return held;
  };
  return { shown: JSON.parse(targets).map(look), cover: coverOf(button) };
};

// The same for the button that a target means; null, and nothing is held, where that is in doubt.
const holdFound = ({ button, ...rest }) => {
  const found = find(JSON.parse(button));
  return found.nodeType ? hold(found, rest) : null;
};

const release = () => Boolean(window[HELD] && window[HELD]());

// Leaves the field that one is in, also inside web components; whether one was in any.
const leave = () => {
  let e = document.activeElement;
  while (e && e.shadowRoot && e.shadowRoot.activeElement) e = e.shadowRoot.activeElement;
  if (!e || e === document.body || e.matches('iframe, frame')) return false;
  e.blur();
  return true;
};

// The last look before all that: leaves the field, and tells what the fields hold and what the browser will not send.
const lastLook = ({ targets, button }) => {
  const left = leave();
  const found = find(button);
  return { left, shown: targets.map(look), refused: found.nodeType ? invalidOf(found) : null };
};
