// Where the keyboard's focus goes when what had it goes: to a question that is asked or a panel that opens, back from it, and back to what was pressed.

// A field that was drawn anew meanwhile, with the same name for people.
const anew = gone => gone.ariaLabel && [...document.querySelectorAll(gone.localName)].find(one => one.ariaLabel === gone.ariaLabel);

// A question is asked of whoever looks at the keyboard, too: the way back is under Enter, and the focus returns to where it came from.
let cameFrom = null;
new MutationObserver(changes => {
  for (const node of changes.flatMap(change => [...change.addedNodes])) {
    const question = node.nodeType === Node.ELEMENT_NODE && (node.matches('[role=alertdialog]') ? node : node.querySelector('[role=alertdialog]'));
    if (!question || question.contains(document.activeElement)) continue;
    cameFrom = document.activeElement;
    (question.querySelector('[data-esc]') ?? question.querySelector('button'))?.focus({ preventScroll: false });
  }
  if (cameFrom && !document.querySelector('[role=alertdialog]')) {
    if (document.activeElement === document.body) (cameFrom.isConnected ? cameFrom : anew(cameFrom))?.focus({ preventScroll: true });
    cameFrom = null;
  }
}).observe(document.body, { subtree: true, childList: true });

// A panel that opens beside what was pressed comes far behind it for the keyboard: the focus goes into it, and back when it closes.
let openedBy = null;
new MutationObserver(changes => {
  const panel = document.querySelector('.side');
  if (panel && !openedBy && changes.some(({ addedNodes }) => [...addedNodes].some(node => node.contains(panel)))) {
    const pressed = document.activeElement;
    if (!pressed?.matches('main :is(a, button)') || panel.contains(pressed)) return;
    openedBy = pressed;
    panel.querySelector('[data-esc]')?.focus({ preventScroll: true });
  } else if (!panel && openedBy) {
    if (document.activeElement === document.body && openedBy.isConnected) openedBy.focus({ preventScroll: true });
    openedBy = null;
  }
}).observe(document.body, { subtree: true, childList: true });

// What a button unfolded closes: back to the button, unless the focus is somewhere by now.
new MutationObserver(changes => {
  const closed = changes.map(({ target }) => target).find(one => one.matches('button') && one.ariaExpanded === 'false');
  if (closed && document.activeElement === document.body) closed.focus({ preventScroll: true });
}).observe(document.body, { subtree: true, attributeFilter: ['aria-expanded'] });

// What one has just pressed may be greyed out while it is done, or give way to something else. The focus comes back to it,
// or to what stands in its place, instead of to the beginning of the page. Never into a field: it would swallow keys.
let held = null;
const ancestors = (one, count) => count > 0 && one?.parentElement ? [one.parentElement, ...ancestors(one.parentElement, count - 1)] : [];
document.addEventListener('focusin', ({ target }) => { if (target !== document.body) held = { target, within: ancestors(target, 3) }; });
export const letGo = () => { held = null; };
document.addEventListener('pointerdown', letGo, { capture: true });
new MutationObserver(() => {
  if (!held || document.activeElement !== document.body) return;
  const { target, within } = held;
  if (target.isConnected) {
    if (!target.disabled) target.focus({ preventScroll: true });
    return;
  }
  held = null;
  const place = within.find(one => one?.isConnected);
  if (!place?.matches('main :is(td, li, .actions, .bar, .do, .tools, form, [role=group])')) return;
  (place.querySelector('[data-esc]') ?? place.querySelector('button:enabled, a[href], summary'))?.focus({ preventScroll: true });
}).observe(document.body, { subtree: true, childList: true, attributeFilter: ['disabled'] });
