// Keeps the number on the bell fresh while a page stays open; says nothing when the net is away.
const EVERY = 15000;

async function refresh() {
  if (document.hidden) return;
  try {
    const reply = await fetch("/alerts/unseen/", { redirect: "error", headers: { Accept: "application/json" } });
    if (!reply.ok) return;
    const { unseen } = await reply.json();
    for (const link of document.querySelectorAll('a[href="/alerts/"]')) show(link, unseen);
  } catch {
    // no signal: the number stays as it was last seen
  }
}

function show(link, unseen) {
  let badge = link.querySelector(".count");
  if (!unseen) return badge?.remove();
  if (!badge) {
    badge = document.createElement("span");
    badge.className = "count";
    link.append(badge);
  }
  badge.innerHTML = "";
  badge.append(String(unseen));
  const words = document.createElement("span");
  words.className = "unseen";
  words.textContent = " not seen";
  badge.append(words);
}

setInterval(refresh, EVERY);
document.addEventListener("visibilitychange", refresh);
