// Shows what came by push and opens it: loaded by the service worker with importScripts.
const OURS = /^\/alerts\/([0-9a-f-]{36}\/)?$/;
const ARRIVED = /^\/alerts\/arrived\/[0-9a-f-]{36}\/$/;

self.addEventListener("push", (event) => {
  event.waitUntil(showPush(event));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(openPush(event.notification.data?.url));
});

async function showPush(event) {
  let said = {};
  try {
    said = event.data.json();
  } catch {
    // a message that cannot be read still says that something waits
  }
  const url = OURS.test(said.url) ? said.url : "/alerts/";
  await self.registration.showNotification(String(said.title || "Something needs you"), {
    body: "Open Handrail to see it.",
    tag: url, // the same alert twice is one notification
    requireInteraction: said.urgent === true,
    data: { url },
  });
  if (ARRIVED.test(said.arrived)) {
    await fetch(said.arrived, { method: "POST", credentials: "omit" }).catch(() => {});
  }
}

async function openPush(asked) {
  const url = OURS.test(asked) ? asked : "/alerts/";
  const pages = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  for (const page of pages) {
    if (page.url.includes("/log/")) continue; // a sheet that is being written stays as it is
    let there;
    try {
      there = await page.navigate(url);
    } catch {
      continue; // not ours to steer: try the next, else open one
    }
    return (there ?? page).focus().catch(() => {});
  }
  return self.clients.openWindow(url);
}
