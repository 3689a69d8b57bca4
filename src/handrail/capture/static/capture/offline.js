// The page for no signal: opened by the PIN (or the key that the last page left), it shows Today as
// last seen, my pupils, and the whole sheet. When the signal is back it gives way to the real page.
import { drop, kept, keep, openWithHeld, openWithPin, peopleWithPin } from "./safe.js";
import { CHANGED, waiting } from "./outbox.js";
import { startSheet } from "./sheet.js";
import { startMarking } from "./marking.js";
import { startHandingBack } from "./handing_back.js";
import { startMoments } from "./moments.js";
import { startZones } from "./zones.js";
import { tellWorker } from "./worker_memory.js";

const LOOK_AGAIN = 10_000, AWAY = 60_000;
const show = (name) => { for (const part of document.querySelectorAll("[data-part]")) part.hidden = part.dataset.part !== name; };
const say = (name, text) => { document.querySelector(`[data-say=${name}]`).textContent = text; };
let safe = null, left = 0;

async function start() {
  const held = await tellWorker({ ask: "held" }, 10_000); // a slow phone answers late
  safe = held ? await openWithHeld(held) : null;
  setInterval(tryAgain, LOOK_AGAIN);
  addEventListener("online", tryAgain);
  document.addEventListener("visibilitychange", lockAfterAway);
  document.querySelector("[data-again]").addEventListener("click", tryAgain);
  return safe ? opened() : askForPin();
}

async function askForPin() {
  const people = await peopleWithPin();
  say("waiting", waitingText(await waiting()));
  if (!people.length) return show("no-pin");
  const choose = document.querySelector("[name=person]");
  choose.replaceChildren(...people.map(({ person, name }) => new Option(name || "Me", person)));
  choose.closest(".formrow").hidden = people.length < 2;
  show("pin");
  const form = document.querySelector("form[data-pin]");
  form.querySelector("[name=pin]").focus();
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    say("pin-error", "");
    safe = await openWithPin(choose.value, form.querySelector("[name=pin]").value.trim());
    form.querySelector("[name=pin]").value = "";
    if (safe) return opened();
    if (!(await peopleWithPin()).some(({ person }) => person === choose.value)) return show("no-pin");
    say("pin-error", "That is not the PIN of this person on this device. Try again.");
  });
}

async function opened() {
  hold();
  setInterval(hold, 15_000);
  const copy = await usable(await kept(safe, "copy"));
  const skew = copy?.skew ?? await kept(safe, "skew");
  say("waiting", waitingText(await waiting(safe.person)));
  addEventListener(CHANGED, async () => say("waiting", waitingText(await waiting(safe.person))));
  if (!copy) return show("no-copy");
  say("age", age(Date.now() - copy.kept));
  const pages = pagesIn(copy);
  const draw = { ...pages, "/log/": drawSheet, "/pupils/": drawPupils };
  const place = Object.keys(draw).find((path) => location.pathname.startsWith(path));
  (draw[place] ?? drawToday)(copy, skew);
  show(place in pages ? "plan" : place ? place.replaceAll("/", "") : "today");
  for (const link of document.querySelectorAll(".dock a")) if (link.pathname === (place ?? "/")) link.setAttribute("aria-current", "page");
}

const hold = () => { if (safe && !document.hidden) tellWorker({ ask: "hold", person: safe.person, reading: safe.reading }); };

// Too old, by this device's clock: a copy of yesterday is not shown to whoever holds a lost phone.
async function usable(copy) {
  if (!copy) return null;
  const lived = Date.now() - copy.kept;
  if (lived >= 0 && lived <= copy.until - copy.now) return copy;
  await drop(safe, "copy");
  await keep(safe, "skew", copy.skew);
  return null;
}

function age(milliseconds) {
  const minutes = Math.round(milliseconds / 60_000);
  if (minutes < 2) return "as it was just now";
  return minutes < 120 ? `as it was ${minutes} minutes ago` : `as it was ${Math.round(minutes / 60)} hours ago`;
}

const waitingText = (rows) => rows.length ? `${rows.length} waiting: ${rows.length === 1 ? "it goes" : "they go"} as soon as there is signal.` : "";

function drawToday(copy) {
  const box = document.querySelector("[data-today]");
  box.innerHTML = copy.today;
  shutLinks(box, copy);
}

// Only what the copy holds can be opened.
function shutLinks(box, copy) {
  const there = new Set([...copy.pupils.map(({ uuid }) => `/pupils/${uuid}/`), ...Object.keys(pagesIn(copy))]);
  for (const link of box.querySelectorAll('a[href]:not([href^="/log/"], [href^="#"])')) {
    if (!there.has(link.getAttribute("href").split("?")[0])) { link.removeAttribute("href"); link.classList.add("shut"); }
  }
}

// Whole pages: today's lesson plans, each with the page to mark on, the pupils' own plans, and where
// moments of a pupil are written down. The longer address comes first.
function pagesIn(copy) {
  const lessons = (copy.plans ?? []).flatMap(({ uuid, page, mark }) => [
    ...(mark ? [[`/plans/${uuid}/mark/`, () => drawMarking(mark, copy)]] : []),
    ...(page ? [[`/plans/${uuid}/`, () => drawPlan(page, copy)]] : []),
  ]);
  const pupils = copy.pupils.filter((pupil) => pupil.plan_page);
  const moments = placesIn(copy).map((place) => [momentsOf(place), () => drawMoments(place, copy)]);
  const zones = copy.zones ? [["/rota/zones/", () => drawZones(copy)]] : [];
  const visits = (copy.visits ?? []).map(({ uuid, page }) => [`/visits/${uuid}/`, () => drawPlan(page, copy)]);
  return Object.fromEntries([...lessons, ...visits, ...moments, ...zones, ...pupils.map((pupil) => [planOf(pupil), () => drawPlan(pupil.plan_page, copy)])]);
}

