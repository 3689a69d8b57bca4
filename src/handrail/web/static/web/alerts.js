// Tells an open page at once: asks every two seconds while it is looked at, seldom while it is not.
const LOOKED_AT = 2000;
const HIDDEN = 20000;
const LONGEST = 60000; // between tries while the server cannot be reached
const LATER = "told-later"; // what this tab was asked to leave for later

let tag = "";
let timer = 0;
let failed = 0;
let took = 0; // milliseconds of the last answer: a busy server is asked less often
let over = false;
const region = document.createElement("div");
region.setAttribute("role", "status");
region.className = "told noprint";
document.querySelector("main")?.prepend(region);

async function ask() {
  clearTimeout(timer);
  if (over) return;
  const began = performance.now();
  try {
    const reply = await fetch(`/alerts/unseen/${document.hidden ? "?hidden" : ""}`, {
      cache: "no-store",
      redirect: "error",
      headers: tag ? { "If-None-Match": tag } : {},
      signal: AbortSignal.timeout?.(10000),
    });
    failed = 0;
    took = performance.now() - began;
    if (reply.status === 401) return shut(await reply.json());
    if (reply.status === 200) {
      tag = document.hidden ? "" : reply.headers.get("ETag") || "";
      tell(await reply.json());
    }
  } catch {
    failed += 1; // no signal: everything stays as it was last known
  }
  timer = setTimeout(ask, pause());
}

// A little sooner or later each time, so that the pages of a school do not ask in step.
function pause() {
  const usual = Math.max(document.hidden ? HIDDEN : LOOKED_AT, 4 * took);
  return Math.min(LONGEST, usual * 2 ** Math.min(failed, 5)) * (0.85 + Math.random() * 0.3);
}

function tell({ unseen, urgent }) {
  for (const link of document.querySelectorAll('.rail a[href="/alerts/"], .dock a[href="/alerts/"]')) count(link, unseen);
  const later = left();
  const next = urgent.find((alert) => !later.includes(alert.uuid));
  if (region.dataset.shows === (next?.uuid ?? "")) return;
  region.dataset.shows = next?.uuid ?? "";
  region.replaceChildren(...(next ? [banner(next)] : []));
}

function banner(alert) {
  const words = document.createElement("b");
  words.className = "grow";
  words.textContent = alert.text;
  const open = document.createElement("a");
  open.className = "btn slim";
  open.href = `/alerts/${alert.uuid}/`;
  open.textContent = "Open";
  const wait = document.createElement("button");
  wait.className = "btn quiet slim";
  wait.type = "button";
  wait.textContent = "Later";
  wait.addEventListener("click", () => {
    sessionStorage.setItem(LATER, JSON.stringify([...left(), alert.uuid].slice(-50)));
    region.dataset.shows = "";
    region.replaceChildren();
  });
  return line("say row wrap", words, open, wait);
}

function shut({ state }) {
  const locked = state === "locked";
  over = true;
  dispatchEvent(new CustomEvent("handrail-shut", { detail: state })); // capture/device.js forgets
  const link = document.createElement("a");
  link.href = `${locked ? "/lock/" : "/sign-in/"}?next=${encodeURIComponent(location.pathname)}`;
  link.textContent = locked ? "unlock to be told" : "sign in to be told";
  const words = document.createElement("span");
  words.append(locked ? "Locked: " : "Signed out: ", link);
  region.replaceChildren(line("say error-say", words));
}

function line(look, ...parts) {
  const made = document.createElement("div");
  made.className = look;
  made.append(...parts);
  return made;
}

function left() {
  try {
    return JSON.parse(sessionStorage.getItem(LATER) || "[]");
  } catch {
    return [];
  }
}

function count(link, unseen) {
  let badge = link.querySelector(".count");
  if (!unseen) return badge?.remove();
  if (!badge) {
    badge = document.createElement("span");
    badge.className = "count";
    link.append(badge);
  }
  const words = document.createElement("span");
  words.className = "unseen";
  words.textContent = " not seen";
  badge.replaceChildren(String(unseen), words);
}

document.addEventListener("visibilitychange", () => {
  tag = ""; // what came while nobody looked is shown, and noted as shown, now
  ask();
});
ask();
