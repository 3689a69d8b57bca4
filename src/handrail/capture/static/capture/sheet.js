// The sheet: finding people as one types, keeping the draft on this device, saying what saving will
// do, and saving. Online and without signal it is the same sheet; see offline.js for the second.
const SKIP = new Set(["csrfmiddlewaretoken", "files", "look_up", "look", "save", "author", "captured", "sent", "skew"]);
const SOON = 8000; // how long a save waits for the server before it says "kept on this device"

export async function startSheet(form, { known = null, skew = null, opened = null, fresh = form.dataset.fresh === "yes" } = {}) {
  const box = form.querySelector("[data-who]");
  const one = (what) => form.querySelector(what);
  const draft = form.dataset.draft ?? "draft"; // a page of its own keeps a draft of its own
  let safe = null, tools = null, outbox = null, rows = null, number = one("[name=uuid]").value;

  // ---- people -------------------------------------------------------------------------------

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
    const found = one("[data-found]");
    if (text.trim().length < 1) return found.replaceChildren();
    try {
      show(found, known ? knownAs(text) : await askedFor(text));
    } catch { /* stopped by newer letters, or no signal: the form's own button still works */ }
  }

  async function askedFor(text) {
    const reply = await fetch(`/log/who/?q=${encodeURIComponent(text)}`, { redirect: "error", signal: asking.signal, headers: { Accept: "application/json" } });
    return (await reply.json()).people;
  }

  const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const knownAs = (text) => known.filter((person) => folded(text).split(/\s+/).every((part) => folded(person.name).includes(part))).slice(0, 8);

  function show(found, people) {
    found.replaceChildren(...people.map((person) => {
      const label = chip(person, false);
      label.querySelector("input").removeAttribute("name");
      label.addEventListener("change", () => { add(person); found.replaceChildren(); one("[data-look-up]").value = ""; });
      return label;
    }));
    if (!people.length) found.textContent = known ? "Nobody of that name among the pupils and colleagues kept on this device." : "Nobody of that name. Try fewer letters.";
  }

  // ---- parts in the record (did it, affected, witness) ----------------------------------------

  function showAlso() {
    const tapped = one('input[name="kind"]:checked')?.value;
    const also = new Set([...form.querySelectorAll(`input[name="${tapped}-also"]:checked`)].map((input) => input.value));
    for (const section of form.querySelectorAll(".section")) section.classList.toggle("on", also.has(section.dataset.kind));
  }

  // The part of each. Beside another record it follows from the part they have there; where nothing
  // follows (who was held may be target or responsible), it is asked.
  function drawParts(said = new Map(), touched = null) {
    showAlso();
    const people = [...box.querySelectorAll("input:checked")].map((input) => [input.value, input.parentElement.querySelector("bdi").textContent]);
    const tapped = one('input[name="kind"]:checked')?.value;
    const first = form.querySelector(`.section[data-kind="${tapped}"]`);
    for (const section of new Set([first, ...form.querySelectorAll(".section")])) { // the others follow from the first
      const parts = section?.querySelector("[data-parts]");
      if (!parts || parts.contains(touched)) continue; // who chooses by keyboard stays there
      const beside = section !== first && section.classList.contains("on") && "follows" in parts.dataset;
      const kept = [...parts.querySelectorAll("select")].filter((select) => !beside || select.dataset.said);
      const faults = new Map([...parts.querySelectorAll(".error")].map((fault) => [fault.id, fault]));
      const before = new Map([...kept.map((select) => [select.name, select.value]), ...said]);
      parts.hidden = beside ? !people.length : people.length < 2 || section !== first;
      parts.replaceChildren(...(parts.hidden ? [] : people.map(([uuid, name]) => part(section, uuid, name, { before, faults, first: beside ? first : null }))));
    }
  }

  function part(section, uuid, name, { before, faults, first }) {
    const row = document.createElement("div");
    row.className = "row";
    const id = `${section.dataset.kind}-role-${uuid}`;
    const label = Object.assign(document.createElement("label"), { className: "grow", htmlFor: id, textContent: name });
    const select = Object.assign(document.createElement("select"), { className: "field", id, name: id });
    select.append(section.querySelector("[data-roles]").content.cloneNode(true));
    if (first) {
      const theirs = one(`[name="${first.dataset.kind}-role-${uuid}"]`)?.value ?? first.dataset.first;
      const follows = [...select.options].find((role) => role.dataset.after?.split(" ").includes(theirs));
      select.prepend(new Option("Which part?", ""));
      select.value = follows?.value ?? "";
    }
    if (before.get(id)) {
      select.value = before.get(id);
      select.dataset.said = "yes";
    }
    const fault = faults.get(`${id}-error`);
    if (fault && !select.value) {
      label.append(" ", fault);
      select.setAttribute("aria-invalid", "true");
    }
    row.append(label, select);
    return row;
  }

  // ---- the draft on this device -----------------------------------------------------------------

  const written = () => [...new FormData(form)].filter(([name, value]) => !SKIP.has(name) && typeof value === "string");

  function chosen() {
    return [...box.querySelectorAll("label")].filter((label) => label.querySelector("input").checked)
      .map((label) => ({ uuid: label.dataset.person, short: label.querySelector("bdi").textContent, initials: label.querySelector(".face").textContent, beside: label.querySelector(".soft")?.textContent ?? "" }));
  }

  let keeping, saved = false, looked = false; // nothing is kept over a draft before that was looked at
  function keepSoon() {
    clearTimeout(keeping);
    keeping = setTimeout(keepNow, 150);
  }
  async function keepNow() {
    clearTimeout(keeping);
    if (safe && looked && !saved) await tools.keep(safe, draft, { at: Date.now(), fields: written(), people: chosen() });
  }

  async function keepFiles() {
    if (safe && looked && !saved) await tools.keepFiles(safe, draft, [...(one("[name=files]")?.files ?? [])]);
  }

  async function bringFiles(name) {
    const files = await tools.keptFiles(safe, name);
    if (!files.length || !one("[name=files]")) return;
    const held = new DataTransfer();
    for (const file of files) held.items.add(file);
    one("[name=files]").files = held.files;
  }

  function bringBack({ fields, people = [] }, { whole = true } = {}) {
    for (const person of people) add(person);
    const values = new Map();
    for (const [name, value] of fields) values.set(name, [...(values.get(name) ?? []), value]);
    for (const input of form.elements) {
      if (!input.name || SKIP.has(input.name) || input.type === "file") continue;
      const mine = values.get(input.name);
      if (input.type === "checkbox" || input.type === "radio") input.checked = Boolean(mine?.includes(input.value));
      else if (mine) input.value = mine[0];
    }
    if (whole) keepWithoutPlace(values);
    drawParts(new Map(fields.filter(([name]) => name.includes("-role-"))));
    for (const details of form.querySelectorAll("details")) {
      details.open = [...details.querySelectorAll("input:checked, textarea, input[type=text]")].some((input) => input.checked || (input.type !== "checkbox" && input.value));
    }
    number = one("[name=uuid]").value;
    watch();
  }

  // Answers to what this form no longer asks go along unseen: the server says them back in words.
  function keepWithoutPlace(values) {
    const asked = new Set([...form.elements].map((input) => input.name));
    for (const [name, answers] of values) {
      if (asked.has(name) || !/^[a-z_]+-[a-z_]+$/.test(name)) continue;
      form.append(...answers.map((value) => Object.assign(document.createElement("input"), { type: "hidden", name, value })));
    }
  }

  function renumber() {
    number = crypto.randomUUID();
    one("[name=uuid]").value = number;
  }

  // ---- what saving will do ------------------------------------------------------------------------

  let willWaiting;
  function askWill() {
    clearTimeout(willWaiting);
    willWaiting = setTimeout(async () => {
      if (known || !one('input[name="kind"]:checked')) return;
      const body = new FormData(form);
      body.delete("files");
      try {
        const reply = await fetch("/log/will/", { method: "POST", body, redirect: "error", headers: { Accept: "text/html" } });
        if (reply.ok) one("[data-will]").innerHTML = await reply.text();
      } catch { /* no signal: saving does what it does all the same */ }
    }, 150);
  }

  // What the device can say by itself, beside where it is written.
  const watch = () => { if (form.dataset.watch) import("./gaps.js").then(({ sayGaps }) => sayGaps(form, skew)).catch(() => {}); };

  function changed(touched = null) {
    drawParts(new Map(), touched);
    keepSoon();
    askWill();
    watch();
  }

  // ---- saving ---------------------------------------------------------------------------------------

  // First onto the disk, then to the server. What is refused is sent once more as a form, so that the
  // page comes back with a sentence beside each fault; what gets no answer waits in the outbox.
  async function saveSheet(button) {
    button.disabled = true;
    button.textContent = "Saving";
    const words = [...written(), ["author", one("[name=author]").value], ["captured", String(Date.now())]];
    if (skew !== null) words.push(["skew", String(skew)]);
    const files = [...(one("[name=files]")?.files ?? [])];
    try {
      await outbox.save(safe, { number, words, people: chosen(), files });
    } catch {
      return form.submit(); // this device keeps nothing: the page's own way is the only one
    }
    saved = true;
    await tools.dropDraft(safe, draft);
    const said = known ? new Map() : await Promise.race([outbox.flush(safe), new Promise((late) => setTimeout(late, SOON, new Map()))]).catch(() => new Map());
    const answer = said.get(number);
    if (answer?.state === "filed" && answer.number === number) return location.assign(answer.saved);
    if (answer?.state === "refused" || answer?.state === "saved-otherwise") {
      for (const { name } of await tools.keptUnder(safe, `back ${number} `)) await tools.dropDraft(safe, `back ${name}`);
      return form.submit();
    }
    sayKept(answer?.state);
  }

  function sayKept(state) {
    const why = { "signed-out": "You are signed out. It goes when you sign in here again.", locked: "It goes when you unlock.", stale: "It goes when you open Today.", unclear: "The server could not take it yet. It is tried again by itself.", "somebody-elses": "It goes when its author signs in here." };
    const said = document.querySelector("template#kept").content.cloneNode(true);
    said.querySelector("[data-why]").textContent = why[state] ?? "There is no signal. It goes by itself when there is.";
    form.replaceWith(said);
    const heading = document.querySelector("[data-kept] h1");
    heading.focus();
    document.title = "Kept on this device · Handrail";
    addEventListener(outbox.CHANGED, async () => {
      if ((await outbox.waiting()).some((row) => row.number === number)) return;
      const [back] = await tools.keptUnder(safe, `back ${number} `).catch(() => []);
      heading.textContent = back ? "Came back" : "Sent";
      const told = document.querySelector("[data-kept] [data-why]");
      if (!back) return told.replaceChildren("There was signal again. It is filed.");
      const link = Object.assign(document.createElement("a"), { href: `${form.dataset.here ?? "/log/"}?back=${encodeURIComponent(back.name)}`, textContent: "Mend it" });
      told.replaceChildren(`It could not be filed. ${Object.values(back.reasons).join(" ")} `, link);
    });
  }

  // ---- start ----------------------------------------------------------------------------------------

  form.addEventListener("input", (event) => {
    if (event.target.closest("[data-parts]")) event.target.dataset.said = "yes";
    if (event.target.matches("[data-look-up]")) {
      clearTimeout(waiting);
      waiting = setTimeout(() => lookUp(event.target.value), known ? 0 : 150);
    } else if (!event.target.closest("[data-found]")) changed(event.target);
  });
  form.addEventListener("change", keepNow); // a tap is kept at once, letters when the fingers rest
  one("[name=files]")?.addEventListener("change", keepFiles);
  one("[data-look-up]").addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    one("[data-found] input")?.click();
  });
  one("[data-afresh]").addEventListener("click", async () => {
    saved = true;
    clearTimeout(keeping);
    if (safe) await tools.dropDraft(safe, draft);
    location.assign(form.dataset.here ?? "/log/");
  });
  form.addEventListener("click", (event) => {
    const more = event.target.closest("[data-more]");
    if (!more) return;
    event.preventDefault();
    import("./rows.js").then(({ addRow }) => {
      addRow(more.closest("[data-rows]"))?.querySelector("input, select, textarea")?.focus();
      changed();
    });
  });
  form.addEventListener("submit", (event) => {
    if (!safe || ["look", "more"].includes(event.submitter?.name)) return;
    event.preventDefault();
    saveSheet(one("[name=save]"));
  });
  document.addEventListener("visibilitychange", () => { if (document.hidden) keepNow(); });
  addEventListener("pagehide", keepNow);
  drawParts();
  if (one('input[name="kind"]:checked')) askWill();

  const begun = written().map(String).join();
  [tools, outbox, rows] = await Promise.all([import("./safe.js"), import("./outbox.js"), import("./rows.js")]);
  safe = opened ?? await tools.openWithSignIn(document.documentElement.dataset.person, document.documentElement.dataset.key);
  const back = new URLSearchParams(location.search).get("back");
  const returned = back ? await tools.kept(safe, `back ${back}`) : null;
  if (returned) await showReturned(returned);
  else if (fresh) await showDraft();
  looked = true;
  if (written().map(String).join() !== begun || byThen()) await keepNow().then(keepFiles); // typed before this was here
  form.dataset.ready = "yes";
  if (!known) import("./device.js"); // sends what waits, when it can

  async function showDraft() {
    const begunBefore = await tools.kept(safe, draft);
    if (!begunBefore) return;
    if (written().map(String).join() !== begun || byThen()) return putBy(begunBefore);
    await rowsFor(begunBefore.fields);
    bringBack(begunBefore);
    await bringFiles(draft);
    one("[data-came-back]").hidden = false;
  }

  // Whether something was typed or tapped on the page as it came, before this was here.
  function byThen() {
    return !known && rows.comesFresh() && [...form.elements].some((input) => input.name && !SKIP.has(input.name) && !input.closest("[data-parts]") && rows.byHand(input));
  }

  function uuidIn(words) {
    return words.find(([name]) => name === "uuid")?.[1];
  }

  // Another record was begun meanwhile: the draft is neither lost nor mixed with it, but offered.
  async function putBy({ at, fields, people }) {
    const name = `${crypto.randomUUID()} ${at}`;
    await tools.keepFiles(safe, `back ${name}`, await tools.keptFiles(safe, draft));
    await tools.keep(safe, `back ${name}`, { name, fields, people, reasons: {}, begun: true });
    await tools.dropDraft(safe, draft);
    dispatchEvent(new Event(outbox.CHANGED));
  }

  async function rowsFor(fields) {
    if (fields.some(([name, value]) => /-count$/.test(name) && Number(value) > 1)) rows.asMany(form, fields);
  }

  async function showReturned({ fields, people, reasons, other, begun: goneOn }) {
    const had = await tools.kept(safe, draft);
    if (had && uuidIn(had.fields) !== uuidIn(fields)) await putBy(had);
    await rowsFor(fields);
    bringBack({ fields, people }, { whole: false }); // the reasons say what has no place
    if (other) renumber();
    if (goneOn) one("[data-came-back]").hidden = false;
    else sayRefused(reasons);
    await bringFiles(`back ${back}`);
    looked = true;
    await keepNow();
    await keepFiles();
    await tools.dropDraft(safe, `back ${back}`);
  }

  function sayRefused(reasons) {
    const said = document.querySelector("template#refused").content.cloneNode(true);
    const list = said.querySelector("[data-reasons]");
    list.replaceChildren(...Object.values(reasons).map((text) => Object.assign(document.createElement("li"), { textContent: text })));
    form.prepend(said);
  }
}

document.addEventListener("keydown", (event) => { // the frame's own script is not loaded here, to save a request
  if (!event.altKey || event.code !== "KeyB" || !document.querySelector("[data-sheet]")) return;
  event.preventDefault();
  document.querySelector("#cover")?.togglePopover();
});

const form = document.querySelector("[data-sheet]");
if (form && !("offline" in document.documentElement.dataset)) {
  const start = () => startSheet(form).catch(() => { form.dataset.ready = "no"; });
  if (document.readyState === "complete") start();
  else addEventListener("load", start, { once: true });
}
