// The whole page beside the field, the field framed: fetched ahead, zoomed to the field or shown whole.
"use strict";

const KEPT_PAGES = 6;
const SVG = "http://www.w3.org/2000/svg";

/** The box [x, y, width, height] of a page of the size [width, height] once that is turned clockwise. */
function turned(box, size, turn) {
  const [x, y, w, h] = box;
  const [across, down] = size;
  if (turn === 90) return [down - y - h, x, h, w];
  if (turn === 180) return [across - x - w, down - y - h, w, h];
  if (turn === 270) return [y, across - x - w, h, w];
  return box;
}

function makePaper(words, addressOf) {
  const paper = document.getElementById("paper");
  const missing = document.getElementById("no-page");
  const pages = new Map();
  let shown = null;
  let whole = false;
  let factor = 1;

  async function fetched(field) {
    const answer = await fetch(addressOf(field), { redirect: "manual" });
    if (answer.status === 422) throw new Error((await answer.json()).problem);
    if (!answer.ok) throw new Error("");
    const size = answer.headers.get("Page-Size").split(" ").map(Number);
    const address = URL.createObjectURL(await answer.blob());
    const picture = new Image();
    picture.src = address;
    await picture.decode();
    return { address, size, width: picture.naturalWidth, height: picture.naturalHeight };
  }

  function page(field) {
    let found = pages.get(field.sheet);
    if (found) {
      pages.delete(field.sheet);
    } else {
      found = fetched(field);
      found.catch(() => pages.delete(field.sheet));
    }
    pages.set(field.sheet, found);
    while (pages.size > KEPT_PAGES) {
      const [oldest, promise] = pages.entries().next().value;
      pages.delete(oldest);
      promise.then((gone) => { if (!shown || shown.page !== gone) URL.revokeObjectURL(gone.address); }, () => {});
    }
    return found;
  }

  function say(text) {
    paper.hidden = true;
    missing.hidden = false;
    missing.textContent = text;
  }

  function make(name, attributes) {
    const made = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
    return made;
  }

  function draw() {
    const { field, page: one } = shown;
    paper.hidden = false;
    missing.hidden = true;
    const flat = field.turn % 180 === 0;
    const [across, down] = flat ? one.size : [one.size[1], one.size[0]];
    const [x, y, w, h] = turned(field.box, one.size, field.turn);
    const fit = Math.min(paper.clientWidth / one.width, whole ? paper.clientHeight / one.height : Infinity);
    const near = (0.6 * paper.clientWidth) / ((w / across) * one.width);
    const scale = (whole ? fit : Math.max(fit, Math.min(near, 1))) * factor;
    const width = one.width * scale;
    const height = one.height * scale;
    const svg = make("svg", {
      viewBox: `0 0 ${across} ${down}`, width, height, preserveAspectRatio: "none", role: "img",
      "aria-label": words.page.replace("{file}", field.file).replace("{page}", field.page),
    });
    svg.append(make("image", { href: one.address, width: across, height: down, preserveAspectRatio: "none" }));
    const frame = { x, y, width: w, height: h };
    svg.append(make("rect", { class: "there", ...frame }), make("rect", { class: "here", ...frame }));
    paper.replaceChildren(svg);
    paper.scrollLeft = ((x + w / 2) / across) * width - paper.clientWidth / 2;
    paper.scrollTop = ((y + h / 2) / down) * height - paper.clientHeight / 2;
  }

  function again() {
    if (shown && shown.page) draw();
  }

  window.addEventListener("resize", again);

  return {
    show(field) {
      shown = { field, page: null };
      const mine = shown;
      if (!field.sheet || !field.box) { say(words.no_page); return; }
      page(field).then(
        (one) => { if (shown === mine) { mine.page = one; draw(); } },
        (error) => { if (shown === mine) say(error.message || words.no_page); },
      );
    },
    ahead(field) { if (field.sheet && field.box) page(field).catch(() => {}); },
    zoom(by) { factor = Math.min(4, Math.max(0.4, factor * by)); again(); },
    swap() { whole = !whole; factor = 1; again(); },
    scroll(right, down) { paper.scrollBy(right * 80, down * 80); },
    clear() { shown = null; paper.replaceChildren(); },
  };
}
