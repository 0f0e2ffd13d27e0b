// Which things of a page hold personal data, for pictures and for copies of the page. Needs control.js and find.js.

// Spaces, hyphens and width do not count, so 615-8252 is also found as 6158252 and in full-width digits.
const bare = text => text.normalize('NFKC').replace(/[\s\-\u2010-\u2015\u2212\u30fb\u30fc\uff70]/g, '');

const WITHOUT_TEXT = new Set(['SCRIPT', 'STYLE', 'NOSCRIPT', 'TEMPLATE', 'HEAD', 'OPTION']);
// Rows of records show people who have nothing to do with the record in hand.
const LISTS = 'table:has(thead th), table:has(tr:first-child > th + th)';

const childrenOf = e => [...e.childNodes, ...(e.shadowRoot ? e.shadowRoot.childNodes : [])];
const elementsIn = e => childrenOf(e).filter(child => child.nodeType === Node.ELEMENT_NODE);

const enteredIn = e => {
  if (e.tagName === 'SELECT') return [...e.selectedOptions].map(option => option.text).join('');
  return e.tagName === 'INPUT' || e.tagName === 'TEXTAREA' ? e.value : '';
};

// The text of everything below the page, each thing read once.
const textsOf = top => {
  const texts = new Map();
  const read = e => {
    const inside = childrenOf(e).map(child => child.nodeType === Node.TEXT_NODE ? child.data
      : child.nodeType === Node.ELEMENT_NODE ? read(child) : '').join('');
    const text = WITHOUT_TEXT.has(e.tagName) ? '' : enteredIn(e) || inside || e.placeholder || '';
    texts.set(e, bare(text));
    return text;
  };
  read(top);
  return texts;
};

const ownText = e => bare([...e.childNodes].filter(node => node.nodeType === Node.TEXT_NODE).map(node => node.data).join(''));

// For each value the innermost things whose text holds it, and inputs that hold it.
const holding = values => {
  const texts = textsOf(document.documentElement);
  const whole = texts.get(document.documentElement);
  const found = new Set();
  const collect = (e, value) => {
    if (!(texts.get(e) || '').includes(value)) return false;
    const deeper = elementsIn(e).map(child => collect(child, value)).some(within => within);
    if (!deeper || ownText(e).includes(value)) found.add(e);
    return true;
  };
  for (const value of values) if (whole.includes(value)) collect(document.documentElement, value);
  return found;
};

const listed = () => all(LISTS).flatMap(table => [...table.querySelectorAll('td')])
  .filter(cell => cell.textContent.trim() && !cell.querySelector(CONTROLS));

// All that any of the targets could mean, and which of them only Playwright can find.
const meant = targets => {
  const found = [], doubts = [];
  targets.forEach((target, index) => {
    let things = DOUBT;
    try {
      things = WAYS[target.by] ? WAYS[target.by](target) : DOUBT;
    } catch { /* a selector in Playwright's own words */ }
    if (things === DOUBT) doubts.push(index); else found.push(...things);
  });
  return { found, doubts };
};

const hidden = given => {
  const { found, doubts } = meant(given.targets);
  return { things: new Set([...found, ...given.found, ...holding(given.values), ...listed()]), doubts };
};
