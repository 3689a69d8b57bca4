// Finds objectives while one types; without it the form's own button looks them up.
const form = document.querySelector("[data-picker]");
const [chosen, found, box] = ["[data-chosen]", "[data-found]", "[data-look-up]"].map((what) => form.querySelector(what));
let waiting, asking;

async function ask() {
  asking?.abort();
  asking = new AbortController();
  if (!box.value.trim()) return found.replaceChildren();
  try {
    const reply = await fetch(`/objectives/find/?q=${encodeURIComponent(box.value)}`, { headers: { "HX-Request": "true" }, redirect: "error", signal: asking.signal });
    if (!reply.ok) return;
    found.innerHTML = await reply.text();
    for (const label of found.querySelectorAll("[data-objective]")) if (chosen.querySelector(`[data-objective="${label.dataset.objective}"]`)) label.remove();
  } catch { /* stopped by newer letters, or no signal */ }
}

box.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(ask, 180);
});
box.addEventListener("keydown", (event) => {
  if (event.key !== "Enter") return;
  event.preventDefault();
  clearTimeout(waiting);
  ask();
});
if (box.value.trim()) ask(); // typed before this was here
found.addEventListener("change", ({ target }) => {
  chosen.append(target.closest("[data-objective]"));
  box.focus();
});
