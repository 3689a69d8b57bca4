// Marking from a plan: a tap is kept on this device at once and sent by its outbox, once, whether
// there is signal or not. Without script the same page has radios and a button.
import { comesFresh } from "./rows.js";

const LASTS = 2 * 86_400_000; // how long a tap is remembered beside the page, for a copy that is older
const TO = "/marks/send/";
const MOST_BYTES = 10 * 1024 * 1024;

export async function startMarking(form, { opened = null, skew = null } = {}) {
  const [tools, outbox] = await Promise.all([import("./safe.js"), import("./outbox.js")]);
  const page = document.documentElement.dataset;
  const safe = opened ?? await tools.openWithSignIn(page.person, page.key);
  const plan = form.dataset.marking, name = `marked ${plan}`;
  const off = skew ?? await tools.kept(safe, "skew").catch(() => null);
  const cells = new Map([...form.querySelectorAll("[data-cell]")].map((cell) => [cell.dataset.cell, cell]));
  const undo = form.querySelector("[data-undo]"), said = form.querySelector("[data-marked]");
  const done = []; // acts that can be undone: each a list of [cell, how it stood before]
  let local = await tools.kept(safe, name).catch(() => null) ?? {};
  let line = Promise.resolve(); // one act after another, as they were tapped

  // ---- how a cell stands ------------------------------------------------------------------------

  const levelOf = (cell) => cell.querySelector(".levels input:checked")?.value ?? "";
  const helpOf = (cell) => cell.querySelector("select").value;
  const wordsOf = (cell) => cell.querySelector(".more input").value.trim();
  const standing = (cell) => ({ number: cell.dataset.number, level: cell.dataset.level, help: cell.dataset.help ?? "", words: cell.dataset.words ?? "" });

  function draw(cell, { number, level, help, words }) {
    Object.assign(cell.dataset, { number, level, help, words });
    for (const input of cell.querySelectorAll(".levels input")) input.checked = input.value === level;
    cell.querySelector("select").value = help;
    cell.querySelector(".more input").value = words;
    cell.querySelector("[data-photo]").hidden = true; // the way without script
    cell.querySelector("[data-snap]").hidden = !number;
  }

  async function remember(cell, state) {
    local[cell.dataset.cell] = { ...state, at: Date.now() };
    local = Object.fromEntries(Object.entries(local).filter(([, { at }]) => Date.now() - at < LASTS));
    await tools.keep(safe, name, local);
  }

  // ---- an act: to the device's disk first, then on its way ------------------------------------------

  function put(words, files = []) {
    const number = crypto.randomUUID();
    const fields = [["uuid", number], ["author", safe.person], ["plan", plan], ...words, ["captured", Date.now()]];
    if (off !== null) fields.push(["skew", off]);
    return outbox.save(safe, { number, words: fields, files, to: TO }).then(() => number);
  }

  async function mark(cell, state) {
    const before = cell.dataset.number;
    const number = await put([["act", "mark"], ["pupil", cell.dataset.pupil], ["objective", cell.dataset.objective], ["level", state.level], ["help", state.help], ["words", state.words], ["instead_of", before]]);
    draw(cell, { ...state, number });
    await remember(cell, { ...state, number });
  }

  async function takeBack(cell) {
    await put([["act", "withdraw"], ["mark", cell.dataset.number]]);
    const empty = { number: "", level: "", help: "", words: "" };
    draw(cell, empty);
    await remember(cell, empty);
  }

  // A photo goes after its mark, with the mark's own number.
  async function snap(cell, input) {
    const [file] = input.files, told = cell.querySelector("[data-snapped]");
    if (!file) return;
    input.value = "";
    told.textContent = file.size > MOST_BYTES ? "This file is larger than 10 MB. Choose a smaller one." : "";
    if (told.textContent) return;
    await put([["act", "photo"], ["mark", cell.dataset.number], ["pupil", cell.dataset.pupil], ["objective", cell.dataset.objective]], [file]);
    told.textContent = `${file.name} is kept with this mark.`;
  }

  const act = (what) => {
    line = line.then(what).then(tell, () => { said.textContent = "This device could not keep that. Tap it again."; });
    return tools.beforeLeaving(line);
  };

  function tell() {
    const count = [...cells.values()].filter((cell) => cell.dataset.level !== "").length;
    said.textContent = `${count} of ${cells.size} marked`;
    undo.hidden = !done.length;
    if (safe.opens) outbox.flush(safe).then(back);
  }

  // What the server would not take is said, and the page shows what stands there.
  async function back() {
    const rows = (await tools.keptUnder(safe, "back ").catch(() => [])).filter(({ to, fields }) => to === TO && fields.some(([key, value]) => key === "plan" && value === plan) && !fields.some(([key, value]) => key === "act" && value === "hand-back"));
    for (const { name: which, reasons, fields } of rows) {
      const fault = document.createElement("p");
      fault.className = "say error-say";
      fault.textContent = Object.values(reasons).join(" ");
      form.querySelector("h1").after(fault);
      if (fields.some(([name, value]) => name === "act" && value === "photo")) { await offer(fault, which); continue; }
      const key = ["pupil", "objective"].map((part) => fields.find(([field]) => field === part)?.[1]).join("-");
      if (cells.has(key)) { draw(cells.get(key), { number: "", level: "", help: "", words: "" }); delete local[key]; }
      await tools.drop(safe, `back ${which}`);
    }
    if (!rows.length) return;
    await tools.keep(safe, name, local);
    dispatchEvent(new Event(outbox.CHANGED));
  }

  // A photo that was not taken exists nowhere else, perhaps: it is offered until it is let go.
  async function offer(fault, which) {
    for (const file of await tools.keptFiles(safe, `back ${which}`)) {
      const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(file), download: file.name, textContent: `Keep ${file.name} on this device` });
      fault.append(" ", link);
    }
    const away = Object.assign(document.createElement("button"), { type: "button", className: "btn plain slim", textContent: "Let it go" });
    away.addEventListener("click", async () => { await tools.dropDraft(safe, `back ${which}`); fault.remove(); });
    fault.append(" ", away);
  }

  // ---- taps --------------------------------------------------------------------------------------

  // What was tapped on a slow phone before this was here. After a reload the browser itself may have
  // put back what stood there: that is no tap.
  const fresh = opened || comesFresh();
  const early = fresh ? [...cells.values()].map((cell) => [cell, { level: levelOf(cell), help: helpOf(cell), words: wordsOf(cell) }]).filter(([cell, { level }]) => level !== "" && level !== cell.dataset.level) : [];
  const earlyAll = fresh ? [...form.querySelectorAll("[data-all] input:checked")] : [];

  form.addEventListener("change", ({ target }) => {
    const all = target.closest("[data-all]");
    if (all) return act(() => markAll(all, target));
    const cell = target.closest("[data-cell]");
    if (!cell) return;
    if (target.type === "file") return act(() => snap(cell, target));
    const state = { level: levelOf(cell), help: helpOf(cell), words: wordsOf(cell) };
    if (state.level === "") return; // a sentence waits for its level
    const before = standing(cell);
    if (["level", "help", "words"].every((part) => state[part] === before[part])) return;
    act(() => markOne(cell, state));
  });

  async function markOne(cell, state) {
    const was = standing(cell);
    await mark(cell, state);
    done.push([[cell, was]]);
  }

  async function markAll(all, input) {
    const level = input.value;
    input.checked = false;
    const free = [...cells.values()].filter((cell) => cell.dataset.objective === all.dataset.all && cell.dataset.level === "");
    const acts = [];
    for (const cell of free) {
      acts.push([cell, standing(cell)]);
      await mark(cell, { level, help: helpOf(cell), words: wordsOf(cell) });
    }
    if (acts.length) done.push(acts);
  }

  undo.addEventListener("click", () => act(async () => {
    for (const [cell, was] of done.pop() ?? []) {
      if (was.level === "") await takeBack(cell);
      else await mark(cell, { level: was.level, help: was.help, words: was.words });
    }
  }));
  form.addEventListener("submit", (event) => event.preventDefault()); // every tap is kept already

  // ---- start ---------------------------------------------------------------------------------------

  const made = Number(form.dataset.made) - (off ?? 0);
  const waiting = new Set((await outbox.waiting(safe.person)).map(({ number }) => number));
  for (const cell of cells.values()) {
    draw(cell, { ...standing(cell), help: helpOf(cell), words: wordsOf(cell) });
    const tapped = local[cell.dataset.cell];
    if (tapped && (waiting.has(tapped.number) || tapped.at >= made)) draw(cell, tapped);
  }
  form.querySelector("[data-save]").hidden = true;
  for (const [cell, state] of early) if (cell.dataset.level !== state.level) act(() => markOne(cell, state));
  for (const input of earlyAll) act(() => markAll(input.closest("[data-all]"), input));
  await back();
  tell();
  form.dataset.ready = "yes";
}

const form = document.querySelector("[data-marking]");
if (form && !("offline" in document.documentElement.dataset)) startMarking(form);
