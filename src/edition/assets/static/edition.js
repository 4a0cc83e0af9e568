/* What a script makes more comfortable; everything can be read without it.
 *
 * Notes open where they are called, without a jump; keys lead from note to
 * note and back; the choice of notes is remembered; links within the edition
 * show what they lead to; the address of a passage or note is copied. */

"use strict";

const stored = {
  get(name) {
    try {
      return localStorage.getItem(`edition-${name}`);
    } catch {
      return null; // a browser may forbid it; nothing is remembered then
    }
  },
  set(name, value) {
    try {
      localStorage.setItem(`edition-${name}`, value);
    } catch {
      /* as above */
    }
  },
};

const article = document.querySelector("article");
const notes = [...document.querySelectorAll("aside.note")];
const make = (name, attributes = {}, ...children) => {
  const element = Object.assign(document.createElement(name), attributes);
  element.append(...children);
  return element;
};

/* ---- how many notes are shown ---- */

for (const choice of document.querySelectorAll("input[name=level]")) {
  choice.checked = choice.value === (stored.get("level") ?? "full");
  choice.addEventListener("change", () => stored.set("level", choice.value));
}

/* ---- notes open in place ---- */

const openNote = () => document.querySelector("aside.note:target");
const isShown = (element) => element.getClientRects().length > 0;

/** Make `id` the target of the page's address while `anchor` stays where it is on the screen. */
function goTo(id, anchor) {
  const before = anchor.getBoundingClientRect().top;
  location.hash = id;
  window.scrollBy(0, anchor.getBoundingClientRect().top - before);
}

/** Bring a note onto the screen, and leave the words it explains there too if both find room. */
function reveal(note) {
  const number = document.querySelector(`a.note-number[href="#${note.id}"]`);
  const words = number && isShown(number) ? number : note;
  const { top, bottom } = note.getBoundingClientRect();
  const whole = bottom - innerHeight + 20;
  const kept = words.getBoundingClientRect().top - 80;
  const seen = top - innerHeight * 0.6;
  const down = Math.max(Math.min(whole, kept), seen);
  if (kept < 0 || down > 0) window.scrollBy({ top: kept < 0 ? kept : down });
}

function open(note, anchor) {
  goTo(note.id, anchor);
  reveal(note);
}

function close(note) {
  const back = note.querySelector("[role=doc-backlink]").hash.slice(1);
  const number = document.getElementById(back);
  goTo(back, number && isShown(number) ? number : note);
  (number?.matches("a") ? number : note.querySelector("a")).focus({ preventScroll: true });
}

article?.addEventListener("click", (event) => {
  const link = event.target.closest("a.note-number, a.note-link, [role=doc-backlink]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const current = openNote();
  if (link.matches("[role=doc-backlink]")) {
    event.preventDefault();
    close(link.closest(".note"));
  } else if (current && link.hash === `#${current.id}`) {
    event.preventDefault();
    close(current);
  } else {
    event.preventDefault();
    open(document.querySelector(link.hash), link);
  }
});

/* ---- keys ---- */

const KEYS = [
  ["n", "next note"],
  ["p", "previous note"],
  ["Esc", "close the note, back to the text"],
  ["1 2 3", "text only, first reading, all notes"],
  ["?", "this panel"],
];

/** Open the note that is `step` after the open one, or the first one below the screen's top. */
function move(step) {
  const choices = notes.filter((note) => {
    const number = document.querySelector(`a.note-number[href="#${note.id}"]`);
    return isShown(note) || (number && isShown(number));
  });
  const current = openNote();
  const passageTop = (note) => note.closest(".passage").getBoundingClientRect().bottom;
  const index = current
    ? choices.indexOf(current) + step
    : choices.findIndex((note) => passageTop(note) > 100) + (step < 0 ? -1 : 0);
  const note = choices[index];
  if (!note) return;
  location.hash = note.id;
  note.querySelector(".note-link").focus({ preventScroll: true });
  reveal(note);
}

const keysOn = make("input", { type: "checkbox", checked: stored.get("keys") !== "off" });
keysOn.addEventListener("change", () => stored.set("keys", keysOn.checked ? "on" : "off"));

const help = make(
  "dialog",
  { className: "help" },
  make("h2", { textContent: "Keys", id: "help-title" }),
  make(
    "dl",
    {},
    ...KEYS.flatMap(([key, words]) => [
      make("dt", {}, ...key.split(" ").map((part) => make("kbd", { textContent: part }))),
      make("dd", { textContent: words }),
    ]),
  ),
  make("label", {}, keysOn, " Use these keys"),
  make("form", { method: "dialog" }, make("button", { textContent: "Close" })),
);
help.setAttribute("aria-labelledby", "help-title");

const levels = document.querySelector(".levels");
if (levels) {
  const button = levels.querySelector(".help-button");
  button.disabled = false;
  button.addEventListener("click", () => help.showModal());
  document.body.append(help);
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || help.open) return;
  const field = event.target.closest("input:not([type=radio]), textarea, select");
  if (field && event.key !== "Escape") return;
  if (event.key === "Escape") {
    if (!hidePreview() && openNote()) close(openNote());
    return;
  }
  if (!keysOn.checked || !levels) return;
  if (event.key === "n") move(1);
  else if (event.key === "p") move(-1);
  else if (event.key === "?") help.showModal();
  else if ("123".includes(event.key)) levels.querySelectorAll("input")[event.key - 1].click();
  else return;
  event.preventDefault();
});

