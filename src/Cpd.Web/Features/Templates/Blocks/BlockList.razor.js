// The keys that move blocks, and where the cursor goes when one has moved.

const places = new WeakMap();   // list -> the how-manieth field or button of its block somebody was in when they asked

export function attach(list) {
  if (!list) return;
  list.addEventListener('keydown', event => {
    const side = { ArrowUp: '[data-up]', ArrowDown: '[data-down]' }[event.key];
    if (!side || !event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const block = event.target.closest('li.block');
    if (block?.parentElement !== list) return;   // that of a column has its own list
    event.preventDefault();
    note(list, block);
    block.querySelector(`:scope > header ${side}`).click();
  });
  // Noted before the server answers: what stands in another's place then is made anew, and the cursor is gone.
  list.addEventListener('click', event => { if (event.isTrusted) note(list, event.target.closest('li.block')); }, true);
}

// To the same field or button of the block in its new place; to the first field of one that is new. The server may take its
// time: who is elsewhere by then, neither where they asked nor nowhere because that went, is not taken away from there.
export function follow(list, from, to, isNew) {
  const source = from === null ? list?.nextElementSibling : list?.children[from];
  const target = list?.children[to];
  const now = document.activeElement;
  if (!target || (now && now !== document.body && !source?.contains(now))) return;
  const found = isNew ? target.querySelector('textarea, input') : fields(target)[places.get(list)];
  (found && !found.disabled ? found : target).focus();
}

function note(list, block) {
  places.set(list, fields(block).indexOf(document.activeElement));
}

const fields = block => block ? [...block.querySelectorAll('button, textarea, input')] : [];
