// Covers the screen at once when somebody looks over a shoulder, and sends a form only once.
const cover = document.querySelector("dialog[data-cover]");

function toggleCover() {
  if (!cover) return;
  if (cover.open) cover.close();
  else cover.showModal();
}

for (const button of document.querySelectorAll("[data-blank]")) {
  button.hidden = false;
  button.addEventListener("click", toggleCover);
}

document.addEventListener("keydown", (event) => {
  if (event.altKey && event.key.toLowerCase() === "b") {
    event.preventDefault();
    toggleCover();
  }
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.sending === "yes") {
    event.preventDefault();
    return;
  }
  form.dataset.sending = "yes";
  setTimeout(() => delete form.dataset.sending, 8000); // a lost reply must not lock the form
});

window.addEventListener("pageshow", () => {
  for (const form of document.forms) delete form.dataset.sending;
});

document.querySelector("[data-focus]")?.focus();
