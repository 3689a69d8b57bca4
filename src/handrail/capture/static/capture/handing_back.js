// Handing a lesson back: what is typed is kept on this device, and goes by its outbox, once, whether
// there is signal or not. Without script the same form is sent as it is.
import { comesFresh } from "./rows.js";

const TO = "/marks/send/";
const PARTS = ["done_words", "not_done", "worries"];
const SAY = "Say in a few words what was done, or what was not.";

export async function startHandingBack(box, { opened = null, skew = null } = {}) {
  const [tools, outbox] = await Promise.all([import("./safe.js"), import("./outbox.js")]);
  const page = document.documentElement.dataset;
  const safe = opened ?? await tools.openWithSignIn(page.person, page.key);
  const plan = box.dataset.handingBack, begun = `hand-back ${plan}`, gone = `handed ${plan}`;
  const form = box.querySelector("form"), part = (name) => form.elements[name];
  const off = skew ?? await tools.kept(safe, "skew").catch(() => null);

  // ---- what came back ---------------------------------------------------------------------------

  const isOurs = ({ to, fields }) => to === TO && has(fields, "act", "hand-back") && has(fields, "plan", plan);
  const has = (fields, key, value) => fields.some(([name, said]) => name === key && said === value);

  // What the server would not take is said with its reason, and goes into the form where there is one.
  async function back() {
    const [row] = (await tools.keptUnder(safe, "back ").catch(() => [])).filter(isOurs);
    if (!row) return false;
    const words = PARTS.map((name) => row.fields.find(([key]) => key === name)?.[1] ?? "");
    const returned = box.querySelector("[data-returned]");
    returned.querySelector("[data-reason]").textContent = Object.values(row.reasons).join(" ");
    returned.querySelector("[data-words]").textContent = words.filter(Boolean).join("\n");
    returned.hidden = false;
    returned.querySelector("[data-let-go]").addEventListener("click", async () => {
      await tools.drop(safe, `back ${row.name}`);
      returned.hidden = true;
      dispatchEvent(new Event(outbox.CHANGED));
    });
    return true;
  }

  // ---- kept while it is typed, given once ----------------------------------------------------------

  const written = () => Object.fromEntries(PARTS.map((name) => [name, part(name).value]));

  async function give() {
    const words = written(), wrong = box.querySelector("[data-wrong]");
    wrong.textContent = words.done_words.trim() || words.not_done.trim() ? "" : SAY;
    if (wrong.textContent) return part("done_words").focus();
    const number = crypto.randomUUID();
    const fields = [["uuid", number], ["author", safe.person], ["act", "hand-back"], ["plan", plan], ...Object.entries(words), ["captured", Date.now()]];
    if (off !== null) fields.push(["skew", off]);
    await outbox.save(safe, { number, words: fields, to: TO });
    await tools.keep(safe, gone, { number }); // after it, so that nobody finds it gone before it waits
    await tools.drop(safe, begun);
    await settle(false); // it is safe here: nobody waits for a slow network to see that
    if (safe.opens) await outbox.flush(safe);
    await settle(true);
  }

  // Waits, was given, or came back: by what the outbox still holds.
  async function settle(live) {
    const row = await tools.kept(safe, gone).catch(() => null);
    if (!row) return;
    const waits = (await outbox.waiting(safe.person)).some(({ number }) => number === row.number);
    box.querySelector("[data-waits]").hidden = !waits;
    form.closest("details").hidden = waits;
    if (waits) return;
    await tools.drop(safe, gone);
    if (!await back() && live && safe.opens) location.assign(`/plans/${plan}/`);
  }

  // ---- start ---------------------------------------------------------------------------------------

  const returned = await back();
  if (form) {
    const had = await tools.kept(safe, begun).catch(() => null);
    for (const name of PARTS) if (had?.[name] && !part(name).value) part(name).value = had[name];
    if (had?.done_words || had?.not_done) form.closest("details").open = true;
    let line = Promise.resolve(), giving = false;
    form.addEventListener("input", () => { const words = written(); line = line.then(() => tools.keep(safe, begun, words)); tools.beforeLeaving(line); });
    if (comesFresh() && PARTS.some((name) => part(name).value !== part(name).defaultValue)) line = tools.keep(safe, begun, written()); // typed before this was here
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (giving) return;
      giving = true;
      line = line.then(give).catch(() => { box.querySelector("[data-wrong]").textContent = "This device could not keep that. Try again."; }).finally(() => { giving = false; });
    });
    if (!returned) await settle(false);
    addEventListener(outbox.CHANGED, () => { line = line.then(() => settle(true)); });
  } else addEventListener(outbox.CHANGED, () => { back(); }); // it may come back while the page is open
  box.dataset.ready = "yes";
}

const box = document.querySelector("[data-handing-back]");
if (box && !("offline" in document.documentElement.dataset)) startHandingBack(box);
