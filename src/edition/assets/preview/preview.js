/* The live preview: a page is loaded again when it was built anew, and shows what is wrong. */

"use strict";

const { version } = document.currentScript.dataset;
const problems = document.createElement("div");
problems.className = "live-problems";
problems.setAttribute("role", "alert");
problems.hidden = true;
document.body.append(problems);

function show(lines) {
  problems.hidden = !lines.length;
  const title = document.createElement("p");
  title.textContent = "Not built anew: this page is as it was before. In the sources:";
  const list = document.createElement("ul");
  for (const line of lines) {
    const item = document.createElement("li");
    item.textContent = line;
    list.append(item);
  }
  problems.replaceChildren(title, list);
}

const news = new EventSource("/_preview/news");
news.addEventListener("message", (event) => {
  const told = JSON.parse(event.data);
  if (told.version !== version) location.reload();
  else show(told.problems);
});
addEventListener("pagehide", () => news.close());
