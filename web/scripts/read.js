// Shows a look at what a reference leads to, beside the reference: on hover and on focus; a tap shows it, a second tap
// follows. Escape closes it. Without this script the same links open their pages.
"use strict";

(() => {
  const preview = document.getElementById("preview");
  if (!preview) return;

  const PAUSE = 250;
  const place = preview.querySelector("strong");
  const status = preview.querySelector(".status");
  const words = preview.querySelector(".words");
  const open = preview.querySelector("a");
  const kept = new Map();
  let shown = null;
  let waiting = 0;

  // A reference to a provision is an address of its page; several acts of one number are a list, of which there is no look.
  function addressOf(link) {
    const { pathname, searchParams } = new URL(link.href);
    const [, , slug, ...path] = pathname.split("/").map(decodeURIComponent);
    const wanted = new URLSearchParams({ path: path.join("/"), on: searchParams.get("on") ?? "" });
    return `/api/documents/${encodeURIComponent(slug)}/preview?${wanted}`;
  }

  async function look(address) {
    if (!kept.has(address)) {
      const found = await fetch(address);
      if (!found.ok) throw new Error(found.status);
      kept.set(address, await found.json());
    }
    return kept.get(address);
  }

  // Below the reference, or above it where there is no room; never beyond the edge of the page.
  function move(link) {
    const at = link.getClientRects()[0];
    // In terms of the window: one that was made narrower is never wider for it, not for a moment.
    preview.style.width = "min(448px, 100vw - 32px)";
    const below = at.bottom + 6;
    const height = preview.offsetHeight;
    const top = below + height < window.innerHeight || at.top < height ? below : at.top - height - 6;
    preview.style.left = `max(8px, min(${at.left + window.scrollX}px, 100vw - ${preview.offsetWidth + 24}px))`;
    preview.style.top = `${top + window.scrollY}px`;
  }

  async function show(link) {
    shown = link;
    let found = null;
    try {
      found = await look(addressOf(link));
    } catch {
      found = null;
    }
    if (shown !== link) return;
    place.textContent = found ? `${found.citation} ${found.document}`.trim() : link.textContent;
    status.textContent = found ? preview.dataset[`status${found.status.replace(/(^|_)(.)/g, (_, __, c) => c.toUpperCase())}`] ?? "" : "";
    status.className = found ? `status ${found.status}` : "status";
    words.textContent = found ? `${found.text || found.title || ""}${found.cut ? " …" : ""}` : preview.dataset.failed;
    open.textContent = preview.dataset.open;
    open.href = link.href;
    preview.hidden = false;
    link.setAttribute("aria-describedby", "preview");
    move(link);
  }

  function hide() {
    clearTimeout(waiting);
    shown?.removeAttribute("aria-describedby");
    shown = null;
    preview.hidden = true;
  }

  function later(link) {
    clearTimeout(waiting);
    if (shown === link) return;
    waiting = setTimeout(() => show(link), PAUSE);
  }

  // The look stays while the pointer is on it or on its reference.
  function leave() {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      const stays = shown && (shown.matches(":hover, :focus") || preview.matches(":hover, :focus-within"));
      if (!stays) hide();
    }, PAUSE);
  }

  const reference = (event) => event.target.closest?.("a.reference[href^='/vb/']");
  document.addEventListener("pointerover", (event) => {
    const link = reference(event);
    if (link && event.pointerType === "mouse") later(link);
  });
  document.addEventListener("pointerout", (event) => {
    if (event.pointerType === "mouse" && (reference(event) || preview.contains(event.target))) leave();
  });
  document.addEventListener("focusin", (event) => {
    const link = reference(event);
    if (link) later(link);
    else if (!preview.contains(event.target)) leave();
  });
  document.addEventListener("click", (event) => {
    const link = reference(event);
    if (link && event.pointerType === "touch" && shown !== link) {
      event.preventDefault();
      show(link);
    } else if (!link && !preview.contains(event.target)) {
      hide();
    }
  });
  // What stood at its place stands elsewhere now.
  window.addEventListener("resize", hide);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !preview.hidden) {
      const back = preview.contains(document.activeElement) ? shown : null;
      hide();
      back?.focus();
    }
  });
})();
