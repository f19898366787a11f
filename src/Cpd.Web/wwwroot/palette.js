// The command palette opens and closes in the browser, without asking: by its key, by Esc, by a click beside it, and with whatever one
// follows out of it. Heard at the document, so that it closes from its first moment on; before shell.js, which hears there too.

import { letGo } from './focus.js';

const palette = () => document.getElementById('palette');   // only where the page is alive
const within = target => target.closest?.('#palette');
let pressed = null;

export const open = () => palette()?.showModal();

/** The same key closes it again. A list of keys that is open gives way. */
export function toggle(event) {
  if (!document.querySelector('.shell')) return;
  event.preventDefault();
  if (palette()?.open) {
    palette().close();
    return;
  }
  document.getElementById('keys')?.close();
  open();
}

document.addEventListener('pointerdown', event => { pressed = event.target; }, { capture: true });

// The field keeps the focus whatever is pressed beside it.
document.addEventListener('mousedown', event => { if (within(event.target) && event.target.localName !== 'input') event.preventDefault(); });

// In the capture, so that the focus is where it belongs before the link leads on.
document.addEventListener('click', event => {
  const dialog = within(event.target);
  if (!dialog) return;
  const link = event.target.closest('a');
  if (link && !(event.ctrlKey || event.metaKey || event.shiftKey)) {
    // The focus goes back to where it was, and from there to the heading: the page that comes has it from then on.
    dialog.close();
    letGo();
    document.querySelector('main h1[tabindex]')?.focus({ preventScroll: true });
  } else if (event.target.closest('.close') || (event.target === dialog && pressed === dialog)) {
    dialog.close();
  }
}, { capture: true });

document.addEventListener('keydown', event => {
  const dialog = within(event.target);
  if (!dialog || event.key !== 'Escape' || event.isComposing) return;
  // No other thing on the page closes by the same key.
  event.preventDefault();
  event.stopImmediatePropagation();
  dialog.close();
});

document.addEventListener('close', ({ target }) => { if (target.id === 'palette') target.querySelector('input').value = ''; }, { capture: true });

/** For the page, which says where Enter leads. */
export const attach = () => ({
  go: id => document.getElementById(id)?.click(),
  detach: () => { },   // nothing listens for this page alone
});
