// Words selected in the text stand in the field "Mask more", ready to be masked.
const field = document.querySelector("[data-selected]");

function taken() {
  const chosen = document.getSelection();
  const inside = chosen?.anchorNode?.parentElement?.closest("[data-passage]");
  const words = chosen?.toString().replace(/\s+/g, " ").trim();
  if (inside && words && words.length < 200) field.value = words;
}

if (field) {
  document.addEventListener("mouseup", taken);
  document.addEventListener("keyup", (event) => event.shiftKey && taken());
  document.addEventListener("touchend", () => setTimeout(taken, 50));
}
