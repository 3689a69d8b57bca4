// This device and its person: renews the copy for no signal, sends what waits, locks after a minute
// away, and forgets after signing out. Loaded on every page but the sheet, which asks for it later.
import { drop, dropDraft, forgetCopies, keep, kept, keptUnder, keyOfPin, learnPin, openWithSignIn } from "./safe.js";
import { CHANGED, flush, waiting } from "./outbox.js";
import { tellWorker } from "./worker_memory.js";

const page = document.documentElement.dataset;
const AGAIN = 20_000, PING = 15_000, RENEW = 10 * 60_000, AWAY = 60_000, GOES_WITHIN = 10_000;
let shut = false; // locked or ended elsewhere: this page gives the key to nobody any more
const token = () => document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";

if (navigator.serviceWorker) navigator.serviceWorker.register("/worker.js").catch(() => {});
for (const form of document.querySelectorAll("[data-pin-form]")) teachPin(form);
if ("locked" in page) tellWorker({ ask: "forget" });
else if ("signedOut" in page) signedOut();
else if (page.key) signedIn();

// ---- signed in ------------------------------------------------------------------------------------

async function signedIn() {
  watchAway(); // first: none may wait for a key, or for what is being sent over a bad line
  forgetWhenShut();
  askBeforeLeaving(page.person);
  const safe = await openWithSignIn(page.person, page.key);
  if (document.querySelector("[data-saved]")) await dropDraft(safe);
  if ("pinFresh" in page) await learn(safe);
  holdKey(safe);
  const go = () => sendNow(safe);
  addEventListener("online", go);
  addEventListener(CHANGED, () => tell(safe));
  document.addEventListener("visibilitychange", () => { if (!document.hidden) go(); });
  setInterval(go, AGAIN); // there is no background sending on iOS: on opening, on looking, on a timer
  await go();
  await renewCopy(safe);
  navigator.storage?.persist?.();
}

async function sendNow(safe) {
  if ((await waiting(safe.person)).length) {
    const said = [...(await flush(safe)).values()];
    if (said.some(({ state }) => state === "signed-out")) leave();
  }
  await tell(safe);
}

// To the page to sign in; a sheet stays, it says itself what becomes of the words, and only forgets.
function leave() {
  if (!document.querySelector("[data-sheet], [data-kept]")) return location.reload();
  dispatchEvent(new CustomEvent("handrail-shut", { detail: "signed-out" }));
}

async function learn(safe) {
  const pin = await tellWorker({ ask: "take-pin" });
  if (pin) await learnPin(safe, pin, page.name);
}

function forgetWhenShut() {
  addEventListener("handrail-shut", async ({ detail }) => {
    shut = true;
    await tellWorker({ ask: "forget" });
    if (detail === "signed-out") await forgetCopies();
  });
}

function holdKey(safe) {
  const hold = () => { if (!document.hidden && !shut) tellWorker({ ask: "hold", person: safe.person, reading: safe.reading }); };
  hold();
  navigator.serviceWorker?.ready.then(hold); // it may still have been on its way, or give way to a newer one
  navigator.serviceWorker?.addEventListener("controllerchange", hold);
  setInterval(hold, PING);
}

async function renewCopy(safe) {
  const had = await kept(safe, "copy").catch(() => null);
  if (had && Date.now() - had.kept < RENEW && new Date(had.kept).getDate() === new Date().getDate()) return;
  try {
    const reply = await fetch("/me/offline-copy/", { redirect: "error", headers: { Accept: "application/json" } });
    if (!reply.ok) return;
    const copy = await reply.json();
    const at = Date.now();
    await keep(safe, "skew", copy.now - at);
    if (shut) return;
    if (copy.nothing) await drop(safe, "copy");
    else await keep(safe, "copy", { ...copy, kept: at, skew: copy.now - at });
  } catch { /* no signal: the copy of before stays until it is too old */ }
}

// ---- what waits, said on the page --------------------------------------------------------------------

async function tell(safe) {
  const box = document.querySelector("[data-outbox]");
  if (!box) return;
  const mine = await waiting(safe.person);
  const back = await keptUnder(safe, "back ").catch(() => []);
  const lines = [];
  if (mine.length) lines.push(line(`${mine.length} waiting`, `${mine.length === 1 ? "1 record is" : `${mine.length} records are`} kept on this device and ${mine.length === 1 ? "goes" : "go"} as soon as there is signal.${old(mine) ? " Something has waited for three days: open Handrail where there is signal." : ""}`));
  for (const { name, to, fields, reasons, begun } of back) lines.push(begun ? line("Begun before", "What you had begun here is not filed yet. ", `${pageOf(fields)}?back=${encodeURIComponent(name)}`, "Go on with it") : to ? cameBack(safe, name, fields, to, reasons) : line("Came back", "A record could not be filed. ", `${pageOf(fields)}?back=${encodeURIComponent(name)}`, "Mend it"));
  box.replaceChildren(...lines);
}

const pageOf = (fields) => { // a kind that is written at a desk goes back to its own page
  const desk = fields?.find(([name]) => name === "desk")?.[1];
  return desk ? `/log/at/${encodeURIComponent(desk)}/` : "/log/";
};

