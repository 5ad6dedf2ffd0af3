// Shows the parts of the page as the server draws them, and sends what the person does.
import "./combo.js";
import { morph } from "./morph.js";

const part = (name) => document.querySelector(`[data-part="${name}"]`);
const dialog = () => document.querySelector("dialog[data-view]");
let stream = null;
let known = null; // messages that have been announced or were there from the start
let opener = null; // what had the focus before a form opened

// What the server sends

function listen() {
  stream?.close();
  known = null;
  stream = new EventSource(`/live${location.search}`);
  stream.onmessage = ({ data }) => {
    const { part: name, html } = JSON.parse(data);
    show(name, html);
  };
}

function show(name, html) {
  const place = part(name);
  const stuck = [...place.querySelectorAll("[data-sticks]")].filter(atEnd);
  const view = dialog()?.dataset.view;
  const errors = wrong().length;
  morph(place, html);
  for (const list of place.querySelectorAll("[data-sticks]"))
    if (stuck.includes(list) || !list.dataset.shown) {
      list.dataset.shown = "yes";
      list.scrollTop = list.scrollHeight;
    }
  if (name === "modal") showModal(view, errors);
  if (name === "conversation") announce(place);
}

const atEnd = (list) => list.scrollHeight - list.scrollTop - list.clientHeight < 40;
const wrong = () => [...document.querySelectorAll("dialog [aria-invalid]")];

function showModal(before, errorsBefore) {
  const now = dialog();
  if (!now) {
    if (before) (opener?.isConnected ? opener : document.querySelector(".composer textarea"))?.focus();
    return;
  }
  if (!before) opener = document.activeElement;
  if (!now.open) now.showModal();
  if (now.dataset.view !== before) first(now)?.focus();
  else if (wrong().length > errorsBefore) focusable(wrong()[0])?.focus();
}

const FIELDS = "input:not([type=hidden]), textarea, select, button";
const first = (form) => form.querySelector(".content")?.querySelector(FIELDS) || form.querySelector("footer button:last-child");
const focusable = (field) => (field.matches(FIELDS) ? field : field.querySelector(FIELDS));

function announce(place) {
  const there = [...place.querySelectorAll("[data-ts]")];
  const fresh = known ? there.filter((message) => !known.has(message.dataset.ts)) : [];
  known = new Set(there.map((message) => message.dataset.ts));
  if (fresh.length)
    document.getElementById("announce").textContent = fresh
      .map((message) => `${message.ariaLabel}: ${message.querySelector(".body").innerText.slice(0, 200)}`)
      .join(". ");
}

// What the person does

async function act(form, extra = {}) {
  const body = new FormData(form);
  for (const [name, value] of Object.entries(extra)) body.append(name, value);
  if (form.matches("[data-resets]")) form.reset();
  form.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(form.getAttribute("action"), {
      method: "POST", body, headers: { Accept: "application/json" },
    });
    notice(answer.ok ? (await answer.json()).notice : "The demo could not do that.");
  } catch {
    notice("The demo has stopped. Start it again with make demo.");
  } finally {
    form.removeAttribute("aria-busy");
  }
}

function notice(text) {
  const place = document.getElementById("notice");
  place.textContent = text;
  clearTimeout(notice.timer);
  if (text) notice.timer = setTimeout(() => (place.textContent = ""), 8000);
}

function confirmed(asked) {
  const box = document.getElementById("confirm");
  const { title, text, yes, no, style } = JSON.parse(asked);
  for (const [id, words] of Object.entries({ title, text, yes, no }))
    document.getElementById(`confirm-${id}`).textContent = words;
  document.getElementById("confirm-yes").className = style;
  box.returnValue = "no";
  box.showModal();
  return new Promise((done) =>
    box.addEventListener("close", () => done(box.returnValue === "yes"), { once: true }));
}

document.addEventListener("submit", async (event) => {
  const { target: form, submitter } = event;
  if (form.method === "dialog") return;
  event.preventDefault();
  if (submitter?.dataset.confirm && !(await confirmed(submitter.dataset.confirm))) return;
  if (submitter?.dataset.opens) window.open(submitter.dataset.opens, "_blank", "noreferrer");
  if (!form.hasAttribute("data-stays")) closeMenus();
  await act(form, submitter?.name ? { [submitter.name]: submitter.value } : {});
});

document.addEventListener("change", ({ target }) => {
  const form = target.closest("form[data-modal]");
  if (form) {
    const asks = target.closest("[data-dispatch]")?.dataset.dispatch;
    const file = target.matches("[data-uploads]") && target;
    act(form, asks ? { do: "choose", press: asks } : { do: "fill" }).then(() => file && (file.value = ""));
    if (file) file.closest("form").setAttribute("aria-busy", "true");
  } else if (target.matches("[data-chooses]") && target.value) {
    act(target.form, { press: target.value });
  }
});

document.addEventListener("keydown", (event) => {
  const { target, key } = event;
  if (key === "Enter" && !event.shiftKey && !event.isComposing && target.matches("[data-enter-sends]")) {
    event.preventDefault();
    target.form.requestSubmit();
  }
  if (key === "Escape") closeMenus(true);
});

// Escape in a form is its Cancel: the app is told, and the form below comes back.
document.addEventListener("cancel", (event) => {
  if (!event.target.matches("[data-view]")) return;
  event.preventDefault();
  act(event.target.querySelector("form"), { do: "close" });
}, true);

document.addEventListener("click", (event) => {
  const link = event.target.closest('a[href^="/?"]');
  if (link && !event.metaKey && !event.ctrlKey && !event.shiftKey) {
    event.preventDefault();
    if (link.getAttribute("href") !== location.pathname + location.search)
      history.pushState(null, "", link.getAttribute("href"));
    listen();
  }
  closeMenus(false, event.target.closest("details.menu"));
});

function closeMenus(focus = false, except = null) {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (menu === except) continue;
    menu.open = false;
    if (focus) menu.querySelector("summary").focus();
  }
}

addEventListener("popstate", listen);
// A window that nobody sees needs no stream; browsers allow only a few at a time.
document.addEventListener("visibilitychange", () => (document.hidden ? stream?.close() : listen()));
if (dialog()) showModal();
listen();
