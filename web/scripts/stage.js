// Looks again while a batch is read or published, and shows what is new.
"use strict";

const look = async () => {
  const shown = document.getElementById("batch");
  if (!shown?.dataset.waits) return;
  const answer = await fetch(location.pathname, { credentials: "same-origin" }).catch(() => null);
  if (answer?.ok) {
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById("batch");
    if (!fresh) return;
    // Published, or all is read: the forms below change too.
    if (!fresh.dataset.waits) return location.reload();
    const at = document.activeElement?.getAttribute("href");
    shown.replaceWith(fresh);
    if (at) fresh.querySelector(`a[href="${CSS.escape(at)}"]`)?.focus();
  }
  setTimeout(look, 2000);
};
setTimeout(look, 1000);
