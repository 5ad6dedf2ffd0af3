// Shows the parts of the page as the server draws them, and sends what the person does.
import "./combo.js";
import { emptied, restore } from "./drafts.js";
import { morph } from "./morph.js";

const part = (name) => document.querySelector(`[data-part="${name}"]`);
const dialog = () => document.querySelector("dialog[data-view]");
let stream = null;
let began = null; // which start of the demo this page shows
let known = null; // messages that have been announced or were there from the start
let opener = null; // what had the focus before a form opened
let checked = false; // whether the form was sent, and nothing was typed since
const arrived = new WeakSet(); // lists that began at their end

// What the server sends

function listen() {
  stream?.close();
  known = null;
  stream = new EventSource(`/live${location.search}`);
  stream.onmessage = ({ data }) => {
    const { part: name, html } = JSON.parse(data);
    show(name, html);
  };
  stream.addEventListener("began", ({ data }) => {
    if (began && began !== data) notice("The demo was started anew: what stood here before is gone.");
    began = data;
  });
  stream.onopen = () => connected(true);
  stream.onerror = () => connected(false);
}

const LOST = "This page has lost the demo. If you ended it, start it again with make demo.";
let lost = ""; // what the page says while the demo is gone

function connected(yes) {
  lost = yes ? "" : LOST;
  say("lost", lost);
  if (document.getElementById("notice").textContent === LOST) notice(""); // said once is enough
}

function show(name, html) {
  const place = part(name);
  const stuck = [...place.querySelectorAll("[data-sticks]")].filter(atEnd);
  const view = dialog()?.dataset.view;
  const errors = wrong().length;
  morph(place, html);
  for (const list of place.querySelectorAll("[data-sticks]"))
    if (stuck.includes(list) || !arrived.has(list)) {
      arrived.add(list);
      list.scrollTop = list.scrollHeight;
    }
  restore(place);
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
  if (now.dataset.view !== before) {
    checked = false;
    first(now)?.focus();
  } else if (checked || wrong().length > errorsBefore) toFirstWrong();
}

function toFirstWrong() {
  const [field] = wrong();
  if (field) focusable(field)?.focus();
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
  const putBack = form.matches("[data-resets]") ? emptied(form) : () => {};
  form.setAttribute("aria-busy", "true");
  const told = await post(form.getAttribute("action"), body);
  form.removeAttribute("aria-busy");
  if (told) putBack();
  // Of what was only typed nobody waits for an answer: what is said already stays.
  if (told || extra.do !== "fill") notice(told === lost ? "" : told);
}

async function post(address, body) {
  try {
    const headers = { Accept: "application/json" };
    const answer = await fetch(address, { method: "POST", body, headers });
    return answer.ok ? (await answer.json()).notice : "The demo could not do that.";
  } catch {
    return LOST;
  }
}

// What is typed into an app's form goes to the server soon after, one sending after the other.
const PAUSE = 300;
let pause = null;
let typing = null; // the form with something typed that was not sent yet
let sending = Promise.resolve();

const inTurn = (form, extra) => {
  stopTyping();
  return (sending = sending.then(() => act(form, extra)));
};

function stopTyping() {
  clearTimeout(pause);
  typing = null;
}

document.addEventListener("input", ({ target }) => {
  const form = target.closest("form[data-modal]");
  if (!form || target.matches("[data-local], [type=file]")) return;
  stopTyping();
  checked = false;
  typing = form;
  pause = setTimeout(() => inTurn(form, { do: "fill" }), PAUSE);
});

addEventListener("pagehide", () => {
  if (!typing?.isConnected) return;
  const body = new FormData(typing);
  body.append("do", "fill");
  navigator.sendBeacon(typing.getAttribute("action"), body);
});

// An open form lies over the page and has places of its own for what is to be said.
function say(where, text) {
  for (const place of document.querySelectorAll(`[data-${where}]`)) place.textContent = text;
}

function notice(text) {
  say("notice", text);
  clearTimeout(notice.timer);
  if (text) notice.timer = setTimeout(() => say("notice", ""), 8000);
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
  const extra = submitter?.name ? { [submitter.name]: submitter.value } : {};
  if (!form.matches("[data-modal]")) return act(form, extra);
  await inTurn(form, extra);
  checked = submitter?.value === "submit";
  if (checked) toFirstWrong();
});

document.addEventListener("change", ({ target }) => {
  const form = target.closest("form[data-modal]");
  if (form) {
    const asks = target.closest("[data-dispatch]")?.dataset.dispatch;
    const file = target.matches("[data-uploads]") && target;
    inTurn(form, asks ? { do: "choose", press: asks } : { do: "fill" }).then(() => file && (file.value = ""));
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
  inTurn(event.target.querySelector("form"), { do: "close" });
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
