// Files are handed in one by one as soon as they are chosen or dropped, each with its progress.
"use strict";

for (const drop of document.querySelectorAll("[data-drop]")) {
  const form = drop.closest("form");
  const list = drop.querySelector(".handed");
  const chooser = drop.querySelector("input[type=file]");
  const problem = drop.querySelector(".problem");
  const waiting = [];
  let sending = false;

  const say = (words) => { problem.textContent = words; };
  const handedBytes = () => [...form.querySelectorAll("input[data-size]")].reduce((sum, one) => sum + Number(one.dataset.size), 0);
  const busy = () => { form.dataset.sending = String(Number(form.dataset.sending || 0) + 1); };
  const done = () => { form.dataset.sending = String(Number(form.dataset.sending) - 1); };

  const take = (files) => {
    say("");
    if (drop.dataset.single && (files.length > 1)) return say(form.dataset.onlyOne);
    const coming = [...files].reduce((sum, file) => sum + file.size, 0);
    const queued = waiting.reduce((sum, one) => sum + one.file.size, 0);
    if (handedBytes() + queued + coming > Number(form.dataset.most)) return say(form.dataset.tooLarge);
    if (drop.dataset.single) list.replaceChildren();
    for (const file of files) waiting.push({ file, line: lineOf(file) });
    next();
  };

  const lineOf = (file) => {
    const line = document.createElement("li");
    const name = document.createElement("span");
    const bar = document.createElement("progress");
    name.textContent = file.name;
    bar.max = 100;
    bar.value = 0;
    bar.setAttribute("aria-label", file.name);
    line.append(name, bar);
    list.append(line);
    return line;
  };

  const next = () => {
    const one = sending ? undefined : waiting.shift();
    if (!one) return;
    sending = true;
    busy();
    send(one.file, one.line, () => {
      sending = false;
      done();
      next();
    });
  };

  const send = (file, line, over) => {
    const request = new XMLHttpRequest();
    const body = new FormData();
    body.append("file", file);
    request.open("POST", drop.dataset.to);
    request.setRequestHeader("X-CSRFToken", form.elements.csrfmiddlewaretoken.value);
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) line.querySelector("progress").value = (100 * event.loaded) / event.total;
    });
    request.addEventListener("load", () => {
      if (request.status === 200 && request.responseURL.endsWith(drop.dataset.to)) {
        const made = document.createElement("template");
        made.innerHTML = request.responseText.trim();
        line.replaceWith(made.content);
      } else {
        line.remove();
        if (request.status === 422) say(request.responseText);
        else say(request.status === 413 ? form.dataset.tooLarge : form.dataset.lost);
      }
      over();
    });
    request.addEventListener("error", () => {
      line.remove();
      say(form.dataset.lost);
      over();
    });
    request.send(body);
  };

  chooser.addEventListener("change", () => {
    take(chooser.files);
    chooser.value = "";
  });
  drop.addEventListener("dragover", (event) => {
    event.preventDefault();
    drop.classList.add("over");
  });
  drop.addEventListener("dragleave", () => drop.classList.remove("over"));
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    drop.classList.remove("over");
    take(event.dataTransfer.files);
  });
  list.addEventListener("click", (event) => {
    const button = event.target.closest("[data-remove]");
    if (!button) return;
    button.closest("li").remove();
    chooser.focus();
  });
  form.addEventListener("submit", (event) => {
    if (Number(form.dataset.sending || 0) > 0) {
      event.preventDefault();
      say(form.dataset.busy);
    }
  });
}

// A file that misses its place must not replace the page.
for (const kind of ["dragover", "drop"]) window.addEventListener(kind, (event) => event.preventDefault());
