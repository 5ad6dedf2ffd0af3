// Keeps what was typed into a message box, for each conversation, until it is sent: through a look
// at another conversation, a reload, and a failed sending.
const place = (form) => `draft ${form.dataset.key}`;
const line = (form) => form.querySelector("[name=line]");

export function keep(form) {
  if (line(form).value) sessionStorage.setItem(place(form), line(form).value);
  else sessionStorage.removeItem(place(form));
}

export function restore(root) {
  for (const form of root.querySelectorAll("form[data-resets]")) {
    const kept = sessionStorage.getItem(place(form));
    if (kept && !line(form).value && !form.hasAttribute("aria-busy")) line(form).value = kept;
  }
}

// Empties the box at once, as Slack does; what is answered puts it back where nothing came of it.
export function emptied(form) {
  const typed = line(form).value;
  const files = form.querySelector("[type=file]");
  const chosen = files?.files;
  form.reset();
  keep(form);
  listFiles(form);
  return () => {
    if (line(form).value) return;
    line(form).value = typed;
    if (chosen?.length) files.files = chosen;
    keep(form);
    listFiles(form);
  };
}

// A file that will go along is named beside the box.
export function listFiles(form) {
  const names = [...(form.querySelector("[type=file]")?.files ?? [])].map((file) => file.name);
  const list = form.querySelector("[data-chosen]");
  if (list) list.textContent = names.join(", ");
}

document.addEventListener("input", ({ target }) => {
  if (target.form?.matches("[data-resets]")) keep(target.form);
});
document.addEventListener("change", ({ target }) => {
  if (target.matches("[type=file]") && target.form?.matches("[data-resets]")) listFiles(target.form);
});
