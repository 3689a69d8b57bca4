// Several of something on a form: one more is the last one again, empty. Without this, the server adds it.
export function addRow(rows) {
  const count = rows.querySelector("[name$=-count]"), all = rows.querySelectorAll("[data-row]");
  if (all.length >= Number(rows.dataset.most)) return;
  const last = all[all.length - 1], fresh = last.cloneNode(true), from = `-${all.length - 1}-`, to = `-${all.length}-`;
  for (const element of fresh.querySelectorAll("[name], [id], [for], [aria-describedby]")) {
    for (const attribute of ["name", "id", "for", "aria-describedby"]) {
      const value = element.getAttribute(attribute);
      if (value) element.setAttribute(attribute, value.replace(from, to));
    }
  }
  for (const input of fresh.querySelectorAll("input, select, textarea")) {
    if (input.type === "checkbox" || input.type === "radio") input.checked = false;
    else if (input.tagName === "SELECT") input.selectedIndex = 0;
    else input.value = "";
  }
  fresh.querySelectorAll(".error").forEach((error) => error.remove());
  const title = fresh.querySelector("[data-row-number]");
  if (title) title.textContent = all.length + 1;
  last.after(fresh);
  count.value = all.length + 1;
  return fresh;
}

// What somebody has typed or tapped here, as far as it differs from what the server wrote.
export function byHand(input) {
  if (input.type === "checkbox") return input.checked !== input.defaultChecked;
  if (input.type === "radio") return [...input.form.elements].some((one) => one.type === "radio" && one.name === input.name && one.checked !== one.defaultChecked);
  if (input.type === "file") return input.files.length > 0;
  if (input.tagName !== "SELECT") return "defaultValue" in input && input.value !== input.defaultValue;
  return input.selectedIndex !== Math.max(0, [...input.options].map((option) => option.defaultSelected).lastIndexOf(true));
}

// After a reload and on the way back the browser itself may have filled in what stood there before.
export const comesFresh = () => performance.getEntriesByType("navigation")[0]?.type === "navigate";

// As many of each as there were in what comes back: pairs of a field's name and what was in it.
export function asMany(form, fields) {
  for (const [name, value] of fields) {
    const count = /-count$/.test(name) ? form.querySelector(`[name="${CSS.escape(name)}"]`) : null;
    while (count && Number(count.value) < Number(value) && addRow(count.closest("[data-rows]")));
  }
}
