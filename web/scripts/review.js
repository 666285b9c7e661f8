// Reviewing by keyboard alone: single letters move between citations, judge them, decide. Not while something is typed,
// and not where they were switched off. Without this script every one of them is a field, a link or a button.
"use strict";

(() => {
  const OFF = "review-keys-off";
  const dialog = document.getElementById("keys");
  const opener = document.querySelector("button.keys");
  const places = [...document.querySelectorAll("fieldset.citation, .queue li[data-open]")];
  let current = -1;
  const isOff = () => localStorage.getItem(OFF) === "1";

  document.querySelector(".keys-told")?.removeAttribute("hidden");
  if (dialog && opener) {
    const off = dialog.querySelector("#keys-off");
    off.checked = isOff();
    off.addEventListener("change", () => localStorage.setItem(OFF, off.checked ? "1" : "0"));
    opener.hidden = false;
    opener.addEventListener("click", () => dialog.showModal());
  }

  // The words and their box come into view beside the citation that is looked at.
  function show(place) {
    for (const within of place.querySelectorAll(".source, .boxed")) {
      const words = within.querySelector("mark, .box");
      if (!words) continue;
      const [outer, inner] = [within.getBoundingClientRect(), words.getBoundingClientRect()];
      within.scrollTop += inner.top - outer.top - within.clientHeight / 3;
    }
  }
  places.filter((place) => place.matches("fieldset")).forEach(show);

  function move(step) {
    const next = Math.min(Math.max(current + step, 0), places.length - 1);
    if (!places[next]) return;
    places[current]?.classList.remove("current");
    current = next;
    const place = places[current];
    place.classList.add("current");
    show(place);
    const focus = place.matches("fieldset") ? place : place.querySelector("a");
    focus.focus({ preventScroll: true });
    place.scrollIntoView({ block: "nearest" });
  }

  // Whoever comes to a citation by the mouse or by Tab is there for the letters too.
  document.addEventListener("focusin", (event) => {
    const at = places.indexOf(event.target.closest?.("fieldset.citation, .queue li[data-open]"));
    if (at < 0 || at === current) return;
    places[current]?.classList.remove("current");
    current = at;
    places[current].classList.add("current");
  });

  // A control of the citation that is looked at, or of the page.
  const keyed = (key) => {
    const within = places[current]?.querySelector(`[data-key=${key}]`);
    return within ?? [...document.querySelectorAll(`[data-key=${key}]`)].find((one) => !one.closest("fieldset.citation"));
  };

  const does = {
    j: () => move(1),
    k: () => move(-1),
    a() {
      if (current < 0) move(1);
      const box = keyed("a");
      if (!box) return;
      box.checked = true;
      move(1);
    },
    x() {
      if (current < 0) move(1);
      const box = keyed("x");
      if (!box) return;
      box.checked = true;
      box.closest("fieldset").querySelector("input[type=text]").focus();
    },
    o: () => keyed("o")?.click(),
    n: () => keyed("n")?.focus(),
    e: () => keyed("e")?.click(),
    s: () => keyed("s")?.click(),
    u: () => keyed("u")?.click(),
    D: () => keyed("d")?.click(),
    K: () => keyed("k")?.click(),
    "?": () => dialog?.showModal(),
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const typing = event.target.matches?.("textarea, select, input:not([type=radio], [type=checkbox])");
    if (event.key === "Escape" && typing && event.target.closest("form.review")) {
      event.target.closest("fieldset.citation")?.focus();
      event.target.blur();
      return;
    }
    if (typing || dialog?.open || !does[event.key] || (isOff() && event.key !== "?")) return;
    event.preventDefault();
    does[event.key]();
  });
})();
