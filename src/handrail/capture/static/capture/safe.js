// The safe: what this device keeps for a person. Everything in it is encrypted, under two keys:
// the reading key, which a sign-in or the person's PIN opens (drafts, and the copy for no signal);
// and the sending key, a pair: its public half locks what waits to be sent, and only a sign-in
// opens the private half. What was saved can so be kept without signal, but not read.
const PIN_ROUNDS = 600_000; // PBKDF2 with SHA-256, as OWASP advises in 2023 and since
const GCM = "AES-GCM";
const PAIR = { name: "RSA-OAEP", modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]), hash: "SHA-256" };

// ---- the database ---------------------------------------------------------------------------

let opening;
function database() {
  opening ??= new Promise((done, fail) => {
    const asked = indexedDB.open("handrail", 1);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore("keys", { keyPath: "person" });
      asked.result.createObjectStore("kept", { keyPath: ["person", "name"] });
      asked.result.createObjectStore("outbox", { keyPath: "number" });
    };
    asked.onsuccess = () => {
      asked.result.onversionchange = () => { asked.result.close(); opening = undefined; };
      done(asked.result);
    };
    asked.onerror = () => { opening = undefined; fail(asked.error); };
  });
  return opening;
}

// Runs `act` on stores in one transaction; done when the disk has it, not before.
export async function transact(stores, mode, act) {
  const db = await database();
  return new Promise((done, fail) => {
    const run = db.transaction(stores, mode, { durability: "strict" });
    const asked = act(...[stores].flat().map((name) => run.objectStore(name)));
    run.oncomplete = () => done(asked?.result);
    run.onabort = run.onerror = () => fail(run.error);
  });
}

// ---- keys -------------------------------------------------------------------------------------

const fromBase64 = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
function toBase64(bytes) {
  let text = "";
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(text);
}
const chance = (bytes) => crypto.getRandomValues(new Uint8Array(bytes));

async function wrap(format, key, under) {
  const iv = chance(12);
  return { iv, wrapped: await crypto.subtle.wrapKey(format, key, under, { name: GCM, iv }) };
}

const unwrapReading = ({ iv, wrapped }, under) =>
  crypto.subtle.unwrapKey("raw", wrapped, under, { name: GCM, iv }, GCM, true, ["encrypt", "decrypt"]);

const unwrapSending = ({ iv, wrapped }, under) =>
  crypto.subtle.unwrapKey("pkcs8", wrapped, under, { name: GCM, iv }, PAIR, false, ["unwrapKey"]);

const keysOf = (person) => transact("keys", "readonly", (keys) => keys.get(person));

// Opens the safe of a signed-in person with the key that stands in their page; makes it if need be.
export async function openWithSignIn(person, key) {
  const under = await crypto.subtle.importKey("raw", fromBase64(key), GCM, false, ["wrapKey", "unwrapKey"]);
  const row = await keysOf(person) ?? await makeKeys(person, under);
  return { person, reading: await unwrapReading(row.bySignIn, under), sending: row.lock, opens: await unwrapSending(row.pair, under) };
}

async function makeKeys(person, under) {
  const reading = await crypto.subtle.generateKey({ name: GCM, length: 256 }, true, ["encrypt", "decrypt"]);
  const pair = await crypto.subtle.generateKey(PAIR, true, ["wrapKey", "unwrapKey"]);
  const fresh = { person, bySignIn: await wrap("raw", reading, under), pair: await wrap("pkcs8", pair.privateKey, under), lock: pair.publicKey };
  // Two tabs may be here at once: the first to be stored is the one that both use.
  await transact("keys", "readwrite", (keys) => {
    const there = keys.get(person);
    there.onsuccess = () => { if (!there.result) keys.add(fresh); };
  });
  return keysOf(person);
}

