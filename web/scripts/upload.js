// Offers a whole folder, takes files that are dropped, and says that an upload is being sent, once.
"use strict";

const form = document.getElementById("upload");
if (form) {
  const fields = [...form.querySelectorAll("input[type=file]")];
  const folder = fields.find((field) => field.hasAttribute("webkitdirectory"));
  if (folder) folder.parentElement.hidden = !("webkitdirectory" in folder);
  for (const kind of ["dragover", "drop"]) {
    form.addEventListener(kind, (event) => {
      event.preventDefault();
      if (kind === "drop" && event.dataTransfer.files.length) fields[0].files = event.dataTransfer.files;
    });
  }
  form.addEventListener("submit", () => {
    const progress = form.querySelector("[data-wait]");
    progress.textContent = progress.dataset.wait;
    // An empty field would be sent as a file without a name.
    if (folder) for (const field of fields) field.disabled = !field.files.length;
    form.querySelector("button").disabled = true;
  });
}
