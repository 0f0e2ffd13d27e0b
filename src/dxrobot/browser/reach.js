// What lies over a thing to be pressed, by tag and mark only: what a page writes on a cover may be personal data.
const coverOf = element => {
  element.scrollIntoViewIfNeeded();
  const place = element.getClientRects()[0];
  if (!place) return '';
  const [x, y] = [place.left + place.width / 2, place.top + place.height / 2];
  let over = element.getRootNode().elementFromPoint(x, y);
  if (!over || element.contains(over) || over.contains(element)) return '';
  const mark = e => e.getAttribute('aria-label') || e.id || e.getAttribute('role') || '';
  const tag = over.tagName.toLowerCase();
  while (!mark(over) && over.parentElement && !over.parentElement.contains(element)) over = over.parentElement;
  return mark(over) ? over.tagName.toLowerCase() + ' ' + mark(over) : tag;
};
