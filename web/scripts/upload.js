// Says that a load is running and keeps it from being sent twice.
"use strict";

document.getElementById("upload")?.addEventListener("submit", (event) => {
  const form = event.currentTarget;
  const progress = form.querySelector("[data-wait]");
  progress.textContent = progress.dataset.wait;
  form.querySelector("button").disabled = true;
});