// A mark, a photo, a hand-back or a moment that could not be kept. Its page shows it, where that still
// opens; where it does not, the reason is said here and it can be let go.
const ACTS = { photo: ["A photo", "mark/"], "hand-back": ["A hand-back", ""] };
function cameBack(safe, name, fields, to, reasons = {}) {
  const said = (which) => fields.find(([key]) => key === which)?.[1];
  if (to === "/rota/zones/send/") return line("Came back", `A note of a zone could not be kept. ${Object.values(reasons).join(" ")} ${said("words") ? `“${said("words")}” ` : ""}`, "/rota/zones/", "Look", () => dropDraft(safe, `back ${name}`).then(() => tell(safe)));
  const [what, tail] = to === "/moments/send/" ? ["A moment", ""] : ACTS[said("act")] ?? ["A mark", "mark/"];
  const href = to === "/moments/send/" ? `/programmes/places/${said("place")}/moments/` : `/plans/${said("plan")}/${tail}`;
  const words = said("words") ? ` “${said("words")}”` : "";
  const letGo = () => dropDraft(safe, `back ${name}`).then(() => tell(safe));
  return line("Came back", `${what} could not be kept. ${Object.values(reasons).join(" ")}${words} `, href, "Look", letGo);
}

const old = (rows) => rows.some((row) => Date.now() - row.saved > 3 * 86_400_000);

function line(strong, text, href, label, letGo) {
  const said = document.querySelector("template[data-outbox-line]").content.cloneNode(true);
  said.querySelector("b").textContent = strong;
  said.querySelector("[data-text]").textContent = text;
  const link = said.querySelector("a");
  if (href) Object.assign(link, { href, textContent: label });
  else link.remove();
  if (letGo) { const away = said.querySelector("button"); away.hidden = false; away.addEventListener("click", letGo); }
  return said;
}

// ---- a minute away -----------------------------------------------------------------------------------

function watchAway() {
  let leaving = false, left = 0;
  const post = (path) => fetch(path, { method: "POST", body: new URLSearchParams({ csrfmiddlewaretoken: token() }), headers: { Accept: "application/json" }, redirect: "error", keepalive: true });
  const lockPage = () => location.replace(`/lock/?next=${encodeURIComponent(location.pathname + location.search)}`);
  const back = async () => {
    const answer = await post("/lock/back/").catch(() => null); // without signal the copy's own lock holds
    if (answer?.status === 401) lockPage();
  };
  // Going to another page is no going away; but what a script of ours took up stays on this one.
  const goes = (event) => {
    leaving = true;
    setTimeout(() => { if (event.defaultPrevented) leaving = false; });
    setTimeout(() => { leaving = false; }, GOES_WITHIN); // a file came, or nothing did
  };
  document.addEventListener("click", (event) => { if (event.target.closest("a[href]")) goes(event); }, true);
  document.addEventListener("submit", goes, true);
  addEventListener("pageshow", () => { leaving = false; });
  document.addEventListener("visibilitychange", () => {
    if (document.hidden && !leaving) {
      left = Date.now();
      sessionStorage.setItem("handrail-away", String(left));
      post("/lock/away/").catch(() => {});
    } else if (!document.hidden) {
      leaving = false;
      if (left && Date.now() - left >= AWAY) { document.querySelector("#cover")?.showPopover(); tellWorker({ ask: "forget" }).then(lockPage); } else if (left) setTimeout(back, 1500);
    }
  });
  // The tab that went away may have been closed: then only the server knows of it.
  if ((sessionStorage.getItem("handrail-away") || "away" in page) && !document.hidden) setTimeout(back, 1500);
  sessionStorage.removeItem("handrail-away");
}

// ---- the PIN, which the device may learn once the server has found it right --------------------------

function teachPin(form) {
  form.addEventListener("submit", async (event) => {
    if (form.dataset.taught || event.submitter?.name === "remove") return;
    event.preventDefault();
    event.stopImmediatePropagation();
    form.dataset.taught = "yes";
    const pin = await keyOfPin(form.querySelector("[name=pin]").value.trim());
    await tellWorker({ ask: "pin", ...pin });
    form.submit();
  }, true);
}

// ---- signing out ---------------------------------------------------------------------------------------

function askBeforeLeaving(person) {
  for (const form of document.querySelectorAll('form[action="/sign-out/"]')) {
    form.addEventListener("submit", async (event) => {
      if (form.dataset.sure) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      const count = (await waiting(person)).length;
      if (count && !await sure(count)) return;
      form.dataset.sure = "yes";
      await forgetCopies();
      await tellWorker({ ask: "forget" });
      form.submit();
    }, true);
  }
}

function sure(count) {
  const dialog = document.querySelector("dialog[data-leaving]");
  dialog.querySelector("[data-count]").textContent = count === 1 ? "1 record has" : `${count} records have`;
  dialog.showModal();
  return new Promise((done) => dialog.addEventListener("close", () => done(dialog.returnValue === "leave"), { once: true }));
}

async function signedOut() {
  await forgetCopies();
  await tellWorker({ ask: "forget" });
  const count = (await waiting()).length;
  const box = document.querySelector("[data-outbox]");
  if (count && box) box.replaceChildren(line(`${count} waiting`, `${count === 1 ? "1 record is" : `${count} records are`} kept on this device, locked. ${count === 1 ? "It goes" : "They go"} when whoever wrote ${count === 1 ? "it" : "them"} signs in here.`));
}
