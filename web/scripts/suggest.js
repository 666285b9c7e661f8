// Suggests documents, terms and headings while somebody types (the ARIA combobox pattern: arrows, Enter, Escape, touch).
// Without this script the box is a plain one. Everything that comes from the server goes into the page as text.
"use strict";

(() => {
  const box = document.getElementById("q");
  const list = document.getElementById("suggestions");
  const told = document.getElementById("suggested");
  const texts = document.getElementById("suggest-words");
  if (!box || !list || !told || !texts) return;

  const WAIT = 120;
  const SHORTEST = 2;
  const LONGEST = 200;
  const words = new Map();
  for (const word of texts.content.children) words.set(word.dataset.key, word.textContent);
  const say = (key, value) => (words.get(key) ?? "").replace("{}", value ?? "");
  let timer = 0;
  let running = null;
  let active = -1;

  const states = { role: "combobox", "aria-autocomplete": "list", "aria-haspopup": "listbox", "aria-expanded": "false" };
  for (const [name, value] of Object.entries(states)) box.setAttribute(name, value);
  box.setAttribute("aria-controls", list.id);
  box.autocomplete = "off";

  function close() {
    clearTimeout(timer);
    running?.abort();
    list.hidden = true;
    list.replaceChildren();
    told.textContent = "";
    mark(-1);
    box.setAttribute("aria-expanded", "false");
  }

  function mark(place) {
    active = place;
    for (const [at, option] of [...list.children].entries()) {
      option.setAttribute("aria-selected", String(at === place));
      if (at === place) option.scrollIntoView({ block: "nearest" });
    }
    if (place < 0) box.removeAttribute("aria-activedescendant");
    else box.setAttribute("aria-activedescendant", list.children[place].id);
  }

  function choose(place) {
    box.value = list.children[place].dataset.text;
    close();
    box.focus();
    box.setSelectionRange(box.value.length, box.value.length);
  }

  function part(style, text) {
    const made = document.createElement("span");
    made.className = style;
    made.textContent = text;
    return made;
  }

  function option({ kind, text, detail, status }, place) {
    const made = document.createElement("li");
    made.id = `suggestion-${place}`;
    made.setAttribute("role", "option");
    made.dataset.text = text;
    made.append(part("offer", text), part("kind", say(`suggest.${kind}`)));
    if (status && status !== "in_force") made.append(part(`status ${status}`, say(`status.${status}`)));
    if (detail) made.append(part("detail", detail));
    // The box keeps the focus, so that typing goes on and the list stays.
    made.addEventListener("pointerdown", (event) => event.preventDefault());
    made.addEventListener("mousedown", (event) => event.preventDefault());
    made.addEventListener("click", () => choose(place));
    return made;
  }

  function show(found) {
    if (!found.length) return close();
    list.replaceChildren(...found.map(option));
    list.hidden = false;
    box.setAttribute("aria-expanded", "true");
    told.textContent = say("suggest.count", found.length);
    mark(-1);
  }

  // The beginning that could be completed: one line, with nothing behind the place where somebody types.
  function beginning() {
    const typed = box.value.trim();
    const long = [...typed].length;
    const fits = long >= SHORTEST && long <= LONGEST && !typed.includes("\n");
    return fits && box.selectionStart === box.value.length ? typed : "";
  }

  async function ask(typed) {
    running?.abort();
    const stop = (running = new AbortController());
    const query = new URLSearchParams({ q: typed });
    const day = box.form?.elements.on?.value;
    if (day) query.set("on", day);
    try {
      const answer = await fetch(`/api/suggest?${query}`, { signal: stop.signal });
      if (!answer.ok) return close();
      const { suggestions } = await answer.json();
      if (!stop.signal.aborted && beginning() === typed && document.activeElement === box) show(suggestions);
    } catch (error) {
      if (error.name !== "AbortError") close();
    }
  }

  box.addEventListener("input", () => {
    clearTimeout(timer);
    const typed = beginning();
    if (!typed) return close();
    timer = setTimeout(() => ask(typed), WAIT);
  });

  const keys = {
    ArrowDown: () => mark(active + 1 < list.children.length ? active + 1 : -1),
    ArrowUp: () => mark(active < 0 ? list.children.length - 1 : active - 1),
    Enter: () => choose(active),
    Escape: close,
  };

  // Before the page's own keys: Enter on a suggestion chooses, it does not ask.
  box.parentElement.addEventListener(
    "keydown",
    (event) => {
      const { key, shiftKey, ctrlKey, altKey, metaKey, isComposing } = event;
      if (event.target !== box || shiftKey || ctrlKey || altKey || metaKey || isComposing) return;
      if (list.hidden || !keys[key] || (key === "Enter" && active < 0)) return;
      event.preventDefault();
      event.stopPropagation();
      keys[key]();
    },
    true,
  );

  box.addEventListener("blur", close);
  box.form?.addEventListener("submit", close);
})();
