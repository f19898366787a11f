// Where the cursor goes when a block has moved. The keys that move one are those of all lists, in shell.js.

export function attach(list) {
  const ended = new AbortController();
  let place = -1;   // the how-manieth field or button of its block somebody is in; kept when that is made anew, and the cursor gone

  const note = element => {
    const block = element?.closest('li.block');
    if (block?.parentElement === list) place = fields(block).indexOf(element);
  };
  list.addEventListener('focusin', event => note(event.target), { signal: ended.signal });
  note(document.activeElement);

  return {
    // To the same field or button of the block in its new place; to the first field of one that is new. The server may take
    // its time: who is elsewhere by then, neither where they asked nor nowhere because that went, is not taken away from there.
    follow: (from, to, isNew) => {
      const source = from === null ? list.nextElementSibling : list.children[from];
      const target = list.children[to];
      const now = document.activeElement;
      if (!target || (now && now !== document.body && !source?.contains(now))) return;
      const found = isNew ? target.querySelector('textarea, input') : fields(target)[place];
      (found && !found.disabled ? found : target).focus();
    },
    detach: () => ended.abort(),
  };
}

const fields = block => [...block.querySelectorAll('button, textarea, input')];
