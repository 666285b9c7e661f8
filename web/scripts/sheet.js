// Shows the page as issued beside the answer, the quoted words boxed; of what has no pages, its text with the words marked.
// Without this script the same link opens that page.
"use strict";

(() => {
  const beside = document.getElementById("beside");
  const answer = document.getElementById("answer");
  if (!beside || !answer) return;

  const SVG = "http://www.w3.org/2000/svg";
  const AIR = 1.5;
  const close = beside.querySelector("button");
  const title = beside.querySelector("h2");
  const act = beside.querySelector(".act");
  const progress = beside.querySelector(".progress");
  const sheets = beside.querySelector(".sheets");
  let opener = null;

  function drawn(name, values) {
    const made = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(values)) made.setAttribute(key, value);
    return made;
  }

  // A page with its boxes; the link opens it by itself.
  function sheet(page) {
    const { number, width, height, image, url, boxes } = page;
    const figure = document.createElement("figure");
    figure.className = "sheet";
    const label = beside.dataset.picture.replace("{}", number);
    const picture = drawn("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": label });
    picture.append(drawn("image", { href: image, width, height, preserveAspectRatio: "none" }));
    for (const [left, top, right, bottom] of boxes) {
      const size = { width: right - left + 2 * AIR, height: bottom - top + 2 * AIR };
      picture.append(drawn("rect", { class: "box", x: left - AIR, y: top - AIR, rx: 2, ...size }));
    }
    const caption = document.createElement("figcaption");
    const link = document.createElement("a");
    link.href = url;
    link.textContent = beside.dataset.page.replace("{}", number);
    caption.append(link);
    figure.append(caption, picture);
    return figure;
  }

  async function issued(slug, span) {
    const found = await fetch(`/api/documents/${slug}/pages?doan=${span}`);
    if (!found.ok) throw new Error(found.status);
    const { pages } = await found.json();
    if (pages.length === 0) throw new Error("no page");
    return pages.map(sheet);
  }

  // The text as the page of the provision has it, without what belongs to that page alone.
  async function written(address) {
    const found = await fetch(address);
    if (!found.ok) throw new Error(found.status);
    const page = new DOMParser().parseFromString(await found.text(), "text/html");
    const text = page.querySelector("article.text");
    if (!text) throw new Error("no text");
    for (const other of text.querySelectorAll("nav, .footnotes, .complain")) other.remove();
    for (const named of text.querySelectorAll("[id]")) named.removeAttribute("id");
    return [document.adoptNode(text)];
  }

  async function show(link) {
    const { pathname, searchParams } = new URL(link.href);
    const [, , slug, kind] = pathname.split("/");
    const pages = kind === "trang";
    opener = link;
    beside.hidden = false;
    document.body.classList.add("with-beside");
    act.textContent = link.closest("figcaption, p")?.querySelector("cite")?.textContent ?? "";
    title.textContent = pages ? beside.dataset.issued : beside.dataset.written;
    progress.textContent = pages ? beside.dataset.waiting : "";
    sheets.replaceChildren();
    try {
      const shown = await (pages ? issued(slug, searchParams.get("doan")) : written(link.href));
      if (opener !== link) return;
      sheets.replaceChildren(...shown);
      progress.textContent = "";
      beside.focus({ preventScroll: true });
      sheets.querySelector(".box, mark")?.scrollIntoView({ block: "center", inline: "nearest" });
    } catch {
      if (opener === link) progress.textContent = pages ? beside.dataset.failed : beside.dataset.lost;
    }
  }

  function hide() {
    beside.hidden = true;
    document.body.classList.remove("with-beside");
    sheets.replaceChildren();
    opener?.focus();
    opener = null;
  }

  answer.addEventListener("click", (event) => {
    const link = event.target.closest("a.sheet-link, a.text-link");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    show(link);
  });
  close.addEventListener("click", hide);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !beside.hidden && !event.defaultPrevented) hide();
  });
})();
