// The frame of a page: Alt and B cover the screen, and a form is sent only once.
const LOST = 8000; // a reply that never came must not lock the form

document.addEventListener("keydown", (event) => {
  if (!event.altKey || event.code !== "KeyB") return;
  event.preventDefault();
  document.querySelector("#cover")?.togglePopover();
});

// The tab's title is part of the screen.
const title = document.title;
document.querySelector("#cover")?.addEventListener("toggle", ({ newState }) => {
  document.title = newState === "open" ? "Handrail" : title;
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method === "dialog" || "download" in (event.submitter?.dataset ?? {})) return; // the page stays
  if (form.dataset.sending === "yes") return event.preventDefault();
  form.dataset.sending = "yes";
  setTimeout(() => delete form.dataset.sending, LOST);
});

window.addEventListener("pageshow", () => {
  for (const form of document.forms) delete form.dataset.sending; // back from the next page
});