const planOf = ({ uuid }) => `/pupils/${uuid}/plan/`;
const momentsOf = ({ uuid }) => `/programmes/places/${uuid}/moments/`;
const placesIn = (copy) => copy.moments?.places ?? [];

function drawPlan(html, copy) {
  const box = document.querySelector("[data-plan-here]");
  box.innerHTML = html;
  shutLinks(box, copy);
  const back = box.querySelector("[data-handing-back]");
  if (back) startHandingBack(back, { opened: safe, skew: copy.skew });
}

function drawMarking(html, copy) {
  drawPlan(html, copy);
  startMarking(document.querySelector("[data-plan-here] [data-marking]"), { opened: safe, skew: copy.skew });
}

function drawMoments({ uuid, pupil, measure }, copy) {
  drawPlan(copy.moments.form, copy);
  const box = document.querySelector("[data-plan-here]"), form = box.querySelector("[data-moments]");
  box.classList.add("stack");
  form.dataset.moments = uuid;
  box.querySelector("h1 bdi").textContent = pupil;
  box.querySelector("[data-measure]").textContent = measure;
  startMoments(form, { opened: safe, skew: copy.skew });
}

// How a zone was; the zone of a link from Today is in its address.
function drawZones(copy) {
  drawPlan(copy.zones, copy);
  document.querySelector("[data-plan-here]").classList.add("stack");
  const form = document.querySelector("[data-plan-here] [data-zone]");
  const asked = new URLSearchParams(location.search).get("place"), place = form.querySelector("[name=place]");
  if ([...place.options].some(({ value }) => value === asked)) place.value = asked;
  startZones(form, { opened: safe, skew: copy.skew });
}

function drawPupils(copy) {
  drawPlaces(copy);
  const list = document.querySelector("[data-pupils]");
  const search = document.querySelector("[data-search]");
  const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const rows = copy.pupils.map((pupil) => {
    const row = document.querySelector("template[data-pupil]").content.firstElementChild.cloneNode(true);
    row.dataset.name = folded(pupil.name);
    row.querySelector(".face").textContent = pupil.initials;
    row.querySelector("bdi").textContent = pupil.name;
    row.querySelector(".soft").textContent = pupil.beside;
    row.querySelector("[data-card]").innerHTML = pupil.card || "Only names are kept on this device.";
    row.querySelector("a").href = `/log/?pupil=${pupil.uuid}`;
    const plan = row.querySelector("[data-plan]");
    if (pupil.plan_page) plan.href = planOf(pupil); else plan.remove();
    row.open = location.pathname.includes(pupil.uuid);
    return row;
  });
  list.replaceChildren(...rows);
  search.addEventListener("input", () => {
    const parts = folded(search.value).split(/\s+/);
    for (const row of rows) row.hidden = !parts.every((part) => row.dataset.name.includes(part));
  });
}

// Every place whose moments can be written down, by pupil and programme.
function drawPlaces(copy) {
  const part = document.querySelector("[data-noticing]");
  part.hidden = !placesIn(copy).length;
  part.querySelector("ul").replaceChildren(...placesIn(copy).map((place) => {
    const link = Object.assign(document.createElement("a"), { href: momentsOf(place) });
    const name = Object.assign(document.createElement("bdi"), { textContent: place.pupil });
    link.append(name, `, ${place.programme}`);
    const row = document.createElement("li");
    row.append(link);
    return row;
  }));
}

function drawSheet(copy, skew) {
  const box = document.querySelector("[data-sheet-here]");
  box.innerHTML = copy.sheet;
  const form = box.querySelector("[data-sheet]");
  const now = new Date(Date.now() + (skew ?? 0));
  const day = new Intl.DateTimeFormat("en-CA", { timeZone: "Europe/London" }).format(now);
  const hour = new Intl.DateTimeFormat("en-GB", { timeZone: "Europe/London", hour: "2-digit", minute: "2-digit" }).format(now);
  form.querySelector("[name=uuid]").value = crypto.randomUUID();
  Object.assign(form.querySelector("[name=day]"), { value: day, max: day });
  form.querySelector("[data-now]").textContent = hour;
  form.querySelector("[data-will]").innerHTML = document.querySelector("template[data-will-later]").innerHTML;
  const asked = new URLSearchParams(location.search).get("pupil");
  const pupil = copy.pupils.find(({ uuid }) => uuid === asked);
  startSheet(form, { known: [...copy.pupils, ...(copy.staff ?? [])], skew, opened: safe, fresh: true }).then(() => {
    if (pupil) form.querySelector(`[data-person="${CSS.escape(pupil.uuid)}"] input`)?.click();
  });
}

// ---- away, and back to the real page -------------------------------------------------------------------

function lockAfterAway() {
  if (document.hidden) left = Date.now();
  else if (left && Date.now() - left >= AWAY) tellWorker({ ask: "forget" }).then(() => location.reload());
  else tryAgain();
}

async function tryAgain() {
  if (document.hidden || document.querySelector("[data-sheet] input:checked[name=kind], [data-sheet] input:checked[name=who]")) return;
  if (document.activeElement?.closest("[data-marking] .more, [data-handing-back], [data-zone]")) return; // a sentence is being written
  if (document.querySelector("[data-moments][data-prompting], [data-moments] input:checked")) return; // somebody is watching
  try {
    const reply = await fetch("/healthy", { cache: "no-store", signal: AbortSignal.timeout(5000) });
    if (reply.ok && await reply.text() === "ok") location.reload();
  } catch { /* still none */ }
}

start();
