"use strict";
// Shows what stands in this file. It reads nothing else, changes nothing, and asks no network for anything.
const data = JSON.parse(document.getElementById("data").textContent);
const at = (id) => document.getElementById(id);
const PAGE = 100;
const SAFE = /\.(eml|txt|jpe?g|png|gif|pdf|csv|json|mbox|zip)$/i;

function node(kind, text, of) {
  const made = document.createElement(kind);
  if (text) { made.textContent = text; made.dir = "auto"; }
  if (of) of.append(made);
  return made;
}

// Capital letters, accents and full-width forms make no difference.
const plain = (text) => text.normalize("NFKD").toLowerCase().replace(/\p{M}/gu, "");

function entry(one, isOpen) {
  const item = node("li");
  const head = node("p", "", item);
  node("strong", [one.number && `Entry ${one.number}`, one.exhibit && `Exhibit ${one.exhibit}`].filter(Boolean).join(" · "), head);
  head.append(" ");
  node("span", [one.date, one.time, one.zone].filter(Boolean).join(" "), head);
  const whose = node("p", "", item);
  node("bdi", [one.technology || one.where, one.direction, one.who && `from ${one.who}`, one.to && `to ${one.to}`].filter(Boolean).join(" · "), whose);
  if (one.caption) node("p", one.caption, item);
  const shown = node("details", "", item);
  shown.open = isOpen;
  node("summary", one.what ? "What it says" : "Nothing is written", shown);
  node("p", one.what, shown).className = "what";
  for (const [name, value] of [["Witnesses", one.witnesses], ["Reported to", one.reported_to], ["Officer", one.officer], ["Badge", one.badge], ["Report number", one.report_number], ["Evidence", one.evidence], ["How the time is known", one.time_known], ["Stands in", one.found], ["SHA-256 of that file", one.sha256]]) {
    if (value) node("p", `${name}: ${value}`, shown).className = "quiet";
  }
  for (const file of one.files) {
    // What a browser would run, such as a page or a drawing, is named and never linked.
    const link = node(SAFE.test(file) ? "a" : "span", file, node("p", "", shown));
    if (SAFE.test(file)) { link.href = file; link.download = ""; }
  }
  return item;
}

function finding(one) {
  const item = node("li");
  node("strong", `Exhibit ${one.label}`, node("p", "", item));
  if (one.caption) node("p", one.caption, item);
  const shown = node("details", "", item);
  node("summary", `Finding: ${one.finding}`, shown);
  node("p", one.says, shown).className = "what";
  for (const [name, value] of [["Figures", one.figures], ["Ordinary explanations", one.otherwise.join(" ")], ["What it cannot tell", one.limits.join(" ")], ["Rests on", one.rests_on], ["From", one.rule], ["SHA-256 of the finding, as it was chosen", one.digest]]) {
    if (value) node("p", `${name}: ${value}`, shown).className = "quiet";
  }
  return item;
}

function show(part) {
  for (const button of document.querySelectorAll("nav button")) {
    const isIt = button.dataset.part === part;
    button.setAttribute("aria-pressed", String(isIt));
    at(button.dataset.part).hidden = !isIt;
  }
}

let found = [];
let until = 0;

function more() {
  const list = at("entries");
  for (const one of found.slice(until, until + PAGE)) list.append(entry(one, at("open-all").checked));
  until = Math.min(found.length, until + PAGE);
  at("more").hidden = until >= found.length;
}

function search() {
  const words = plain(at("words").value).split(/\s+/).filter(Boolean);
  const way = at("direction").value;
  const channel = at("channel").value;
  found = data.entries.filter((one) => (!way || one.direction === way) && (!channel || one.technology === channel)
    && words.every((word) => one.plain.includes(word)));
  at("count").textContent = `${found.length} of ${data.entries.length} entries`;
  at("entries").replaceChildren();
  until = 0;
  more();
}

async function check(event) {
  const [file] = event.target.files;
  if (!file) return;
  const digest = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
  const sum = [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const same = data.sources.filter((one) => one.sha256 === sum).map((one) => one.name);
  at("result").textContent = same.length ? `SHA-256 ${sum}: the same as ${same.join(", ")}.` : `SHA-256 ${sum}: none of the files listed.`;
}

for (const one of data.entries) one.plain = plain([one.what, one.who, one.to, one.where, one.technology, one.found, one.caption, one.exhibit, one.witnesses].join("\n"));
at("title").textContent = data.title;
for (const [name, value] of data.facts) { node("dt", name, at("facts")); node("dd", value, at("facts")); }
for (const sentence of data.left_out) node("li", sentence, at("left-out"));
for (const one of data.exhibits) {
  const shown = data.entries.find((each) => each.exhibit === one.label);
  if (one.finding) at("exhibit-list").append(finding(one));
  else if (shown) at("exhibit-list").append(entry(shown, false));
}
for (const name of [...new Set(data.entries.map((one) => one.technology))].filter(Boolean).sort()) node("option", name, at("channel"));
for (const file of data.files) { const link = node("a", file, node("li", "", at("links"))); link.href = file; }
for (const one of data.sources) { const row = node("tr", "", at("sources")); node("td", one.name, row); node("td", String(one.size), row); node("td", one.sha256, row); }
if (data.expires) {
  const isOver = new Date().toISOString().slice(0, 10) > data.expires;
  at("expiry").hidden = false;
  at("expiry").textContent = isOver ? `The person asked that this be deleted after ${data.expires}. That day is over: please delete this folder and every copy.` : `The person asks that this be deleted after ${data.expires}, with every copy. It cannot delete itself.`;
}
for (const button of document.querySelectorAll("nav button")) button.addEventListener("click", () => show(button.dataset.part));
for (const id of ["words", "direction", "channel", "open-all"]) at(id).addEventListener("input", search);
at("search").addEventListener("submit", (event) => event.preventDefault());
at("more").addEventListener("click", more);
at("file").addEventListener("change", check);
search();
