// What makes the page quicker to use. Everything but leaving by key, dropping and progress works without it.
"use strict";

const one = (query, within = document) => within.querySelector(query);
const all = (query, within = document) => [...within.querySelectorAll(query)];
const form = (values) => ({ method: "POST", body: new URLSearchParams(values) });

// Leaving: hide at once, lock, and leave an empty page in the place of this one.
function leave() {
  document.documentElement.classList.add("gone");
  document.title = document.body.dataset.newTab;
  const locked = fetch("/exit", { ...form({}), keepalive: true, redirect: "manual" });
  const longEnough = new Promise((done) => { setTimeout(done, 400); });
  Promise.race([locked, longEnough]).finally(() => location.replace("/blank"));
}
const pressed = [];
addEventListener("keydown", (event) => {
  if (event.repeat) return;
  if (event.key !== "Shift") { pressed.length = 0; return; }
  pressed.push(Date.now());
  if (pressed.length > 3) pressed.shift();
  if (pressed.length === 3 && pressed[2] - pressed[0] < 5000) leave();
});
one("#exit")?.addEventListener("submit", (event) => { event.preventDefault(); leave(); });
// A page that the browser kept for "back" may show what was locked since.
addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });

// Whoever types or scrolls is there; after a quarter of an hour without, nothing stays on the screen.
const patience = 15 * 60000 + 5000;
let told = Date.now();
let last = told;
function look() {
  if (Date.now() - last <= patience) return false;
  document.documentElement.classList.add("gone");
  location.replace("/");
  return true;
}
function stir() {
  if (look()) return;
  last = Date.now();
  if (Date.now() - told < 60000) return;
  told = Date.now();
  fetch("/here", { ...form({}), redirect: "manual" }).catch(() => {});
}
if (one("#menu")) {
  ["keydown", "pointerdown", "scroll", "focus", "visibilitychange"].forEach((kind) => addEventListener(kind, stir, { passive: true, capture: true }));
  // Timers stand still while a laptop sleeps; the clock does not. So it is looked at again and again.
  setInterval(look, 5000);
  stir();
}

all(".needs-script").forEach((part) => { part.hidden = false; });

// Browsers write a chosen day in figures, each in its own order: beside them it stands in words.
const inWords = new Intl.DateTimeFormat(`${document.documentElement.lang === "en" ? "en-GB" : document.documentElement.lang}-u-nu-latn-ca-gregory`, { dateStyle: "full", timeZone: "UTC" });
all("input[type=date]").forEach((field) => {
  const words = document.createElement("output");
  words.className = "quiet in-words";
  words.htmlFor = field.id;
  const write = () => { words.textContent = field.valueAsDate ? inWords.format(field.valueAsDate) : ""; };
  field.after(words);
  field.addEventListener("input", write);
  write();
});

// Texts, one by one: the link becomes a button that fetches the text only when asked.
all("a[data-show]").forEach((link) => {
  const button = document.createElement("button");
  button.className = link.className;
  button.type = "button";
  button.setAttribute("aria-expanded", "false");
  const says = link.innerHTML;
  button.innerHTML = says;
  link.replaceWith(button);
  const line = button.parentElement;
  const hint = one("[aria-hidden]", line);
  let shown = null;
  button.addEventListener("click", async () => {
    if (shown) {
      shown.remove();
      shown = null;
      button.innerHTML = says;
    } else {
      const answer = await fetch(link.dataset.from);
      if (!answer.ok || answer.redirected) { location.href = link.href; return; }
      shown = document.createElement("div");
      shown.innerHTML = await answer.text();
      line.after(shown);
      button.textContent = document.body.dataset.hide;
    }
    button.setAttribute("aria-expanded", String(Boolean(shown)));
    if (hint) hint.hidden = Boolean(shown);
  });
});

// Pictures, one by one, in the place of their link.
all("a[data-picture]").forEach((link) => link.addEventListener("click", (event) => {
  event.preventDefault();
  const item = link.closest("li");
  one("img", item)?.remove();
  const image = new Image();
  image.alt = document.body.dataset.picture;
  image.src = link.href;
  item.append(image);
}));

