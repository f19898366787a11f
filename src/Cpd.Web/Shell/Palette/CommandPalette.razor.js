// The palette closes in the browser, without asking: by Esc, by a click beside it, and with whatever one follows out of it.
import { letGo } from '../../focus.js';

export function attach(dialog, field) {
  const ended = new AbortController();
  const listen = (name, does) => dialog.addEventListener(name, does, { signal: ended.signal });
  let pressed = null;

  listen('pointerdown', event => { pressed = event.target; });
  // The field keeps the focus whatever is pressed beside it.
  listen('mousedown', event => { if (event.target !== field) event.preventDefault(); });
  listen('click', event => {
    const link = event.target.closest('a');
    if (link && !(event.ctrlKey || event.metaKey || event.shiftKey)) {
      // The focus goes back to where it was, and from there to the heading: the page that comes has it from then on.
      dialog.close();
      letGo();
      document.querySelector('main h1[tabindex]')?.focus({ preventScroll: true });
    } else if (event.target.closest('.close') || (event.target === dialog && pressed === dialog)) {
      dialog.close();
    }
  });
  listen('keydown', event => {
    if (event.key !== 'Escape' || event.isComposing) return;
    // No other thing on the page closes by the same key.
    event.preventDefault();
    event.stopPropagation();
    dialog.close();
  });
  listen('close', () => { field.value = ''; });

  return {
    go: id => document.getElementById(id)?.click(),
    detach: () => ended.abort(),
  };
}
