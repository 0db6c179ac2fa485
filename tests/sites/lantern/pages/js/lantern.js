// The Lantern's front end: draws the story that the page names, its related box when that is seen, and its wall.
"use strict";

const page = document.currentScript.dataset;
const root = document.getElementById("root");

function element(name, text, into) {
  const made = document.createElement(name);
  made.textContent = text;
  into.append(made);
  return made;
}

function related(links, into) {
  if (!links.length) return;
  element("h2", "Related stories", into);
  const list = element("ul", "", into);
  for (const link of links) element("a", link.title, element("li", "", list)).href = link.path;
}

function draw(story) {
  root.textContent = "";
  const article = element("article", "", root);
  element("h1", story.headline, article);
  element("p", "By " + story.author, article).className = "byline";
  const time = element("time", story.shown, article);
  time.dateTime = story.published;
  for (const paragraph of story.paragraphs) element("p", paragraph, article);
  const box = element("section", "", root);
  box.className = "related";
  related(story.related, box);
}

const load = (path, then) => fetch(path).then((answer) => answer.json()).then(then);

function wall() {
  const dialog = element("div", "", document.body);
  dialog.setAttribute("role", "dialog");
  dialog.setAttribute("aria-label", "Cookie consent");
  dialog.style = "position: fixed; inset: 0; background: white";
  element("p", "The Lantern and its partners would like to set cookies.", dialog);
  for (const choice of ["accept", "reject"]) {
    const button = element("button", choice === "accept" ? "Accept all" : "Reject all", dialog);
    button.dataset.consent = choice;
    button.addEventListener("click", () => { dialog.remove(); load("/api/" + page.story, draw); });
  }
}

if (page.wall) wall();
else if (page.story) load("/api/" + page.story, draw);

for (const box of document.querySelectorAll("[data-related]")) {
  new IntersectionObserver((entries, observer) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    observer.disconnect();
    load("/api/related/" + box.dataset.related, (links) => { box.textContent = ""; related(links, box); });
  }).observe(box);
}