// Long work: ask how far it is; the page itself decides where to go when it is over.
const work = one("#work");
if (work) {
  const bar = one("#work-bar");
  const ask = async () => {
    const answer = await fetch("/work.json");
    const state = answer.ok && !answer.redirected ? await answer.json() : { is_over: true };
    if (state.is_over) { location.replace("/work"); return; }
    if (work.textContent !== state.stage) work.textContent = state.stage;
    if (state.total) { bar.max = state.total; bar.value = state.done; } else { bar.removeAttribute("value"); }
    one("#work-bytes").textContent = state.amount;
    setTimeout(ask, 500);
  };
  ask();
}

// Giving: each file as one upload, so that folders keep their paths and large files need no memory.
const giving = one("#giving");
if (giving) {
  const state = one("#giving-state");
  const bar = one("#giving-bar");
  const drop = one("#drop");
  const units = giving.dataset.units.split(" ");
  const written = new Intl.NumberFormat(`${document.documentElement.lang}-u-nu-latn`, { maximumFractionDigits: 1 });
  const size = (bytes) => {
    let at = 0;
    while (bytes >= 1000 && at < units.length - 1) { bytes /= 1000; at += 1; }
    return `${written.format(bytes)} ${units[at]}`;
  };
  const put = (path, file, before, total) => new Promise((done, failed) => {
    const sending = new XMLHttpRequest();
    sending.open("PUT", `/add/file?${new URLSearchParams({ name: path, modified: file.lastModified })}`);
    sending.upload.onprogress = (event) => {
      bar.max = total || 1;
      bar.value = before + event.loaded;
      state.textContent = giving.dataset.here.replace("%(done)s", size(before + event.loaded)).replace("%(total)s", size(total));
    };
    sending.onload = () => (sending.status === 200 ? done(JSON.parse(sending.response)) : failed());
    sending.onerror = failed;
    sending.send(file);
  });
  const give = async (files) => {
    if (!files.length) { state.textContent = giving.dataset.none; return; }
    const total = files.reduce((sum, [, file]) => sum + file.size, 0);
    all("button, input", giving).forEach((part) => { part.disabled = true; });
    bar.hidden = false;
    try {
      const begun = await fetch("/add/begin", form({ obtained: one("#obtained").value }));
      if (!begun.ok || begun.redirected) throw begun;
      let before = 0;
      for (const [path, file] of files) {
        await put(path, file, before, total);
        before += file.size;
      }
      const finished = await fetch("/add/finish", form({}));
      if (!finished.ok) throw finished;
      location.href = "/work";
    } catch {
      state.textContent = giving.dataset.stopped;
    }
  };
  giving.addEventListener("submit", (event) => {
    event.preventDefault();
    const chosen = [...one("#files").files, ...one("#folder").files];
    give(chosen.map((file) => [file.webkitRelativePath || file.name, file]));
  });
  const inside = async (entry, path) => {
    if (entry.isFile) return [[path + entry.name, await new Promise((done, failed) => entry.file(done, failed))]];
    const reader = entry.createReader();
    const found = [];
    // The browser gives a folder in portions; an empty one is the last.
    for (;;) {
      const some = await new Promise((done, failed) => reader.readEntries(done, failed));
      if (!some.length) return found;
      for (const each of some) found.push(...await inside(each, `${path}${entry.name}/`));
    }
  };
  addEventListener("dragover", (event) => { event.preventDefault(); drop.classList.add("over"); });
  addEventListener("dragleave", () => drop.classList.remove("over"));
  addEventListener("drop", async (event) => {
    event.preventDefault();
    drop.classList.remove("over");
    const entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
    const files = [];
    for (const entry of entries) files.push(...await inside(entry, ""));
    give(files.length ? files : [...event.dataTransfer.files].map((file) => [file.name, file]));
  });
}
