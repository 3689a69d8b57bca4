// The sheet: finding people as one types, keeping the draft on this device, and saying what saving will do.
const form = document.querySelector("[data-sheet]");
const KEY = form ? `handrail-draft-${form.dataset.author}` : "";
const SKIP = new Set(["csrfmiddlewaretoken", "files", "look_up", "look", "save", "author"]);

// ---- people -------------------------------------------------------------------------------

const box = form?.querySelector("[data-who]");

function chip(person, on) {
  const label = document.createElement("label");
  label.className = "chipset";
  label.dataset.person = person.uuid;
  const input = Object.assign(document.createElement("input"), { type: "checkbox", name: "who", value: person.uuid, checked: on });
  const face = document.createElement("span");
  face.className = "chip";
  face.innerHTML = '<span class="face s" aria-hidden="true"></span><bdi></bdi><span class="soft small"></span>';
  face.children[0].textContent = person.initials;
  face.children[1].textContent = person.short;
  face.children[2].textContent = person.beside;
  label.append(input, face);
  return label;
}

function add(person) {
  const there = box.querySelector(`[data-person="${CSS.escape(person.uuid)}"] input`);
  if (there) there.checked = true;
  else box.prepend(chip(person, true));
  changed();
}

let asking, waiting;
async function lookUp(text) {
  asking?.abort();
  asking = new AbortController();
  const found = form.querySelector("[data-found]");
  if (text.trim().length < 1) return found.replaceChildren();
  try {
    const reply = await fetch(`/log/who/?q=${encodeURIComponent(text)}`, { redirect: "error", signal: asking.signal });
    const { people } = await reply.json();
    found.replaceChildren(...people.map((person) => {
      const label = chip(person, false);
      label.querySelector("input").removeAttribute("name");
      label.addEventListener("change", () => { add(person); found.replaceChildren(); form.querySelector("[data-look-up]").value = ""; });
      return label;
    }));
    if (!people.length) found.textContent = "Nobody of that name. Try fewer letters.";
  } catch { /* stopped by newer letters, or no signal: the form's own button still works */ }
}

// ---- parts in the record (did it, affected, witness) ----------------------------------------

function showAlso() {
  const tapped = form.querySelector('input[name="kind"]:checked')?.value;
  const also = new Set([...form.querySelectorAll(`input[name="${tapped}-also"]:checked`)].map((input) => input.value));
  for (const section of form.querySelectorAll(".section")) section.classList.toggle("on", also.has(section.dataset.kind));
}

function drawParts() {
  showAlso();
  const people = [...box.querySelectorAll("input:checked")].map((input) => [input.value, input.parentElement.querySelector("bdi").textContent]);
  for (const section of form.querySelectorAll(".section")) {
    const parts = section.querySelector("[data-parts]");
    if (!parts) continue;
    const current = form.querySelector('input[name="kind"]:checked')?.value === section.dataset.kind;
    const kept = new Map([...parts.querySelectorAll("select")].map((select) => [select.name, select.value]));
    parts.hidden = people.length < 2 || !current;
    const roles = section.querySelector("[data-roles]").content;
    parts.replaceChildren(...(parts.hidden ? [] : people.map(([uuid, name]) => part(section, uuid, name, roles, kept))));
  }
}

function part(section, uuid, name, roles, kept) {
  const row = document.createElement("div");
  row.className = "row";
  const id = `${section.dataset.kind}-role-${uuid}`;
  const label = Object.assign(document.createElement("label"), { className: "grow", htmlFor: id, textContent: name });
  const select = Object.assign(document.createElement("select"), { className: "field", id, name: id });
  select.append(roles.cloneNode(true));
  if (kept.has(id)) select.value = kept.get(id);
  row.append(label, select);
  return row;
}

// ---- the draft on this device -----------------------------------------------------------------

function keep() {
  const fields = [...new FormData(form)].filter(([name, value]) => !SKIP.has(name) && typeof value === "string");
  const people = [...box.querySelectorAll("label")].filter((label) => label.querySelector("input").checked)
    .map((label) => ({ uuid: label.dataset.person, short: label.querySelector("bdi").textContent, initials: label.querySelector(".face").textContent, beside: label.querySelector(".soft")?.textContent ?? "" }));
  localStorage.setItem(KEY, JSON.stringify({ at: Date.now(), fields, people }));
}

function bringBack() {
  const kept = JSON.parse(localStorage.getItem(KEY) ?? "null");
  if (!kept) return;
  for (const person of kept.people) add(person);
  drawParts();
  const values = new Map();
  for (const [name, value] of kept.fields) values.set(name, [...(values.get(name) ?? []), value]);
  for (const input of form.elements) {
    if (!input.name || SKIP.has(input.name) || input.type === "file") continue;
    const mine = values.get(input.name);
    if (input.type === "checkbox" || input.type === "radio") input.checked = Boolean(mine?.includes(input.value));
    else if (mine) input.value = mine[0];
  }
  for (const details of form.querySelectorAll("details")) {
    details.open = [...details.querySelectorAll("input:checked, textarea, input[type=text]")].some((input) => input.checked || (input.type !== "checkbox" && input.value));
  }
  form.querySelector("[data-came-back]").hidden = false;
}

// ---- what saving will do ------------------------------------------------------------------------

let willWaiting;
function askWill() {
  clearTimeout(willWaiting);
  willWaiting = setTimeout(async () => {
    if (!form.querySelector('input[name="kind"]:checked')) return;
    const body = new FormData(form);
    body.delete("files");
    try {
      const reply = await fetch("/log/will/", { method: "POST", body, redirect: "error" });
      if (reply.ok) form.querySelector("[data-will]").innerHTML = await reply.text();
    } catch { /* no signal: saving does what it does all the same */ }
  }, 150);
}

function changed() {
  drawParts();
  keep();
  askWill();
}

// ---- the blank screen: the frame's own script is not loaded here, to save a request ---------------

document.addEventListener("keydown", (event) => {
  if (!form || !event.altKey || event.code !== "KeyB") return;
  event.preventDefault();
  document.querySelector("#cover").togglePopover();
});

if (form) {
  if (form.dataset.fresh === "yes") bringBack();
  form.addEventListener("input", (event) => {
    if (event.target.matches("[data-look-up]")) {
      clearTimeout(waiting);
      waiting = setTimeout(() => lookUp(event.target.value), 150);
    } else if (!event.target.closest("[data-found]")) changed();
  });
  form.querySelector("[data-look-up]").addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    form.querySelector("[data-found] input")?.click();
  });
  form.querySelector("[data-afresh]").addEventListener("click", () => { localStorage.removeItem(KEY); location.assign("/log/"); });
  drawParts();
  if (form.querySelector('input[name="kind"]:checked')) askWill();
}

if (document.querySelector("[data-saved]")) {
  for (const key of Object.keys(localStorage)) if (key.startsWith("handrail-draft-")) localStorage.removeItem(key);
}
