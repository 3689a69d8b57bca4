// What was looked up and what saving will do, said anew as a record is completed. Without signal, or
// without this, the same is said after saving: nothing hangs on it.
const form = document.querySelector("form[data-checks]"), box = form?.querySelector("[data-will]");
let waiting, last;

async function ask() {
  try {
    const reply = await fetch(form.dataset.checks, { method: "POST", body: new FormData(form), redirect: "error", headers: { Accept: "text/html" } });
    if (!reply.ok) return;
    const said = await reply.text(), open = box.querySelector("details")?.open;
    if (said === last) return; // nothing new to be read aloud
    box.innerHTML = last = said;
    if (open && box.querySelector("details")) box.querySelector("details").open = true;
  } catch { /* no signal: what was said last stays */ }
}

function soon(after) {
  clearTimeout(waiting);
  waiting = setTimeout(ask, after);
}

form?.addEventListener("input", () => soon(600));
form?.addEventListener("change", () => soon(150));
