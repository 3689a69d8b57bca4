// A long form keeps what is typed on this device until the server has it. What was begun comes back
// only while the record is as it was then (its version), so that nothing is sent twice. With
// `data-keep-hidden` so does what a script added, such as how a number was counted.
import { addRow, asMany, byHand } from "./rows.js";
import { keep, kept, drop, openWithSignIn } from "./safe.js";

const SKIP = new Set(["csrfmiddlewaretoken", "author", "save", "more"]);

async function start(form) {
  const { keep: name, version, fresh } = form.dataset;
  const safe = await openWithSignIn(document.documentElement.dataset.person, document.documentElement.dataset.key);
  if (!safe) return;
  const written = () => [...new FormData(form)].filter(([field, value]) => !SKIP.has(field) && typeof value === "string");
  const begun = await kept(safe, name);
  if (begun && begun.version !== version) await drop(safe, name);
  else if (begun && fresh === "yes") bringBack(form, begun.fields);
  form.querySelector("[data-afresh]")?.addEventListener("click", () => drop(safe, name).then(() => location.replace(location.href)));
  let soon;
  form.addEventListener("input", () => {
    clearTimeout(soon);
    soon = setTimeout(() => keep(safe, name, { version, fields: written() }), 300);
  });
  const now = () => keep(safe, name, { version, fields: written() });
  form.addEventListener("change", now);
  form.addEventListener("submit", (event) => {
    if (navigator.onLine) return document.querySelector("[data-unsent]")?.remove();
    event.preventDefault(); // or the browser’s own page of no signal stands in place of this one
    event.stopPropagation(); // it was not sent, and may be at once
    dispatchEvent(new Event("pageshow")); // the page stays: whoever watches for a phone put away is told
    now().then(() => sayUnsent(form));
  });
  if ([...form.elements].some(byHand)) await now(); // typed before this was here
  form.dataset.ready = "yes";
}

function sayUnsent(form) {
  const said = document.querySelector("[data-unsent]") ?? document.createElement("p");
  Object.assign(said, { className: "say", textContent: "No signal, so this was not sent. It is kept on this device: press again when there is signal." });
  said.dataset.unsent = "";
  said.setAttribute("role", "alert");
  form.append(said);
}

// What was typed on a slow phone before this was here stays: it is newer.
function bringBack(form, fields) {
  const newer = new Set([...form.elements].filter(byHand));
  asMany(form, fields);
  const values = new Map();
  for (const [name, value] of fields) values.set(name, [...(values.get(name) ?? []), value]);
  let brought = false;
  for (const input of form.elements) {
    if (!input.name || SKIP.has(input.name) || input.type === "hidden") continue;
    const mine = values.get(input.name);
    if (!mine) continue;
    brought ||= Boolean(mine[0]);
    if (newer.has(input)) continue;
    if (input.type === "checkbox" || input.type === "radio") input.checked = mine.includes(input.value);
    else input.value = mine[0];
  }
  if (brought && "keepHidden" in form.dataset) bringBackHidden(form, values);
  if (brought) form.querySelector("[data-came-back]").hidden = false;
}

function bringBackHidden(form, values) {
  for (const [name, [value]] of values) {
    if (SKIP.has(name) || form.elements[name]) continue;
    form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
  }
}

const form = document.querySelector("form[data-keep]");
form?.addEventListener("click", (event) => {
  const more = event.target.closest("[data-more]");
  if (!more) return;
  event.preventDefault(); // also without signal
  addRow(more.closest("[data-rows]"))?.querySelector("input, select, textarea")?.focus();
  form.dispatchEvent(new Event("change"));
});
if (form) start(form).catch(() => { form.dataset.ready = "no"; });
