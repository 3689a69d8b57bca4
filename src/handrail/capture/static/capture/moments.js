// Moments of one pupil: a tap is kept on this device at once and sent by its outbox, once, whether there
// is signal or not. A silent prompt asks for the background at times that nobody chose. The page for no
// signal draws the same form and starts it with the key that it has open.
const TO = "/moments/send/";
const MINUTES = [5, 10, 15, 30]; // between two prompts, about

export async function startMoments(form, { opened = null, skew = null } = {}) {
  startPrompt(form);
  const [tools, outbox] = await Promise.all([import("./safe.js"), import("./outbox.js")]);
  const page = document.documentElement.dataset;
  const safe = opened ?? await tools.openWithSignIn(page.person, page.key);
  if (!safe) return;
  const off = skew ?? await tools.kept(safe, "skew").catch(() => null);
  const said = form.querySelector("[data-said]");
  let kept = 0, line = Promise.resolve();

  async function keepMoment(happened) {
    const number = crypto.randomUUID();
    const chosen = [...form.querySelectorAll(".chips input:checked")];
    const fields = [["number", number], ["author", safe.person], ["place", form.dataset.moments], ["happened", happened], ...chosen.map(({ name, value }) => [name, value]), ["captured", Date.now()]];
    if (off !== null) fields.push(["skew", off]);
    await outbox.save(safe, { number, words: fields, to: TO });
    for (const one of chosen) one.checked = false;
    kept += 1;
    said.textContent = `${kept} kept on this device. ${opened ? "They go by themselves as soon as there is signal." : "What they say below is brought up to date when you open the page again."}`;
    if (safe.opens) outbox.flush(safe).then(back);
  }

  // What the server would not take is said, each with what it was and when, and let go.
  async function back() {
    const rows = (await tools.keptUnder(safe, "back ").catch(() => [])).filter(({ to, fields }) => to === TO && fields.some(([key, value]) => key === "place" && value === form.dataset.moments));
    for (const { name, reasons, fields } of rows) {
      const fault = document.createElement("p");
      fault.className = "say error-say";
      fault.textContent = `Not kept: ${what(fields, name)}. ${Object.values(reasons).join(" ")}`;
      form.parentElement.insertBefore(fault, form); // form.before is what was going on
      await tools.drop(safe, `back ${name}`);
    }
    if (rows.length) dispatchEvent(new Event(outbox.CHANGED));
  }

  function what(fields, name) {
    const chips = fields.filter(([key]) => key === "before" || key === "done");
    const words = chips.map(([key, slug]) => form.querySelector(`[name=${key}][value="${CSS.escape(slug)}"]`)?.closest("label").innerText.trim() ?? slug);
    const at = new Date(Number(name.split(" ")[1])).toLocaleString("en-GB", { weekday: "short", hour: "2-digit", minute: "2-digit" });
    return [at, fields.some(([key, said]) => key === "happened" && said === "yes") ? "it happened" : "it did not happen", ...words].join(", ");
  }

  form.addEventListener("submit", (event) => {
    const happened = event.submitter?.value;
    if (!happened) return;
    event.preventDefault();
    line = line.then(() => keepMoment(happened)).catch(() => { said.textContent = "This device could not keep that. Tap it again."; });
  });
  await back();
  form.dataset.ready = "yes";
}

// The prompt comes between half and one and a half times the minutes chosen: nobody can wait for it.
function startPrompt(form) {
  const box = form.querySelector("[data-prompt]");
  const about = document.createElement("select");
  about.className = "field";
  about.setAttribute("aria-label", "Minutes between two prompts, about");
  about.append(...MINUTES.map((minutes) => new Option(`about every ${minutes} minutes`, minutes, minutes === 10, minutes === 10)));
  const said = document.createElement("output");
  const start = document.createElement("button");
  Object.assign(start, { type: "button", className: "btn quiet slim", textContent: "Prompt me" });
  let soon;
  const wait = () => { soon = setTimeout(ask, Number(about.value) * 60_000 * (0.5 + Math.random())); };
  const ask = () => {
    box.classList.add("now");
    said.textContent = "Now: what is going on, and does it happen?";
    navigator.vibrate?.(250);
    wait(); // a prompt that nobody answers is left out, never "no"
  };
  const rest = () => { box.classList.remove("now"); said.textContent = soon ? "A prompt comes when you do not expect it." : ""; };
  start.addEventListener("click", () => {
    if (soon) { clearTimeout(soon); soon = undefined; delete form.dataset.prompting; }
    else {
      wait();
      form.dataset.prompting = "yes";
      navigator.wakeLock?.request("screen").catch(() => {}); // a dark screen shakes no hand
    }
    about.disabled = Boolean(soon);
    start.textContent = soon ? "Stop" : "Prompt me";
    rest();
  });
  form.addEventListener("submit", rest);
  const row = document.createElement("div");
  row.className = "row wrap";
  row.append(about, start, said);
  box.append(row);
  box.hidden = false;
}

const form = document.querySelector("[data-moments]");
if (form && !("offline" in document.documentElement.dataset)) startMoments(form).catch(() => { form.dataset.ready = "no"; });
