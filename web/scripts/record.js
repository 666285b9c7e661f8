// Copies the legal basis of an answer, and prints a record. Without this script the link shows the same text, and the
// browser prints.
"use strict";

(() => {
  async function copy(link) {
    const told = link.parentElement.querySelector(".told");
    try {
      const answer = await fetch(link.href);
      if (!answer.ok) throw new Error(answer.statusText);
      await navigator.clipboard.writeText(await answer.text());
      told.textContent = link.dataset.done;
    } catch {
      location.assign(link.href);
    }
  }

  // Answers come after this script: whoever clicks is asked what was clicked.
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a.copy");
    if (!link || !navigator.clipboard) return;
    event.preventDefault();
    copy(link);
  });

  const print = document.querySelector("button.print");
  if (print) {
    print.hidden = false;
    print.addEventListener("click", () => window.print());
  }
})();
