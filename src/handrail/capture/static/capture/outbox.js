// The outbox: what was saved on this device and is not yet known to be filed. A row leaves it only
// when the server has answered with the row's own number: filed, or refused with the reasons.
import { keep, keepFiles, lockAway, transact, unlockRow } from "./safe.js";

export const CHANGED = "handrail-outbox";
const PATIENCE = 20_000;

// Saves a sheet: from the moment this is done, the words are on the disk.
// `to` is where it goes when it is not a sheet.
export async function save(safe, { number, words, people = [], files = [], to }) {
  const row = await lockAway(safe, number, { words, people, to }, files);
  await transact("outbox", "readwrite", (outbox) => outbox.put(row));
  dispatchEvent(new Event(CHANGED));
}

export async function waiting(person) {
  const rows = await transact("outbox", "readonly", (outbox) => outbox.getAll());
  return rows.filter((row) => !person || row.person === person)
    .sort((a, b) => a.saved - b.saved).map(({ number, saved, person: whose }) => ({ number, saved, person: whose }));
}

// Sends what waits, oldest first, one tab at a time. Gives back what was said of each number.
export function flush(safe, send = post) {
  return navigator.locks.request("handrail-outbox", () => sendAll(safe, send));
}

async function sendAll(safe, send) {
  const said = new Map();
  for (const { number } of await waiting(safe.person)) {
    const row = await transact("outbox", "readonly", (outbox) => outbox.get(number));
    const item = await unlockRow(safe, row).catch(() => null);
    if (!item) { said.set(number, { state: "unreadable" }); continue; } // kept: another key may open it
    const answer = await send(item);
    if (answer.number !== number) { // no answer, or not to this: everything stays, and so do the next
      said.set(number, answer);
      break;
    }
    if (answer.state === "refused" || answer.state === "saved-otherwise") await comeBack(safe, row, item, answer);
    else if (answer.state !== "filed") { said.set(number, answer); continue; }
    await transact("outbox", "readwrite", (outbox) => outbox.delete(number));
    said.set(number, answer);
  }
  dispatchEvent(new Event(CHANGED));
  return said;
}

// A refused sheet becomes a draft of its author again, with the reasons. Kept before it is let go.
async function comeBack(safe, { number, saved }, item, { reasons, state }) {
  const fields = item.words.filter(([name]) => !["captured", "sent", "skew"].includes(name));
  await keepFiles(safe, `back ${number} ${saved}`, item.files);
  await keep(safe, `back ${number} ${saved}`, { name: `${number} ${saved}`, fields, people: item.people, to: item.to, reasons, other: state === "saved-otherwise" });
}

async function post({ words, files, to = "/log/send/" }) {
  const body = new FormData();
  for (const [name, value] of words) body.append(name, value);
  for (const file of files) body.append("files", file, file.name);
  body.set("sent", Date.now());
  const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
  const stop = AbortSignal.timeout(PATIENCE + files.length * PATIENCE);
  try {
    const headers = { Accept: "application/json", "X-CSRFToken": token };
    const reply = await fetch(to, { method: "POST", body, headers, redirect: "error", signal: stop });
    return reply.headers.get("Content-Type")?.startsWith("application/json") ? await reply.json() : { state: reply.status === 403 ? "stale" : "unclear" };
  } catch {
    return { state: "unreachable" };
  }
}
