// Shows who is found while one types; the form works by itself without this.
const form = document.querySelector("[data-live-search]");
const found = document.querySelector("#found");
let waiting, asking;

async function ask() {
  asking?.abort();
  asking = new AbortController();
  try {
    const query = new URLSearchParams(new FormData(form));
    const reply = await fetch(`${form.action}?${query}`, {
      headers: { "HX-Request": "true" }, redirect: "error", signal: asking.signal,
    });
    if (reply.ok) found.innerHTML = await reply.text();
  } catch {
    // stopped by a newer question, or no signal: what is shown stays
  }
}

form.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(ask, 180);
});
