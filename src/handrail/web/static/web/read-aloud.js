// Reads a page aloud where the browser has a voice; the button is there only then.

const voice = window.speechSynthesis;

function whatIsSaid(scope) {
  return [...scope.querySelectorAll("[data-say]")].map((part) => part.textContent.trim()).filter(Boolean);
}

function read(button, sentences) {
  voice.cancel();
  button.setAttribute("aria-pressed", "true");
  const over = () => button.setAttribute("aria-pressed", "false");
  sentences.forEach((words, n) => {
    const said = new SpeechSynthesisUtterance(words);
    said.lang = "en-GB";
    said.rate = 0.9;
    said.addEventListener("error", over);
    if (n === sentences.length - 1) said.addEventListener("end", over);
    voice.speak(said);
  });
}

for (const button of document.querySelectorAll("[data-read]")) {
  if (!voice || typeof SpeechSynthesisUtterance === "undefined") break;
  button.hidden = false;
  button.addEventListener("click", () => {
    if (button.getAttribute("aria-pressed") === "true") {
      voice.cancel();
      button.setAttribute("aria-pressed", "false");
    } else {
      for (const other of document.querySelectorAll("[data-read]")) other.setAttribute("aria-pressed", "false");
      read(button, whatIsSaid(document.getElementById(button.dataset.read)));
    }
  });
}

window.addEventListener("pagehide", () => voice?.cancel());
