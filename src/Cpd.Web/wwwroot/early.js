// What is done to a page before it is alive. The server's picture of it is replaced by the page that hears, as a whole; whoever
// was quicker finds their letters in the new field as if they had typed them there, and the focus and the caret where they were.

const picture = '[data-interactive=false]';
const alive = '[data-interactive=true]';
const parts = 'input, textarea, select, button, a[href], summary';
const patience = 15_000;   // how long a field may take: pages first ask for what they show

// Nobody keeps what is secret, and files are for people to choose.
const isKept = one => one.matches('textarea, select, input:not([type=password], [type=file])');
const isTicked = one => one.matches('[type=checkbox], [type=radio]');
const isText = one => isKept(one) && !one.matches('select') && !isTicked(one);

// Ids may be made anew with the page; what people call a field stays.
const nameOf = one => one.ariaLabel ?? one.labels?.[0]?.textContent.trim() ?? (one.name || one.placeholder || one.textContent.trim());
const alike = (within, { tag, type, name }) => [...document.querySelectorAll(`${within} ${tag}`)].filter(one => one.type === type && nameOf(one) === name);

const known = new Map();     // part of the picture -> how it is found again
const written = new Set();   // those somebody has changed
let focused = null;

function know(part) {
  if (!part?.matches?.(parts) || !part.closest(picture)) return false;
  const hint = { tag: part.localName, type: part.type, name: nameOf(part) };
  known.set(part, { ...hint, place: alike(picture, hint).indexOf(part) });
  return true;
}

const successor = part => alike(alive, known.get(part))[known.get(part).place];

const early = {
  focusin: ({ target }) => { focused = know(target) ? target : null; },
  pointerdown: ({ target }) => { if (!focused?.contains(target)) focused = null; },
  input: ({ target }) => { if (know(target) && isKept(target)) written.add(target); },
  // Sent off now it would only load the page anew. Forms that work without the page being alive say where they go.
  submit: event => { if (event.target.closest(picture) && event.target.getAttribute('method') !== 'post' && !event.target.hasAttribute('action')) event.preventDefault(); },
};

if (document.querySelector(picture)) {
  for (const [name, hear] of Object.entries(early)) document.addEventListener(name, hear, { capture: true });
  // This script itself may come later than the first letter. What only differs may be the browser's own memory of another visit.
  early.focusin({ target: document.activeElement });
  if (focused && isText(focused) && focused.value !== focused.defaultValue) written.add(focused);
  const coming = new MutationObserver(() => {
    if (!document.querySelector(alive)) return;
    coming.disconnect();
    for (const [name, hear] of Object.entries(early)) document.removeEventListener(name, hear, { capture: true });
    if (focused || written.size > 0) handOver();
  });
  coming.observe(document.body, { subtree: true, childList: true, attributeFilter: ['data-interactive'] });
}

function handOver() {
  const caret = focused && isText(focused) && focused.selectionStart !== null ? { start: focused.selectionStart, end: focused.selectionEnd } : null;
  const until = performance.now() + patience;
  const fields = new MutationObserver(look);
  fields.observe(document.body, { subtree: true, childList: true });
  document.addEventListener('pointerdown', giveUpFocus, { capture: true });
  document.addEventListener('keydown', meanwhile, { capture: true });
  look();

  function look() {
    for (const part of written) {
      const field = part !== focused && successor(part);
      if (!field || field.disabled) continue;
      written.delete(part);
      put(part, field);
    }
    const place = focused && successor(focused);
    if (place && !place.disabled) {
      if (written.delete(focused)) put(focused, place);
      place.focus({ preventScroll: true });
      if (caret) place.setSelectionRange(caret.start, caret.end);
      stay(place);
      giveUpFocus();
    }
    if ((!focused && written.size === 0) || performance.now() > until) end();
  }

  // Letters that come while the field is not there go where they are meant to, and are nobody's shortcut.
  function meanwhile(event) {
    if (!focused || event.ctrlKey || event.metaKey || event.altKey || event.target.matches(parts)) return;
    if (!caret || (event.key.length > 1 && event.key !== 'Backspace')) {
      if (!['Shift', 'CapsLock'].includes(event.key)) giveUpFocus();
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    const takes = event.key === 'Backspace';
    const from = takes && caret.start === caret.end ? Math.max(0, caret.start - 1) : caret.start;
    focused.value = focused.value.slice(0, from) + (takes ? '' : event.key) + focused.value.slice(caret.end);
    caret.start = caret.end = takes ? from : from + 1;
    written.add(focused);
  }

  // What was written is still put in, but who goes elsewhere is not fetched back.
  function giveUpFocus() {
    focused = null;
    document.removeEventListener('pointerdown', giveUpFocus, { capture: true });
    document.removeEventListener('keydown', meanwhile, { capture: true });
  }

  function end() {
    giveUpFocus();
    fields.disconnect();
  }
}

function put(from, to) {
  if (isTicked(from)) {
    if (to.checked !== from.checked) to.click();
  } else if (from.matches('select')) {
    to.value = from.value;
    tell(to);
  } else {
    const had = document.activeElement;
    write(to, from.value);
    if (had === document.body) to.blur();
    else had.focus({ preventScroll: true });
  }
}

// Typed for the browser as well: it tells of the change when the field is left, and can undo it.
function write(field, text) {
  if (field.value === text) return;
  field.focus({ preventScroll: true });
  field.select();
  if (document.execCommand(text === '' ? 'delete' : 'insertText', false, text) && field.value === text) return;
  field.value = text;
  tell(field);
}

function tell(field) {
  for (const name of ['input', 'change']) field.dispatchEvent(new Event(name, { bubbles: true }));
}

// A new page takes the focus to its heading, unless somebody was quicker.
function stay(place) {
  const back = ({ target }) => { if (target.matches('h1')) place.focus({ preventScroll: true }); };
  const gone = () => {
    for (const name of ['pointerdown', 'keydown']) document.removeEventListener(name, gone, { capture: true });
    document.removeEventListener('focusin', back);
  };
  document.addEventListener('focusin', back);
  for (const name of ['pointerdown', 'keydown']) document.addEventListener(name, gone, { capture: true });
}
