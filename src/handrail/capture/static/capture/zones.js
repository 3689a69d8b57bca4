// How a zone was: a tap is kept on this device at once and sent by its outbox, once, whether there is
// signal or not. The page for no signal draws the same form and starts it with the key that it has open.
const TO = "/rota/zones/send/";

export async function startZones(form, { opened = null, skew = null } = {}) {
  const place = form.querySelector("[name=place]"), sheet = form.querySelector("[data-sheet-there]");
  const there = () => { sheet.href = place.value ? `/log/?place=${encodeURIComponent(place.value)}` : "/log/"; };
  place.addEventListener("change", there);
  there();
  const [tools, outbox] = await Promise.all([import("./safe.js"), import("./outbox.js")]);
  const page = document.documentElement.dataset;
  const safe = opened ?? await tools.openWithSignIn(page.person, page.key);
  if (!safe) return;
  const off = skew ?? await tools.kept(safe, "skew").catch(() => null);
  const said = form.querySelector("[data-said]");
  const typed = [...form.querySelectorAll("[name=children], [name=words], [name=hazard]")];
  const filled = (name) => form.querySelector(`[name=${name}]`).value.trim() !== "";
  let line = Promise.resolve();

  async function keepNote(calm, fields) {
    const number = crypto.randomUUID();
    const words = [["number", number], ["author", safe.person], ["place", place.value], ["calm", calm], ...fields, ["captured", Date.now()]];
    if (off !== null) words.push(["skew", off]);
    await outbox.save(safe, { number, words, to: TO });
    for (const input of typed) if (fields.some(([name, value]) => name === input.name && value === input.value)) input.value = "";
    said.textContent = opened ? "Kept on this device. It goes by itself as soon as there is signal." : "Kept. The day below is brought up to date when you open the page again.";
    if (safe.opens) outbox.flush(safe).then(back);
  }

  // What the server would not take is given back into the form with its reason, where that is empty.
  async function back() {
    const rows = (await tools.keptUnder(safe, "back ").catch(() => [])).filter(({ to }) => to === TO);
    if (rows.length) said.textContent = "";
    for (const { name, reasons, fields } of rows) {
      const what = new Map(fields), fault = document.createElement("p");
      fault.className = "say error-say";
      fault.dataset.fault = "yes";
      fault.setAttribute("role", "alert");
      fault.textContent = `Not kept: ${[what.get("words"), what.get("hazard")].filter(Boolean).join("; ") || "a note of a zone"}. ${Object.values(reasons).join(" ")}`;
      form.insertBefore(fault, said);
      for (const input of typed) if (!input.value) input.value = what.get(input.name) ?? "";
      await tools.drop(safe, `back ${name}`);
    }
    if (rows.length) dispatchEvent(new Event(outbox.CHANGED));
  }

  form.addEventListener("submit", (event) => {
    const calm = event.submitter?.value;
    if (!calm) return;
    event.preventDefault();
    for (const fault of form.querySelectorAll("[data-fault]")) fault.remove();
    if (!place.value) {
      said.textContent = "Choose the zone first.";
      place.focus();
      return;
    }
    if (calm === "no" && !filled("words") && !filled("hazard")) {
      said.textContent = "Say in a few words what there is to note.";
      form.querySelector("[name=words]").focus();
      return;
    }
    const fields = typed.map(({ name, value }) => [name, value]);
    line = line.then(() => keepNote(calm, fields)).catch(() => { said.textContent = "This device could not keep that. Tap it again."; });
  });
  await back();
  form.dataset.ready = "yes";
}

const form = document.querySelector("[data-zone]");
if (form && !("offline" in document.documentElement.dataset)) startZones(form).catch(() => { form.dataset.ready = "no"; });
