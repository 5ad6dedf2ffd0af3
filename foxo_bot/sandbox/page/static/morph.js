// Makes an element look like fresh HTML while keeping what the person has there: focus, scroll
// position, open menus and whatever is being typed.
export function morph(old, html) {
  const fresh = document.createElement("template");
  fresh.innerHTML = html;
  children(old, fresh.content);
}

const keyOf = (node) => node.dataset?.key || node.id || null;

function children(old, fresh) {
  const keyed = new Map();
  for (const child of old.children) if (keyOf(child)) keyed.set(keyOf(child), child);
  let at = old.firstChild;
  for (const wanted of [...fresh.childNodes]) {
    const key = wanted.nodeType === 1 ? keyOf(wanted) : null;
    let found = key ? keyed.get(key) : alike(at, wanted) ? at : null;
    if (found && found.nodeName !== wanted.nodeName) found = null;
    if (!found) {
      old.insertBefore(wanted, at);
      continue;
    }
    if (found === at) at = at.nextSibling;
    else old.insertBefore(found, at);
    if (found.nodeType === 1) element(found, wanted);
    else if (found.data !== wanted.data) found.data = wanted.data;
  }
  while (at) {
    const gone = at;
    at = at.nextSibling;
    gone.remove();
  }
}

// What belongs to the person's own hand still says whether the server found it wrong.
function state(old, wanted) {
  for (const name of ["aria-invalid", "placeholder"])
    if (wanted.hasAttribute(name)) old.setAttribute(name, wanted.getAttribute(name));
    else old.removeAttribute(name);
}

function alike(old, wanted) {
  return old && old.nodeType === wanted.nodeType && old.nodeName === wanted.nodeName &&
    (old.nodeType !== 1 || !keyOf(old));
}

function element(old, wanted) {
  if (old.hasAttribute("data-local")) return state(old, wanted);
  const mine = ["DETAILS", "DIALOG"].includes(old.nodeName) ? ["open"] : [];
  for (const { name } of [...old.attributes])
    if (!wanted.hasAttribute(name) && !mine.includes(name)) old.removeAttribute(name);
  for (const { name, value } of [...wanted.attributes])
    if (old.getAttribute(name) !== value && !mine.includes(name)) old.setAttribute(name, value);
  children(old, wanted);
}
