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

// As many of each as there were in what comes back: pairs of a field's name and what was in it.
export function asMany(form, fields) {
  for (const [name, value] of fields) {
    const count = /-count$/.test(name) ? form.querySelector(`[name="${CSS.escape(name)}"]`) : null;
    while (count && Number(count.value) < Number(value) && addRow(count.closest("[data-rows]")));
  }
}
