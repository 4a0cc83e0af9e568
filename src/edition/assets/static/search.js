/* The search page: an address leads to its place, and words to the passages, notes and
 * questions that have them; below, Sphinx's own search lists whole pages. */

"use strict";

/* Sphinx would keep what was searched for, to mark it on the next page. */
const SPHINX_HIGHLIGHT_ENABLED = false;
Object.assign(Documentation.TRANSLATIONS, {
  "Search Results": "Pages",
  "Search finished, found one page matching the search query.": "One page.",
  "Search finished, found ${resultCount} pages matching the search query.": "${resultCount} pages.",
  "Your search did not match any documents. Please make sure that all words are spelled correctly and that you've selected enough categories.":
    "No page has these words.",
});

(() => {
  const SHOWN = 20;
  const AROUND = 110; // characters of an excerpt on either side of what was found
  const ADDRESS = /^(?:passage|note|question|§)?\s*(q?\d+\.\d+(?:\.\d+)?)\.?$/i;

  const make = (name, attributes, ...children) => {
    const element = Object.assign(document.createElement(name), attributes);
    element.append(...children);
    return element;
  };

  /** Letters without case and accents, as many as there were, so that places stay the same. */
  const fold = (text) =>
    [...text]
      .map((letter) => {
        const plain = letter.normalize("NFD").replace(/\p{Mn}/gu, "").toLowerCase();
        return plain.length === letter.length ? plain : letter;
      })
      .join("");

  /** One pattern for each word: it begins a word of the text, in the singular or the plural. */
  const patternsOf = (query) =>
    (fold(query).match(/[\p{L}\p{N}]+/gu) ?? []).map(
      (word) => new RegExp(`(?<![\\p{L}\\p{N}])${word.replace(/(?<=...)s$/, "")}[\\p{L}\\p{N}]*`, "gu"),
    );

  const isIn = (pattern, text) => text.search(pattern) >= 0;

  /** The text with what the patterns find in it marked. */
  function mark(text, patterns) {
    const found = patterns
      .flatMap((pattern) => [...fold(text).matchAll(pattern)])
      .sort((a, b) => a.index - b.index);
    const parts = [];
    let end = 0;
    for (const { index, 0: word } of found) {
      if (index < end) continue;
      parts.push(text.slice(end, index), make("mark", { textContent: text.slice(index, index + word.length) }));
      end = index + word.length;
    }
    return [...parts, text.slice(end)];
  }

  /** Where the text first has one of the words, cut out at spaces. */
  function excerpt(text, patterns) {
    const places = patterns.map((pattern) => fold(text).search(pattern)).filter((place) => place >= 0);
    const middle = places.length ? Math.min(...places) : 0;
    const start = middle <= AROUND ? 0 : text.indexOf(" ", middle - AROUND) + 1;
    const end = middle + AROUND >= text.length ? text.length : text.lastIndexOf(" ", middle + AROUND);
    return `${start ? "… " : ""}${text.slice(start, end)}${end < text.length ? " …" : ""}`;
  }

  /** Places that have all the words: first those that have them in their title. */
  function find(query) {
    const patterns = patternsOf(query);
    const ranked = [[], []];
    for (const place of patterns.length ? PLACES : []) {
      const title = fold(place[3]);
      const whole = `${title} ${fold(place[4])}`;
      if (!patterns.every((pattern) => isIn(pattern, whole))) continue;
      ranked[patterns.every((pattern) => isIn(pattern, title)) ? 0 : 1].push(place);
    }
    return ranked.flat();
  }

  function show([kind, address, page, title, words], patterns) {
    const name = title ? [" · “", ...mark(title, patterns), "”"] : [];
    return make(
      "li",
      {},
      make("a", { href: page }, `${kind} ${address}`, ...name),
      make("p", {}, ...mark(excerpt(words, patterns), patterns)),
    );
  }

  function list(found, patterns) {
    const items = found.map((place) => show(place, patterns));
    const results = make("ul", { className: "places" }, ...items.slice(0, SHOWN));
    const parts = [results];
    if (items.length > SHOWN) {
      const more = make("button", { type: "button", textContent: `Show all ${items.length}` });
      more.addEventListener("click", () => {
        more.remove();
        results.append(...items.slice(SHOWN));
        items[SHOWN].querySelector("a").focus();
      });
      parts.push(more);
    }
    return parts;
  }

  const query = new URLSearchParams(location.search).get("q")?.trim();
  if (!query) return;
  const address = query.match(ADDRESS)?.[1].toUpperCase();
  const place = PLACES.find((known) => known[1] === address);
  if (place) {
    location.replace(place[2]);
    return;
  }
  const found = find(query);
  const count = found.length === 1 ? "One place." : `${found.length} places.`;
  const message = address ? `Nothing has the address ${address}.` : found.length ? count : "No passage, note or question has these words.";
  document.getElementById("places").append(
    make("h2", { textContent: "Passages, notes and questions" }),
    make("p", { className: "search-summary", textContent: message }),
    ...(address ? [] : list(found, patternsOf(query))),
  );
})();
