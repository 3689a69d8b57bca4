// "Tell me on this device": asks for leave only after a tap, then hands the subscription over.
const place = document.querySelector("[data-tell-here]");
const button = place?.querySelector("button");
const line = place?.querySelector("[role=status]");
const able = "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;

if (place && able) {
  button.hidden = false;
  button.addEventListener("click", tellHere);
} else if (place) {
  line.textContent = "This browser cannot be told by push. On an iPhone or iPad, first add Handrail to the home screen.";
}

async function tellHere() {
  button.disabled = true;
  line.textContent = "One moment.";
  try {
    line.textContent = await subscribe();
  } catch {
    line.textContent = "This browser could not be reached by push. Try again, or use mail.";
  }
  button.disabled = false;
}

async function subscribe() {
  if ((await Notification.requestPermission()) !== "granted") {
    return "The browser was told not to show notifications. Allow them in its settings, then tap again.";
  }
  await navigator.serviceWorker.register("/worker.js", { scope: "/" });
  const worker = await navigator.serviceWorker.ready;
  const reply = await hand(await fresh(worker.pushManager));
  if (reply.ok) {
    location.reload();
    return "You are told on this device.";
  }
  if (reply.status === 422) return (await reply.json()).sentence;
  return "That could not be kept. Load the page again and try once more.";
}

// A subscription made with another key can be signed for by nobody: it is made anew.
async function fresh(manager) {
  const key = bytes(place.dataset.key);
  const old = await manager.getSubscription();
  if (old && !same(new Uint8Array(old.options.applicationServerKey ?? []), key)) await old.unsubscribe();
  return manager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
}

function hand(subscription) {
  const said = subscription.toJSON();
  const form = new FormData(place.querySelector("form"));
  form.set("endpoint", said.endpoint);
  form.set("p256dh", said.keys.p256dh);
  form.set("auth", said.keys.auth);
  return fetch("/me/devices/", { method: "POST", body: form, redirect: "error" });
}

function bytes(text) {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

function same(one, other) {
  return one.length === other.length && one.every((value, place) => value === other[place]);
}
