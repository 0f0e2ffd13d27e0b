// Checking what was read by the keyboard alone: the next field stands there before the answer has reached the server.
"use strict";

(() => {
  const work = document.getElementById("work");
  if (!work) return;
  const at = (id) => document.getElementById(id);
  const words = JSON.parse(work.dataset.words);
  const queue = JSON.parse(work.dataset.numbers);
  const total = queue.length;
  const token = { value: JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"] };
  const AHEAD = 12;
  const FEWEST = 8;
  const UNDOABLE = 30;
  const LINES = 4;

  const known = new Map();
  const spent = new Map();
  const problems = new Map();
  const drafts = new Map();
  const past = [];
  const postponed = new Set();
  const held = new Set();
  let current = null;
  let shownAt = 0;
  let done = 0;
  let loading = null;
  // How the field in hand stands: as read, chosen, blank, or typed.
  let state = "read";

  const value = at("value");
  const fill = (sentence, parts) => sentence.replace(/\{(\w+)\}/g, (_all, name) => parts[name] ?? "");
  const field = () => known.get(current);

  const paper = makePaper(words, (one) => `${work.dataset.fields}${one.id}/page/`);
  const outbox = makeOutbox(token, ended, sendingChanged, renewToken);

  // ---- Loading ahead

  async function load(numbers) {
    const answer = await fetch(`${work.dataset.fields}?ids=${numbers.join(",")}`, { redirect: "manual" });
    if (!answer.ok) throw new Error("not loaded");
    const told = await answer.json();
    token.value = told.token;
    told.fields.forEach((one) => known.set(one.id, one));
    told.gone.forEach(drop);
    told.held.forEach((number) => { held.add(number); if (number !== current) toTheEnd(number); });
    return told;
  }

  function ahead() {
    if (loading) return;
    const open = queue.filter((number) => !held.has(number)).slice(0, AHEAD + 1);
    const unknown = open.filter((number) => !known.has(number));
    const ready = open.length - unknown.length;
    if (unknown.length && ready <= FEWEST) {
      loading = load(unknown).catch(() => {}).finally(() => { loading = null; });
    }
    open.slice(1, 4).forEach((number) => { if (known.has(number)) paper.ahead(known.get(number)); });
  }

  function drop(number) {
    const place = queue.indexOf(number);
    if (place >= 0) { queue.splice(place, 1); done += 1; }
    known.delete(number);
    held.delete(number);
  }

  function toTheEnd(number) {
    const place = queue.indexOf(number);
    if (place >= 0) queue.push(queue.splice(place, 1)[0]);
  }

  async function renewToken() {
    try { await load([]); } catch (error) { /* the next try tells */ }
  }

  // ---- Showing a field

  async function next() {
    while (queue.length) {
      const number = queue[0];
      if (known.has(number)) { show(number); return; }
      if (held.size && queue.every((one) => held.has(one))) { allHeld(); return; }
      current = null;
      at("label").textContent = words.loading;
      try {
        if (loading) await loading;
        if (queue[0] === number && !known.has(number)) await load(queue.filter((one) => !held.has(one)).slice(0, AHEAD));
      } catch (error) {
        say(words.no_load);
        await new Promise((resolve) => setTimeout(resolve, 1500));
      }
    }
    finish();
  }

  function show(number) {
    keepTime();
    current = number;
    const one = field();
    at("label").textContent = one.label;
    at("place").textContent = fill(words.place, one);
    at("crop").hidden = !one.crop;
    if (one.crop) at("crop").src = one.crop; else at("crop").removeAttribute("src");
    at("reason").textContent = reasonOf(one);
    at("hint").textContent = one.hint;
    at("typing").hidden = one.kind === "choice";
    at("choosing").hidden = one.kind !== "choice";
    at("number-keys").hidden = one.kind !== "text" || !one.candidates.length;
    at("number-keys-digits").hidden = one.kind !== "digits" || !one.candidates.length;
    showCandidates(one);
    const before = drafts.get(number);
    drafts.delete(number);
    if (one.kind === "choice") showOptions(one); else value.inputMode = one.kind === "digits" ? "numeric" : "";
    if (before) put(before.text, before.state); else put(one.value || one.read, one.value ? "read" : "unread");
    at("problem").textContent = problems.get(number) || "";
    problems.delete(number);
    count();
    at("now").textContent = fill(words.now, { label: one.label, value: one.value || words.unread, reason: one.reason });
    shownAt = performance.now();
    afterPaint(() => {
      if (current === number) paper.show(one);
      ahead();
    });
  }

  /** What may wait until the field is seen: a key is answered first. */
  function afterPaint(deed) {
    requestAnimationFrame(() => setTimeout(deed));
  }

  function reasonOf(one) {
    const parts = [postponed.has(one.id) ? words.again : "", one.reason];
    if (one.read && one.read !== one.value) parts.push(fill(words.read, { text: one.read }));
    if (one.confidence !== null) parts.push(fill(words.sure, { percent: Math.round(one.confidence * 100) }));
    return parts.filter(Boolean).join(" ");
  }

  function showCandidates(one) {
    at("candidates").replaceChildren(...(one.kind === "choice" ? [] : one.candidates).map((candidate, index) => {
      const line = document.createElement("li");
      const button = document.createElement("button");
      const key = document.createElement("kbd");
      key.textContent = one.kind === "digits" ? `Alt+${index + 1}` : String(index + 1);
      button.type = "button";
      button.append(key, marking(candidate.text, one.value || one.read));
      button.title = candidate.readable;
      button.addEventListener("click", () => choose(index));
      line.append(button);
      return line;
    }));
  }

  /** The text with the part marked in which it differs from what was read. */
  function marking(text, read) {
    const [long, short] = [Array.from(text), Array.from(read)];
    let start = 0;
    while (start < long.length && start < short.length && long[start] === short[start]) start += 1;
    let end = 0;
    while (end < long.length - start && end < short.length - start && long.at(-1 - end) === short.at(-1 - end)) end += 1;
    const part = (from, to) => long.slice(from, to).join("");
    const line = document.createElement("span");
    const mark = document.createElement("mark");
    mark.textContent = part(start, long.length - end);
    line.append(part(0, start), mark, part(long.length - end));
    return line;
  }

  function showOptions(one) {
    at("choosing").replaceChildren(...one.options.map((option, index) => {
      const label = document.createElement("label");
      const radio = document.createElement("input");
      const key = document.createElement("kbd");
      radio.type = "radio";
      radio.name = "option";
      radio.value = option.value;
      radio.addEventListener("change", () => put(option.value, "chosen"));
      key.textContent = String(index + 1);
      label.append(radio, key, document.createTextNode(option.label));
      return label;
    }));
  }

  /** Have the field hold ``text``; a choice is focused, a text selected so that typing replaces it. */
  function put(text, how) {
    state = how;
    const one = field();
    at("problem").textContent = "";
    if (one.kind === "choice") {
      const radios = [...at("choosing").querySelectorAll("input")];
      radios.forEach((radio) => { radio.checked = how !== "blank" && radio.value === text; });
      (radios.find((radio) => radio.checked) || radios[0]).focus();
      at("hint").textContent = how === "blank" ? words.blank : one.hint;
      return;
    }
    value.value = how === "blank" ? "" : text;
    value.placeholder = how === "blank" ? words.blank : "";
    value.classList.toggle("blank", how === "blank");
    value.focus();
    value.select();
    marked();
  }

  /** A long value wraps: who compares it with the picture sees all of it. */
  function showWhole() {
    value.rows = 1;
    while (value.rows < LINES && value.scrollHeight > value.clientHeight) value.rows += 1;
  }

  function marked() {
    const one = field();
    showWhole();
    const chosen = one.candidates.find((candidate) => candidate.text === value.value);
    at("readable").textContent = value.value === one.value ? one.readable : (chosen ? chosen.readable : "");
    at("candidates").querySelectorAll("button").forEach((button, index) => {
      button.setAttribute("aria-pressed", String(one.candidates[index].text === value.value));
    });
  }

  function count() {
    at("done").value = done;
    at("count").textContent = fill(words.count, { done: Math.min(done + 1, total), total });
  }

  function say(sentence) {
    at("said").hidden = !sentence;
    at("said").textContent = sentence;
  }

  // ---- Deciding

  function choose(index) {
    const one = field();
    if (one.kind === "choice") {
      if (one.options[index]) put(one.options[index].value, "chosen");
    } else if (one.candidates[index]) {
      put(one.candidates[index].text, "chosen");
    }
  }

  function step(by) {
    const one = field();
    const texts = [one.value || one.read, ...one.candidates.map((candidate) => candidate.text)];
    const place = texts.indexOf(value.value) + by;
    if (place >= 0 && place < texts.length) put(texts[place], place ? "chosen" : (one.value ? "read" : "unread"));
  }

  /** What goes to the server; empty while nothing is decided. */
  function written() {
    const one = field();
    if (state === "blank") return "空白";
    if (one.kind === "choice") {
      const chosen = at("choosing").querySelector("input:checked");
      if (!chosen) return "";
      return state === "read" ? "○" : chosen.value;
    }
    return state === "read" ? "○" : value.value.trim();
  }

  /** What stands in the field, to be shown again should it come back. */
  function draft() {
    const chosen = at("choosing").querySelector("input:checked");
    return { text: field().kind === "choice" ? (chosen ? chosen.value : "") : value.value, state };
  }

  function accept() {
    if (current === null) return;
    const text = written();
    if (!text) {
      at("problem").textContent = field().kind === "choice" ? words.choose : words.empty;
      return;
    }
    say("");
    keepTime();
    const number = current;
    const deed = {
      kind: "settle", id: number, label: field().label, address: `${work.dataset.fields}${number}/`,
      body: { written: text, seconds: ((spent.get(number) || 0) / 1000).toFixed(1) },
      draft: draft(),
    };
    past.push(deed);
    if (past.length > UNDOABLE) known.delete(past.shift().id);
    done += 1;
    leave(number);
    outbox.add(deed);
    next();
  }

  function leave(number) {
    const place = queue.indexOf(number);
    if (place >= 0) queue.splice(place, 1);
    current = null;
  }

  function later() {
    if (current === null) return;
    if (queue.length < 2) { say(words.only_this); return; }
    drafts.set(current, draft());
    postponed.add(current);
    keepTime();
    toTheEnd(current);
    next();
  }

  function back() {
    const deed = past.pop();
    if (!deed) { say(words.nothing_back); return; }
    say("");
    if (!outbox.withdraw(deed)) {
      outbox.add({ kind: "back", id: deed.id, label: deed.label, address: `${deed.address}back/`, body: {} });
    }
    keepTime();
    done -= 1;
    queue.unshift(deed.id);
    drafts.set(deed.id, deed.draft);
    next();
  }

  function keepTime() {
    if (current === null || !shownAt) return;
    spent.set(current, (spent.get(current) || 0) + performance.now() - shownAt);
    shownAt = 0;
  }

  // ---- What the server said

  function ended(deed, how, answer) {
    if (deed.kind === "back") {
      if (how === "refused") { say(`${fill(words.not_back, deed)} ${answer.problem}`); forgetField(deed.id); }
      return;
    }
    if (how === "settled" && !answer.mine) say(fill(words.gone, deed));
    if (how === "vanished") say(fill(words.vanished, deed));
    if (how === "refused") comeBack(deed, answer.problem);
  }

  function forgetField(number) {
    const open = current === number;
    drop(number);
    if (open) { current = null; next(); }
  }

  /** A refused value stands there again with the reason: at once, or next when somebody is typing. */
  function comeBack(deed, problem) {
    const place = past.indexOf(deed);
    problems.set(deed.id, problem);
    if (place < 0) {
      if (current === deed.id) { at("problem").textContent = problem; problems.delete(deed.id); }
      return;
    }
    past.splice(place, 1);
    done -= 1;
    drafts.set(deed.id, deed.draft);
    if (current !== null && state === "typed") {
      queue.splice(1, 0, deed.id);
      say(fill(words.refused_next, deed));
    } else {
      queue.unshift(deed.id);
      say(fill(words.refused, deed));
      next();
    }
  }

  function sendingChanged(how, waiting) {
    const line = at("sending");
    line.textContent = fill(words[how], { count: waiting });
    line.parentElement.classList.toggle("late", how === "offline" || how === "signed_out");
    at("send-again").hidden = how !== "offline" && how !== "signed_out";
    if (how === "sent" && !queue.length) finish();
  }

  /** Others look at all that is left: see again and again whether they have settled it, or gone away. */
  function allHeld() {
    current = null;
    paper.clear();
    at("label").textContent = fill(words.held, { count: queue.length });
    setTimeout(() => {
      held.clear();
      load(queue.slice(0, AHEAD)).catch(() => {}).then(() => { if (current === null) next(); });
    }, 4000);
  }

  function finish() {
    current = null;
    paper.clear();
    at("done").value = total;
    at("label").textContent = words.finished;
    if (outbox.empty) window.location.assign(work.dataset.after);
  }

  // ---- The keyboard

  const DIGIT = /^(?:Digit|Numpad)([0-9])$/;
  const untouched = () => state !== "typed";
  const wholeSelected = () => value.selectionStart === 0 && value.selectionEnd === value.value.length;

  const WITH_ALT = {
    Equal: () => paper.zoom(1.25), Semicolon: () => paper.zoom(1.25), NumpadAdd: () => paper.zoom(1.25),
    Minus: () => paper.zoom(0.8), NumpadSubtract: () => paper.zoom(0.8), Digit0: () => paper.swap(),
    Numpad0: () => paper.swap(), ArrowUp: () => paper.scroll(0, -1), ArrowDown: () => paper.scroll(0, 1),
  };

  /** What the key does; undefined for keys that write, move or press as they always do. */
  function deedOf(event) {
    const digit = DIGIT.exec(event.code);
    if (event.altKey) return WITH_ALT[event.code] || (digit && (() => choose(Number(digit[1]) - 1)));
    if (event.ctrlKey || event.metaKey) return event.key === "z" && untouched() ? back : undefined;
    const one = field();
    if (event.target.id === "paper") return undefined;
    const inside = event.target === value || event.target.name === "option" || event.target === document.body;
    if (event.key === "PageDown") return later;
    if (event.key === "PageUp") return back;
    if (!one || !inside) return undefined;
    if (event.key === "Enter") return event.repeat ? () => {} : accept;
    if (event.key === "Escape") return () => put(one.value || one.read, one.value ? "read" : "unread");
    if (event.key === "Delete" && (untouched() || value.value === "")) return () => put("", "blank");
    if (one.kind === "choice") return digit ? () => choose(Number(digit[1]) - 1) : undefined;
    if (event.key === "F2") return () => { state = "typed"; value.setSelectionRange(value.value.length, value.value.length); };
    if (event.key === "ArrowDown" && untouched()) return () => step(1);
    if (event.key === "ArrowUp" && untouched()) return () => step(-1);
    if (one.kind === "text" && untouched() && wholeSelected()) {
      if (digit && digit[1] !== "0" && one.candidates[digit[1] - 1]) return () => choose(Number(digit[1]) - 1);
      if (event.key === "+") return () => paper.zoom(1.25);
      if (event.key === "-") return () => paper.zoom(0.8);
    }
    return undefined;
  }

  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229) return;
    if (event.target === document.body && current !== null && !event.altKey && !event.ctrlKey) {
      (field().kind === "choice" ? at("choosing").querySelector("input") : value).focus();
    }
    const deed = deedOf(event);
    if (!deed) return;
    event.preventDefault();
    deed();
  });

  // With the input method on, a number key begins a composition: it means the candidate all the same.
  value.addEventListener("compositionupdate", (event) => {
    const one = field();
    const digit = event.data.normalize("NFKC");
    if (!untouched() || one.kind !== "text" || !/^[1-9]$/.test(digit) || !one.candidates[digit - 1]) return;
    const number = current;
    value.blur();
    setTimeout(() => { if (current === number) choose(Number(digit) - 1); }, 0);
  });
  value.addEventListener("input", () => {
    if (current === null) return;
    state = "typed";
    if (value.value.includes("\n")) value.value = value.value.replace(/\s*\n\s*/g, " ");  // pasted
    value.classList.remove("blank");
    value.placeholder = "";
    at("problem").textContent = "";
    marked();
  });

  at("answer").addEventListener("submit", (event) => { event.preventDefault(); accept(); });
  at("blank").addEventListener("click", () => { if (current !== null) put("", "blank"); });
  at("later").addEventListener("click", later);
  at("back").addEventListener("click", back);
  at("fit").addEventListener("click", () => paper.swap());
  at("larger").addEventListener("click", () => paper.zoom(1.25));
  at("smaller").addEventListener("click", () => paper.zoom(0.8));
  at("send-again").addEventListener("click", () => outbox.again());
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) keepTime(); else if (current !== null) shownAt = performance.now();
  });

  next();
})();
