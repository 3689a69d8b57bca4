// The service worker: keeps the shell of the app, never a page about a pupil, and holds the key that
// reads this device's copy in its memory for a minute, so that the next page need not ask for the PIN.
const SHELL = "handrail-{{ version }}";
const FILES = new Set([{% for file in files %}"{{ file|escapejs }}", {% endfor %}]);
const OFFLINE = "/offline/";
const PATIENCE = 10000;
const HOLD = 60000;

self.addEventListener("install", (event) => {
  event.waitUntil((async () => {
    const shell = await caches.open(SHELL);
    await shell.addAll([...FILES, OFFLINE].map((path) => new Request(path, { cache: "reload" })));
    await self.skipWaiting();
  })());
});

self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) if (name.startsWith("handrail-") && name !== SHELL) await caches.delete(name);
    await self.clients.claim();
  })());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(request));
  else if (FILES.has(url.pathname)) event.respondWith(caches.match(url.pathname).then((had) => had ?? fetch(request)));
});

// A page comes from the server, or is the shell: nothing about anybody is kept here.
async function page(request) {
  try {
    const reply = await Promise.race([fetch(request), new Promise((_, late) => setTimeout(late, PATIENCE, new Error("late")))]);
    if (![502, 503, 504].includes(reply.status)) return reply;
  } catch { /* no signal */ }
  return (await caches.match(OFFLINE)) ?? Response.error();
}

// ---- the key in memory -----------------------------------------------------------------------------

let held = null, pin = null;
self.addEventListener("message", (event) => {
  const { ask, ...said } = event.data ?? {};
  if (ask === "hold") held = { ...said, until: Date.now() + HOLD };
  if (ask === "forget") held = pin = null;
  if (ask === "pin") pin = said;
  const answers = { held: held && held.until > Date.now() ? held : null, "take-pin": pin };
  if (ask === "take-pin") pin = null;
  event.ports[0]?.postMessage(answers[ask] ?? null);
});
{% if push %}
importScripts("{{ push|escapejs }}");
{% endif %}
