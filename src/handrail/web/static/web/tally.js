// A counter and a stopwatch beside a number field; without script the number is typed.

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
  const add = (step) => { input.value = Math.max(0, (Number.parseInt(input.value, 10) || 0) + step); };
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
    } else {
      before = Number.parseFloat(input.value) || 0;
      since = Date.now();
      ticking = setInterval(() => { input.value = shown(); }, 1000);
    }
    made.textContent = ticking ? "Stop" : "Start";
  }));
}
