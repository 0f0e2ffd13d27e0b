// A copy of a page that shows what stood there, opens without the site, and holds no personal data. Needs hide.js.

const LEFT_OUT = new Set(['SCRIPT', 'NOSCRIPT', 'TEMPLATE', 'OBJECT', 'EMBED', 'LINK', 'META', 'BASE', 'SVG', 'CANVAS']);
const FRAMES = new Set(['IFRAME', 'FRAME', 'FRAMESET']);
const ALONE = new Set(['AREA', 'BR', 'COL', 'HR', 'IMG', 'INPUT', 'WBR']);
const ADDRESSES = new Set(['href', 'action', 'formaction', 'cite']);
const DROPPED = new Set(['src', 'srcset', 'background', 'poster', 'ping', 'srcdoc', 'integrity', 'nonce', 'style']);
// What says how a thing is built and not what it shows.
const BUILT = new Set(['id', 'class', 'name', 'type', 'for', 'role', 'colspan', 'rowspan', 'lang', 'dir', 'method', 'target',
  'checked', 'selected', 'disabled', 'readonly', 'required', 'size', 'maxlength', 'rows', 'cols', 'width', 'height']);

const copyPage = given => {
  const { things } = hidden(given);
  const values = given.values;
  const decoded = text => { try { return decodeURIComponent(text); } catch { return text; } };
  const tells = text => { const found = bare(decoded(text)); return values.some(value => found.includes(value)); };
  const blot = text => text.replace(/\S/g, '●');
  const escape = text => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/"/g, '&quot;');
  const safe = (text, covered) => escape(covered || tells(text) ? blot(text) : text);

  const attribute = ({ name, value }, covered) => {
    if (name.startsWith('on') || DROPPED.has(name) || name === 'value') return '';
    const shown = ADDRESSES.has(name) ? value.split(/[?#]/)[0] : value;
    return ` ${name}="${safe(shown, covered && !BUILT.has(name))}"`;
  };
  const start = (e, covered) => {
    let tag = '<' + e.tagName.toLowerCase() + [...e.attributes].map(each => attribute(each, covered)).join('');
    if (e.tagName === 'INPUT') tag += ` value="${safe(e.value, covered || ['password', 'hidden'].includes(e.type))}"`;
    if (e.tagName === 'INPUT' && e.checked) tag += ' data-now="checked"';
    if (e.tagName === 'OPTION' && e.selected) tag += ' data-now="selected"';
    return tag + '>';
  };
  const style = () => [...document.styleSheets].map(sheet => {
    try { return [...sheet.cssRules].map(rule => rule.cssText).join('\n'); } catch { return ''; } // another site's
  }).filter(text => !tells(text)).join('\n').replace(/@import[^;]*;/g, '').replace(/url\([^)]*\)/g, 'none').replace(/</g, '');

  const copy = (node, above) => {
    if (node.nodeType === Node.TEXT_NODE) return safe(node.data, above);
    if (node.nodeType !== Node.ELEMENT_NODE || LEFT_OUT.has(node.tagName.toUpperCase()) || node.tagName === 'STYLE') return '';
    if (FRAMES.has(node.tagName)) return [...node.children].map(child => copy(child, above)).join('') + '<p>[frame]</p>';
    const covered = above || things.has(node);
    if (node.tagName === 'TEXTAREA') return start(node, covered) + safe(node.value, covered) + '</textarea>';
    if (ALONE.has(node.tagName)) return start(node, covered);
    const name = node.tagName.toLowerCase();
    return start(node, covered) + childrenOf(node).map(child => copy(child, covered)).join('') + `</${name}>`;
  };
  const title = safe(document.title, false);
  const body = document.body ? copy(document.body, false) : '';
  return `<title>${title}</title><style>${style()}</style>${body}`;
};
