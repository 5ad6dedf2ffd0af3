// Selects that search: type, choose with the arrow keys or the mouse, remove a choice with its x.
const comboOf = (node) => node.closest?.("[data-combo]");

async function suggest(combo) {
  const input = combo.querySelector("[role=combobox]");
  combo.querySelector(".pointed")?.classList.remove("pointed"); // Enter takes nothing of an older list
  if (input.value.length < Number(combo.dataset.least)) return closeList(combo);
  const view = combo.closest("[data-view]").dataset.view;
  const query = new URLSearchParams(location.search);
  for (const [name, value] of [["view", view], ["name", combo.dataset.combo], ["q", input.value]])
    query.set(name, value);
  const asked = (combo.asked = (combo.asked || 0) + 1);
  const options = await found(`/suggest?${query}`);
  if (asked === combo.asked && document.activeElement === input) offer(combo, options);
}

async function found(address) {
  try {
    const answer = await fetch(address);
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}

function offer(combo, options) {
  const list = combo.querySelector("[role=listbox]");
  const chosen = [...combo.querySelectorAll(".chips input")].map((input) => input.value);
  list.replaceChildren(...(options ?? []).map(({ value, label }, index) => {
    const item = document.createElement("li");
    item.id = `${list.id}-${index}`;
    item.role = "option";
    item.textContent = label;
    item.dataset.value = value;
    item.setAttribute("aria-selected", chosen.includes(value));
    return item;
  }));
  if (!options?.length) list.append(Object.assign(document.createElement("li"), {
    role: "option", ariaDisabled: "true",
    textContent: options ? "Nothing found" : "The app did not answer",
  }));
  list.hidden = false;
  const input = combo.querySelector("[role=combobox]");
  input.setAttribute("aria-expanded", "true");
  input.removeAttribute("aria-activedescendant");
  if (input.value) point(combo, 1); // whoever typed takes the first with Enter
  list.scrollIntoView({ block: "nearest" });
}

function closeList(combo) {
  const input = combo.querySelector("[role=combobox]");
  combo.asked = (combo.asked || 0) + 1;
  combo.querySelector("[role=listbox]").hidden = true;
  input.setAttribute("aria-expanded", "false");
  input.removeAttribute("aria-activedescendant");
}

function point(combo, step) {
  const items = [...combo.querySelectorAll("[role=option][data-value]")];
  if (!items.length) return;
  const now = items.findIndex((item) => item.classList.contains("pointed"));
  items[now]?.classList.remove("pointed");
  const item = items[(now + step + items.length) % items.length];
  item.classList.add("pointed");
  item.scrollIntoView({ block: "nearest" });
  combo.querySelector("[role=combobox]").setAttribute("aria-activedescendant", item.id);
}

function choose(combo, item) {
  const chips = combo.querySelector(".chips");
  if (!("several" in combo.dataset)) chips.replaceChildren();
  const there = [...chips.querySelectorAll("input")].find((i) => i.value === item.dataset.value);
  if (there) there.closest("li").remove();
  else chips.append(chip(combo.dataset.name, item));
  combo.querySelector("[role=combobox]").value = "";
  closeList(combo);
  chips.dispatchEvent(new Event("change", { bubbles: true }));
}

function chip(name, item) {
  const made = document.createElement("li");
  made.dataset.key = item.dataset.value;
  const input = Object.assign(document.createElement("input"), {
    type: "hidden", name, value: item.dataset.value,
  });
  const label = Object.assign(document.createElement("span"), { textContent: item.textContent });
  made.append(input, label);
  return made;
}

document.addEventListener("focusout", ({ target }) => {
  if (target.role !== "combobox") return;
  target.value = "";
  closeList(comboOf(target));
});
document.addEventListener("input", ({ target }) => target.role === "combobox" && suggest(comboOf(target)));
document.addEventListener("mousedown", (event) => {
  const combo = comboOf(event.target);
  const item = event.target.closest?.("[role=option][data-value]");
  if (combo && item) {
    event.preventDefault(); // the focus stays where it is
    choose(combo, item);
  } else if (event.target.role === "combobox") {
    event.target.focus();
    suggest(combo);
  }
});
document.addEventListener("keydown", (event) => {
  if (event.target.role !== "combobox") return;
  const combo = comboOf(event.target);
  const open = !combo.querySelector("[role=listbox]").hidden;
  const pointed = combo.querySelector("[role=option].pointed");
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    if (open) point(combo, event.key === "ArrowDown" ? 1 : -1);
    else suggest(combo);
  } else if (event.key === "Enter" && open) {
    if (pointed) choose(combo, pointed);
  } else if (event.key === "Backspace" && !event.target.value) {
    combo.querySelector(".chips li:last-child [data-drop]")?.click();
  } else if (event.key === "Escape" && open) {
    event.stopPropagation();
    closeList(combo);
  } else return;
  event.preventDefault();
});
document.addEventListener("click", ({ target }) => {
  if (!target.matches("[data-drop]")) return;
  const list = target.closest("ul");
  const input = target.closest(".field")?.querySelector("[role=combobox], [type=file]");
  target.closest("li").remove();
  list.dispatchEvent(new Event("change", { bubbles: true }));
  input?.focus();
});
