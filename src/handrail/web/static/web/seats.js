// Seats by tapping or dragging; without it the same is chosen row by row from the lists, which this writes to.
const form = document.querySelector("[data-seats]");
const part = (name) => form.querySelector(`[data-${name}]`);
const [board, tray, room, said, tables, lists] = ["board", "tray", "room", "said", "tables", "lists"].map(part);
const [rows, columns] = ["rows", "columns"].map((name) => form.elements[name]);
const pupils = [...form.querySelectorAll("[data-pupil]")].map((set) => ({
  key: set.dataset.pupil, name: set.dataset.name, row: set.querySelector('[name^="row-"]'), column: set.querySelector('[name^="column-"]'),
}));
const stands = new Set([...form.querySelectorAll('[name="seat"]:checked')].map((box) => box.value));
const kept = document.createElement("div");
let held = null;

const spotOf = (one) => (one.row.value && one.column.value ? `${one.row.value}-${one.column.value}` : "");
const inside = (spot) => { const [r, c] = spot.split("-").map(Number); return r <= Number(rows.value) && c <= Number(columns.value); };
const sitting = (spot) => pupils.find((one) => spotOf(one) === spot);

function seat(one, spot) {
  [one.row.value, one.column.value] = spot ? spot.split("-") : ["", ""];
  if (spot) stands.add(spot);
}

function place(one, spot) {
  const other = sitting(spot);
  const before = spotOf(one);
  if (other && other !== one) seat(other, before);
  seat(one, spot);
  const [r, c] = spot.split("-");
  said.textContent = `${one.name}: row ${r}, seat ${c}.${other && other !== one ? ` ${other.name}: ${before ? "the other’s seat" : "no seat yet"}.` : ""}`;
  held = null;
}

function tap(spot) {
  const here = sitting(spot);
  if (held) place(held, spot);
  else if (here) { held = here; said.textContent = `${here.name} is taken up. Tap a seat, or the name once more.`; }
  else if (stands.delete(spot)) said.textContent = "That seat is taken away.";
  else { stands.add(spot); said.textContent = "A seat stands there."; }
  draw(spot);
}

function carried(button, one) {
  button.draggable = true;
  button.addEventListener("dragstart", (event) => { event.dataTransfer.setData("text/plain", one.key); });
}

function takes(target, dropped) {
  target.addEventListener("dragover", (event) => event.preventDefault());
  target.addEventListener("drop", (event) => {
    event.preventDefault();
    const one = pupils.find((each) => each.key === event.dataTransfer.getData("text/plain"));
    if (one) dropped(one);
  });
}

function made(words, label, act) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = words;
  button.setAttribute("aria-label", label);
  button.addEventListener("click", act);
  return button;
}

function cell(spot) {
  const td = document.createElement("td");
  const here = sitting(spot);
  const [r, c] = spot.split("-");
  const what = here ? here.name : stands.has(spot) ? "free" : "";
  const button = made(what, `Row ${r}, seat ${c}: ${what || "no seat"}`, () => { if (held && held === here) { held = null; said.textContent = ""; draw(spot); } else tap(spot); });
  button.dataset.spot = spot;
  button.className = "spot";
  button.setAttribute("aria-pressed", String(Boolean(here) && here === held));
  if (here) carried(button, here);
  takes(button, (one) => { place(one, spot); draw(spot); });
  if (stands.has(spot) || here) td.className = "seat";
  td.append(button);
  return td;
}

function draw(focus) {
  const table = document.createElement("table");
  table.className = "seats";
  const front = table.insertRow().insertCell();
  Object.assign(front, { className: "front", textContent: "Front", colSpan: Number(columns.value) });
  for (let r = 1; r <= Number(rows.value); r += 1) {
    const line = table.insertRow();
    for (let c = 1; c <= Number(columns.value); c += 1) line.append(cell(`${r}-${c}`));
  }
  room.replaceChildren(table);
  tray.replaceChildren(...pupils.filter((one) => !spotOf(one)).map((one) => {
    const button = made(one.name, `${one.name}: no seat yet`, () => { held = held === one ? null : one; draw(); tray.querySelector(`[data-key="${one.key}"]`)?.focus(); });
    button.className = `chip${held === one ? " on" : ""}`;
    button.dataset.key = one.key;
    button.setAttribute("aria-pressed", String(held === one));
    carried(button, one);
    return button;
  }));
  if (held && spotOf(held)) tray.append(Object.assign(made("No seat", `Take ${held.name} out of the seat`, () => { seat(held, ""); held = null; draw(); }), { className: "btn quiet slim" }));
  kept.replaceChildren(...[...stands].filter(inside).map((spot) => Object.assign(document.createElement("input"), { type: "hidden", name: "seat", value: spot })));
  if (focus) room.querySelector(`[data-spot="${focus}"]`)?.focus();
}

function resize() {
  for (const one of pupils) if (spotOf(one) && !inside(spotOf(one))) seat(one, "");
  for (let r = 1; r <= Number(rows.value); r += 1) for (let c = 1; c <= Number(columns.value); c += 1) if (r > was.rows || c > was.columns) stands.add(`${r}-${c}`);
  was = { rows: Number(rows.value), columns: Number(columns.value) };
  draw();
}

let was = { rows: Number(rows.value), columns: Number(columns.value) };
tables.replaceWith(kept);
part("look").remove();
board.hidden = false;
lists.open = Boolean(form.querySelector("#places-error"));
takes(tray, (one) => { seat(one, ""); draw(); });
for (const side of [rows, columns]) side.addEventListener("change", resize);
lists.addEventListener("change", () => draw());
draw();