/* ---- addresses are copied ---- */

const status = make("div", { className: "status" });
status.setAttribute("role", "status");
document.body.append(status);

article?.addEventListener("click", async (event) => {
  const link = event.target.closest(".passage-address a[href^='#'], a.permalink, .question-head a[href^='#']");
  if (!link) return;
  try {
    await navigator.clipboard.writeText(link.href);
  } catch {
    return; // the browser's address line has it all the same
  }
  status.textContent = "Link copied";
  setTimeout(() => (status.textContent = ""), 2000);
});

/* ---- previews of what links lead to ---- */

const OWN = "a.note-number, a.note-link, [role=doc-backlink], .passage-address a, .headerlink";
const preview = make("div", { className: "preview", id: "preview", hidden: true });
document.body.append(preview);
const base = document.currentScript.src.replace(/[^/]*$/, "");
let loading; // the previews are loaded when the first one is wanted
let shownFor = null;
let timer;

function load() {
  loading ??= new Promise((resolve) => {
    const script = make("script", { src: `${base}previews.js` });
    script.addEventListener("load", () => resolve(window.editionPreviews));
    document.head.append(script);
  });
  return loading;
}

function hidePreview() {
  clearTimeout(timer);
  if (preview.hidden) return false;
  preview.hidden = true;
  shownFor.removeAttribute("aria-describedby");
  return true;
}

/** Show what `link` leads to, below it or above; on a touch with a way there. */
async function showPreview(link, touched = false) {
  const known = (await load())[decodeURIComponent(link.hash.slice(1))];
  if (!known) return false;
  hidePreview();
  const [title, words] = known;
  preview.replaceChildren(
    make("strong", { textContent: title }),
    make("p", { textContent: words }),
  );
  if (touched) preview.append(make("a", { href: link.href, textContent: "Go there" }));
  preview.hidden = false;
  const { left, top, bottom } = link.getClientRects()[0];
  const room = document.documentElement.clientWidth - preview.offsetWidth - 8;
  const height = preview.offsetHeight;
  preview.style.left = `${scrollX + Math.max(8, Math.min(left, room))}px`;
  preview.style.top = `${scrollY + (bottom + height + 12 < innerHeight ? bottom + 4 : top - height - 4)}px`;
  link.setAttribute("aria-describedby", "preview");
  shownFor = link;
  return true;
}

const previewed = (event) => {
  const link = event.target.closest?.("article a[href*='#']");
  return link && !link.matches(OWN) && link.origin === location.origin ? link : null;
};

/** Show or hide after a moment: a pointer that only passes changes nothing. */
function soon(action) {
  clearTimeout(timer);
  timer = setTimeout(action, 250);
}

document.addEventListener("pointerover", (event) => {
  if (event.pointerType !== "mouse") return;
  const link = previewed(event);
  if (link && link !== shownFor) soon(() => showPreview(link));
  else if (link || preview.contains(event.target)) clearTimeout(timer);
  else if (!preview.hidden) soon(hidePreview);
});
document.addEventListener("focusin", (event) => {
  const link = previewed(event);
  if (link?.matches(":focus-visible")) showPreview(link);
  else if (!preview.contains(event.target)) hidePreview();
});
let pointer = "mouse";
document.addEventListener("pointerdown", (event) => {
  pointer = event.pointerType;
  if (!preview.contains(event.target)) hidePreview();
});
document.addEventListener("click", async (event) => {
  const link = previewed(event);
  if (!link || pointer !== "touch") return;
  event.preventDefault();
  if (!(await showPreview(link, true))) location.href = link.href;
});

/* ---- the forge is told which words were chosen ---- */

let chosen = "";
document.addEventListener("selectionchange", () => {
  const words = getSelection().toString().replace(/\s+/g, " ").trim();
  if (words) chosen = words.split(" ").slice(0, 10).join(" ");
});
for (const door of document.querySelectorAll(".passage-address .door")) {
  door.addEventListener("click", () => {
    const address = new URL(door.href);
    const text = door.closest(".passage").querySelector(".passage-body").textContent;
    if (chosen && text.replace(/\s+/g, " ").includes(chosen)) {
      if (address.searchParams.has("template")) address.searchParams.set("phrase", chosen);
      door.href = address.href;
    }
  });
}
