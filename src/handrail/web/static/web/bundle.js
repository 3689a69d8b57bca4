// Shows how far a bundle or a report is while it is made; the page says the same when it is loaded again.
const place = document.querySelector("[data-making]");
const EVERY = 2000;

async function look() {
  try {
    const reply = await fetch(place.dataset.making, { redirect: "error" });
    if (!reply.ok) return;
    place.innerHTML = await reply.text();
  } catch {
    return; // no signal: the page stays as it was
  }
  const state = place.querySelector("[data-state]")?.dataset.state;
  if (state === "ready" || state === "failed" || state === "gone") location.reload();
}

if (place) setInterval(look, EVERY);