export async function keyOfPin(pin, salt = chance(16)) {
  const typed = await crypto.subtle.importKey("raw", new TextEncoder().encode(pin), "PBKDF2", false, ["deriveKey"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations: PIN_ROUNDS };
  return { salt, key: await crypto.subtle.deriveKey(how, typed, { name: GCM, length: 256 }, false, ["wrapKey", "unwrapKey"]) };
}

// Lets a PIN open the reading key too. The server has just said that it is the right PIN.
export async function learnPin(safe, { salt, key }, name) {
  const byPin = { salt, tries: 0, ...await wrap("raw", safe.reading, key) };
  return change("keys", safe.person, (row) => ({ ...row, byPin, name }));
}

// Opens the safe without signal. After five wrong PINs only a sign-in does.
export async function openWithPin(person, pin) {
  const row = await keysOf(person);
  if (!row?.byPin) return null;
  const { key } = await keyOfPin(pin, row.byPin.salt);
  try {
    const reading = await unwrapReading(row.byPin, key);
    await change("keys", person, (was) => ({ ...was, byPin: { ...was.byPin, tries: 0 } }));
    return { person, reading, sending: row.lock, opens: null };
  } catch {
    await change("keys", person, ({ byPin, ...was }) =>
      byPin.tries + 1 >= 5 ? was : { ...was, byPin: { ...byPin, tries: byPin.tries + 1 } });
    return null;
  }
}

export async function openWithHeld({ person, reading }) {
  const row = await keysOf(person);
  return row ? { person, reading, sending: row.lock, opens: null } : null;
}

function change(store, key, how) {
  return transact(store, "readwrite", (rows) => {
    const there = rows.get(key);
    there.onsuccess = () => { if (there.result) rows.put(how(there.result)); };
  });
}

// Those who can open their safe here with a PIN: first name and number.
export async function peopleWithPin() {
  const rows = await transact("keys", "readonly", (keys) => keys.getAll());
  return rows.filter((row) => row.byPin).map(({ person, name }) => ({ person, name }));
}

// ---- what is kept to be read again: drafts, the copy for no signal --------------------------------

export function keep(safe, name, value) {
  return beforeLeaving(keepNow(safe, name, value));
}

async function keepNow(safe, name, value) {
  const iv = chance(12);
  const data = await crypto.subtle.encrypt({ name: GCM, iv }, safe.reading, new TextEncoder().encode(JSON.stringify(value)));
  return transact("kept", "readwrite", (kept) => kept.put({ person: safe.person, name, iv, data }));
}

// A link that is tapped straight after writing waits until the words are on the disk.
let underWay = 0, settled = Promise.resolve();
const PATIENCE = 8000;
export function beforeLeaving(act) {
  underWay += 1;
  const done = act.finally(() => { underWay -= 1; });
  settled = Promise.allSettled([settled, done]);
  return done;
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  if (!underWay || !link || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey || link.target || link.hasAttribute("download") || link.getAttribute("href").startsWith("#")) return;
  event.preventDefault();
  Promise.race([settled, new Promise((late) => setTimeout(late, PATIENCE))]).then(() => location.assign(link.href));
});

export async function kept(safe, name) {
  const row = await transact("kept", "readonly", (rows) => rows.get([safe.person, name]));
  return row ? readable(safe, row) : null;
}

export async function keptUnder(safe, start) {
  const range = IDBKeyRange.bound([safe.person, start], [safe.person, `${start}\uffff`]);
  const rows = await transact("kept", "readonly", (all) => all.getAll(range));
  return Promise.all(rows.map((row) => readable(safe, row)));
}

async function readable(safe, { iv, data }) {
  return JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt({ name: GCM, iv }, safe.reading, data)));
}

export const drop = (safe, name) => transact("kept", "readwrite", (kept) => kept.delete([safe.person, name]));

// Photos and documents beside a draft: what was taken without signal may exist nowhere else.
export async function keepFiles(safe, name, files) {
  if (!files.length) return drop(safe, `files ${name}`);
  const packed = files.map(async (file) => ({ name: file.name, type: file.type, data: toBase64(new Uint8Array(await file.arrayBuffer())) }));
  return keep(safe, `files ${name}`, await Promise.all(packed));
}

export async function keptFiles(safe, name) {
  return (await kept(safe, `files ${name}`) ?? []).map(({ data, ...file }) => new File([fromBase64(data)], file.name, { type: file.type }));
}

export async function dropDraft(safe, name = "draft") {
  await drop(safe, name);
  await drop(safe, `files ${name}`);
}

// After signing out: nothing can be read here any more. What waits to be sent stays, and drafts,
// both locked until their author signs in again.
export function forgetCopies() {
  return transact(["kept", "keys"], "readwrite", (kept, keys) => {
    each(kept, (cursor) => { if (cursor.value.name === "copy") cursor.delete(); });
    each(keys, (cursor) => { const { byPin, ...rest } = cursor.value; if (byPin) cursor.update(rest); });
  });
}

function each(store, act) {
  store.openCursor().onsuccess = (event) => {
    const cursor = event.target.result;
    if (cursor) { act(cursor); cursor.continue(); }
  };
}

// ---- what waits to be sent: locked for the sender, opened by a sign-in alone ---------------------

const CHUNK = "application/octet-stream";

// Gives back a row that only a sign-in of this person opens. `said` is anything JSON can hold.
export async function lockAway(safe, number, said, files) {
  const key = await crypto.subtle.generateKey({ name: GCM, length: 256 }, true, ["encrypt", "decrypt"]);
  const iv = chance(12);
  const head = { said, files: files.map((file) => ({ name: file.name, type: file.type, size: file.size })) };
  const first = new TextEncoder().encode(JSON.stringify(head));
  const length = new Uint8Array(new Uint32Array([first.length]).buffer);
  const body = await new Blob([length, first, ...files], { type: CHUNK }).arrayBuffer();
  return {
    number, person: safe.person, saved: Date.now(), iv,
    data: await crypto.subtle.encrypt({ name: GCM, iv }, key, body),
    key: await crypto.subtle.wrapKey("raw", key, safe.sending, PAIR),
  };
}

export async function unlockRow(safe, row) {
  const key = await crypto.subtle.unwrapKey("raw", row.key, safe.opens, PAIR, GCM, false, ["decrypt"]);
  const body = await crypto.subtle.decrypt({ name: GCM, iv: row.iv }, key, row.data);
  const length = new Uint32Array(body.slice(0, 4))[0];
  const head = JSON.parse(new TextDecoder().decode(body.slice(4, 4 + length)));
  let at = 4 + length;
  const files = head.files.map(({ name, type, size }) => new File([body.slice(at, at += size)], name, { type }));
  return { ...head.said, files };
}
