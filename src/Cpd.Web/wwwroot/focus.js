// Where the keyboard's focus goes when what had it goes: to a question that is asked, back from it, and back to what was pressed.

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
    if (document.activeElement === document.body && cameFrom.isConnected) cameFrom.focus({ preventScroll: true });
    cameFrom = null;
  }
}).observe(document.body, { subtree: true, childList: true });

// What one has just pressed may be greyed out while it is done, or give way to something else. The focus comes back to it,
// or to what stands in its place, instead of to the beginning of the page. Never into a field: it would swallow keys.
let held = null;
document.addEventListener('focusin', ({ target }) => { if (target !== document.body) held = { target, within: [target.parentElement, target.parentElement?.parentElement] }; });
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
