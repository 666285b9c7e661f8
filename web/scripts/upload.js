// Offers a whole folder, takes files that are dropped, and says how much of an upload has been sent.
"use strict";

const form = document.getElementById("upload");
if (form) {
  const [files, folder] = ["files", "folder"].map((id) => document.getElementById(id));
  document.getElementById("whole").hidden = !("webkitdirectory" in folder);
  for (const kind of ["dragover", "drop"]) {
    form.addEventListener(kind, (event) => {
      event.preventDefault();
      if (kind === "drop" && event.dataTransfer.files.length) files.files = event.dataTransfer.files;
    });
  }
  form.addEventListener("submit", () => {
    const progress = form.querySelector("[data-wait]");
    progress.textContent = progress.dataset.wait;
    // An empty field would be sent as a file without a name.
    for (const field of [files, folder]) field.disabled = !field.files.length;
    form.querySelector("button").disabled = true;
  });
}
