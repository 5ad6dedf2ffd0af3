// Draws Adaptive Cards with Microsoft's renderer, as a Teams client does, and says what is to see.
"use strict";

window.acts = [];

function hostsCards(host) {
  AdaptiveCards.AdaptiveCard.onProcessMarkdown = (text, result) => {
    result.outputHtml = window.markdownit().render(text);
    result.didProcess = true;
  };
  AdaptiveCards.AdaptiveCard.onExecuteAction = (action) => window.acts.push(
    { title: action.title, verb: action.verb ?? null, data: action.data ?? null },
  );
  window.host = new AdaptiveCards.HostConfig(host);
}

// How much wider this machine's font sets labels than Arial, which is as wide as Teams' own.
function widening() {
  const pen = document.createElement("canvas").getContext("2d");
  const family = window.host.fontTypes?.default.fontFamily ?? window.host.fontFamily;
  pen.font = `600 14px ${family ?? "sans-serif"}`;
  return Math.max(1, pen.measureText("Acknowledge Decline Change triage Details").width / 291);
}

function drawEach(cards, width) {
  return Object.fromEntries(Object.entries(cards).map(([name, card]) => [name, draw(card, width)]));
}

function draw(content, width) {
  const card = new AdaptiveCards.AdaptiveCard();
  const context = new AdaptiveCards.SerializationContext();
  card.hostConfig = window.host;
  card.parse(content, context);
  const frame = document.querySelector("main");
  frame.style.width = `${Math.ceil(width * widening())}px`;
  frame.replaceChildren(card.render());
  const problems = card.validateProperties().validationEvents.map((event) => event.message);
  for (let at = 0; at < context.eventCount; at += 1) {
    problems.push(context.getEventAt(at).message);
  }
  return {
    problems,
    text: frame.innerText,
    markup: [...frame.querySelectorAll("em, li, h1, h3, code, blockquote, img, table")].map(
      (found) => found.outerHTML,
    ),
    links: [...frame.querySelectorAll("a")].map((link) => link.href),
    buttons: labels(frame).map((label) => label.innerText),
    cut: labels(frame).filter(isCut).map((label) => label.innerText),
    beyond: frame.scrollWidth > frame.clientWidth,
    fields: Object.fromEntries(card.getAllInputs().map((input) => [input.id, seen(input)])),
  };
}

function labels(frame) {
  return [...frame.querySelectorAll(".ac-pushButton")].filter((one) => one.offsetHeight > 0);
}

function isCut(label) {
  return [label, ...label.querySelectorAll("*")].some((one) => one.scrollWidth > one.clientWidth
    && one.clientWidth > 0 && getComputedStyle(one).overflowX !== "visible");
}

function seen(input) {
  const shown = input.renderedElement;
  return shown && shown.offsetHeight > 0 ? shown.innerText : null;
}
