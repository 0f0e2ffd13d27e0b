// Which texts a page shows, and which of those that came since something was pressed look like an error.

const UNSEEN = 'script, style, noscript, template, textarea, option, title';
const CONTROLS = 'input:not([type=hidden]), select, textarea, button';
const LONGEST = 200;
const MARKED = /^(err|invalid|alert|caution|warn|ng$)/;
const UNMARKED = /^(success|info|ok)$/;
const WORDS = /してください|て下さい|てください|正しく|エラー|必須|できません|ありません|誤り|間違|不正|無効|重複|既に|すでに/;
const WAITS = /お待ち/;
const DONE = /(しました|完了|成功)/;

const plain = text => text.replace(/\s+/g, ' ').trim();
const isSeen = e => !e.closest(UNSEEN) && e.checkVisibility({ visibilityProperty: true, opacityProperty: true });
const hasControls = e => e.querySelector(CONTROLS) !== null;

const seenNodes = () => {
  const nodes = [];
  const walker = document.createTreeWalker(document.body || document, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (plain(node.data) && node.parentElement && isSeen(node.parentElement)) nodes.push(node);
  }
  return nodes;
};

const seen = () => [...new Set(seenNodes().map(node => plain(node.data)))];

// The sentence that a text is a part of: the block around it, unless a field or a button stands there as well.
const sentenceOf = node => {
  let place = node.parentElement;
  const isPart = e => getComputedStyle(e).display.startsWith('inline') && e.parentElement !== document.body;
  while (isPart(place) && !hasControls(place.parentElement)) place = place.parentElement;
  const whole = hasControls(place) ? '' : plain(place.innerText);
  return whole && whole.length <= LONGEST ? whole : plain(node.data).slice(0, LONGEST);
};

const isRed = e => {
  const [red, green, blue] = (getComputedStyle(e).color.match(/[\d.]+/g) || [0, 0, 0]).map(Number);
  return red >= 120 && green <= 110 && red - Math.max(green, blue) >= 80;
};

// Names such as errMsg, form-error and txt_warning, each in its words.
const isMarked = e => {
  const names = `${e.getAttribute('class') || ''} ${e.id || ''}`.replace(/([a-z])([A-Z])/g, '$1 $2');
  const words = names.toLowerCase().split(/[^a-z]+/);
  return words.some(word => MARKED.test(word)) && !words.some(word => UNMARKED.test(word));
};

const describing = () => new Set([...document.querySelectorAll('[aria-invalid=true]')]
  .flatMap(e => `${e.getAttribute('aria-describedby') || ''} ${e.getAttribute('aria-errormessage') || ''}`.split(/\s+/)));

const looksLikeError = (node, sentence, described) => {
  if (WAITS.test(sentence) || !/\p{L}{2}/u.test(sentence)) return false;
  if (WORDS.test(sentence)) return true;
  if (DONE.test(sentence)) return false;
  if (isRed(node.parentElement)) return true;
  for (let e = node.parentElement; e && e !== document.body && !hasControls(e); e = e.parentElement) {
    if (e.matches('[role=alert], [aria-live=assertive]') || (e.id && described.has(e.id)) || isMarked(e)) return true;
  }
  return false;
};

const newErrors = before => {
  const known = new Set(before);
  const described = describing();
  return seenNodes().filter(node => !known.has(plain(node.data)))
    .map(node => [node, sentenceOf(node)])
    .filter(([node, sentence]) => looksLikeError(node, sentence, described))
    .map(([, sentence]) => sentence);
};
