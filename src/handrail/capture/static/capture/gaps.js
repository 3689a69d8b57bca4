// What the server says of the time between two looks, said by the device as well, beside the looks:
// without signal the warning would come when it is too late. The school's own limit comes with the
// sheet. Times are seconds of the day; kinds/hold/lengths.py reckons the same in the same words.
const DAY = 86_400, HALF = DAY / 2;

export function saidOfGaps({ happened, about, looks, most }) {
  if (!looks.length) return "";
  const after = looks.map((look) => ((look - happened + HALF) % DAY + DAY) % DAY).sort((a, b) => a - b);
  const [start, end] = lasted(after[0], after.at(-1), about);
  const points = [start, ...after.filter((look) => start < look && look < end), end];
  const gaps = points.slice(1).map((until, n) => ({ seconds: until - points[n], since: points[n], until }));
  const longest = gaps.reduce((one, other) => (other.seconds > one.seconds ? other : one));
  const minutes = Math.floor(longest.seconds / 60), many = gaps.filter(({ seconds }) => seconds >= most * 60).length;
  if (minutes < most) return "";
  const clock = (moment) => [Math.floor(moment / 3600) % 24, Math.floor(moment / 60) % 60].map((n) => String(n).padStart(2, "0")).join(":");
  const at = (offset) => clock((offset - HALF + happened + DAY) % DAY);
  const counted = (n) => `${n} minute${n === 1 ? "" : "s"}`;
  const such = many > 1 ? `; there are ${many} such gaps` : "";
  return `No look is written down from ${at(longest.since)} to ${at(longest.until)}, which is ${counted(minutes)}${such}; the school asks why from ${counted(most)} on`;
}

// Written down afterwards, as happening now: it began with the first look, or before, and is over.
function lasted(first, last, about) {
  const start = Math.min(HALF, first);
  if (last > HALF) return [start, Math.max(start + about, last)];
  const end = Math.max(Math.min(first + about, HALF), last);
  return [Math.min(first, end - about), end];
}

export function sayGaps(form, skew) {
  for (const [kind, watched] of Object.entries(JSON.parse(form.dataset.watch))) {
    const set = form.querySelector(`[name="${kind}-${watched.rows}-count"]`)?.closest("[data-rows]");
    if (!set) continue;
    const text = saidOfGaps(written(form, kind, watched, skew));
    let said = set.querySelector("[data-gap]");
    if (!said && text) {
      said = Object.assign(document.createElement("p"), { className: "say", role: "status" });
      said.dataset.gap = "";
      set.querySelector("[data-more]").before(said);
    }
    if (said && said.textContent !== text) said.textContent = text; // nothing new is not read aloud again
    if (said) said.hidden = !text;
  }
}

function written(form, kind, { rows, at, about, list, only, most }, skew) {
  const chosen = [...form.querySelectorAll(`[name="${kind}-${list}"]:checked`)].map(({ value }) => value);
  const times = [...form.querySelectorAll(`[name^="${kind}-${rows}-"][name$="-${at}"]`)].map(({ value }) => seconds(value));
  const happened = form.querySelector("[name=when]:checked")?.value === "earlier" ? earlier(form) : now(skew);
  const alone = chosen.length === 1 && chosen[0] === only && happened !== null;
  return { happened, about: 60 * Number(form.querySelector(`[name="${kind}-${about}"]`)?.value ?? 0), looks: alone ? times.filter((time) => time !== null) : [], most };
}

function seconds(text) {
  const [hours, minutes, rest = 0] = text.split(":").map(Number);
  return text ? hours * 3600 + minutes * 60 + rest : null;
}

const earlier = (form) => (form.querySelector("[name=precision]")?.value === "day" ? HALF : seconds(form.querySelector("[name=time]").value));
const now = (skew) => seconds(new Date(Date.now() + (skew ?? 0)).toLocaleTimeString("en-GB", { timeZone: "Europe/London" }));
