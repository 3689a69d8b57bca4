// A counter, a stopwatch or moments to sample beside a number field; without script it is typed. What they
// write is told like typing, so that the form keeps it on this device.
const told = (input) => input.dispatchEvent(new Event("input", { bubbles: true }));

function button(words, label, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "btn quiet slim";
  made.textContent = words;
  made.setAttribute("aria-label", label);
  made.addEventListener("click", () => act(made));
  return made;
}

function named(input) {
  return document.querySelector(`label[for="${input.id}"]`)?.textContent.trim() ?? "";
}

for (const input of document.querySelectorAll("[data-tally]")) {
  const add = (step) => { input.value = Math.max(0, (Number.parseInt(input.value, 10) || 0) + step); told(input); };
  input.after(
    button("+1", `One more: ${named(input)}`, () => add(1)),
    button("−1", `One fewer: ${named(input)}`, () => add(-1)),
  );
}

for (const input of document.querySelectorAll("[data-watch]")) {
  // Minutes with two digits; what stood there is gone on from, so a pause is a second tap.
  let since = 0, before = 0, ticking;
  const shown = () => (before + (Date.now() - since) / 60000).toFixed(2);
  input.after(button("Start", `Start or stop the watch: ${named(input)}`, (made) => {
    if (ticking) {
      clearInterval(ticking);
      ticking = undefined;
      input.value = shown();
      told(input);
    } else {
      before = Number.parseFloat(input.value) || 0;
      since = Date.now();
      ticking = setInterval(() => { input.value = shown(); told(input); }, 1000);
    }
    made.textContent = ticking ? "Stop" : "Start";
  }));
}

// Momentary time sampling: at each moment a silent prompt (the phone shakes, the buttons light up), and
// the one question whether it was so just then. A moment that nobody answered is left out, never "no".
const MOMENTS = [10, 15, 20, 30, 60, 120]; // seconds between two of them

for (const input of document.querySelectorAll("[data-sample]")) {
  let yes = 0, no = 0, left = 0, stream = "", open = false, ticking;
  const whose = named(input);
  const every = document.createElement("select");
  every.className = "field";
  every.setAttribute("aria-label", `Seconds between two moments: ${whose}`);
  every.append(...MOMENTS.map((seconds) => new Option(`every ${seconds} s`, seconds, seconds === 30, seconds === 30)));
  const said = document.createElement("output");
  said.className = "soft small";
  const answers = [
    button("Yes", `It was so at this moment: ${whose}`, () => answer(true)),
    button("No", `It was not so at this moment: ${whose}`, () => answer(false)),
  ];
  const row = document.createElement("div");
  row.className = "row wrap sampling";

  function draw() {
    row.classList.toggle("now", open);
    for (const one of answers) one.disabled = !open;
    if (yes + no) input.value = String(Math.round((1000 * yes) / (yes + no)) / 10);
    const moments = `${yes} of ${yes + no} moments${left ? `, ${left} left out` : ""}`;
    said.textContent = open ? `Now: was it so? ${moments}` : moments;
    if (stream) told(input);
  }

  // How far apart the moments were goes with the number: other moments are another way of measuring. So
  // does what was answered at each, to be held against what a second observer saw at the same moments.
  function kept(name) {
    const there = document.querySelector(`input[name="${name}"]`) ?? document.createElement("input");
    Object.assign(there, { type: "hidden", name });
    input.after(there);
    return there;
  }

  function moment() {
    if (open) leaveOut();
    open = true;
    navigator.vibrate?.(250);
    draw();
  }

  function leaveOut() {
    left += 1;
    stream += "-";
    streamed();
  }

  const streamed = () => { kept(input.dataset.sample.replace("every", "sampled")).value = stream; };

  function answer(so) {
    if (!open) return;
    if (so) yes += 1; else no += 1;
    stream += so ? "1" : "0";
    streamed();
    open = false;
    draw();
  }

  const start = button("Sample", `Start or stop sampling: ${whose}`, (made) => {
    if (ticking) {
      clearInterval(ticking);
      ticking = undefined;
      if (open) leaveOut();
      open = false;
    } else {
      [yes, no, left, stream] = [0, 0, 0, ""];
      ticking = setInterval(moment, Number(every.value) * 1000);
      navigator.wakeLock?.request("screen").catch(() => {}); // a dark screen shakes no hand
    }
    kept(input.dataset.sample).value = every.value;
    every.disabled = Boolean(ticking);
    made.textContent = ticking ? "Stop" : "Sample";
    draw();
  });
  row.append(every, start, ...answers, said);
  for (const one of answers) one.disabled = true;
  input.parentElement.after(row);
}
