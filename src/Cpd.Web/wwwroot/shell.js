// What only the browser can do for the frame: keys, drawer, collapsed rail, light or dark, and times that move on.
// State lies on <html>, which Blazor never renders anew.

import './early.js';
import { letGo } from './focus.js';
import * as palette from './palette.js';

const root = document.documentElement;
const goTo = {
  o: '/', l: '/live', p: '/people', e: '/events', j: '/journeys', r: '/reports/channels', t: '/templates', c: '/channels', h: '/phone', d: '/operations', s: '/settings',
};

if (localStorage.getItem('cpd-rail') === 'narrow') root.dataset.rail = 'narrow';

document.addEventListener('click', event => {
  const act = event.target.closest?.('[data-act]')?.dataset.act;
  if (act === 'drawer') root.toggleAttribute('data-drawer');
  else if (act === 'rail') collapse();
  else if (act === 'theme') turn();
  else if (act === 'keys') keys()?.showModal();
  else if (act === 'palette') palette.open();
  else if (act === 'copy') copy(event.target.closest('[data-act]'));
  else if (!event.target.closest?.('.rail') || event.target.closest('a')) root.removeAttribute('data-drawer');
});

function leave(field) {
  letGo();
  field.blur();
}

const nearest = () => ['[role=alertdialog] ', '.done ', ''].map(within => document.querySelector(`${within}[data-esc]`)).find(Boolean);

let began = -Infinity;   // not 0: a page's clock begins there, and any letter of its first moments would count as one after g

document.addEventListener('keydown', event => {
  // A list of suggestions that is open takes these keys for itself: no caret moves, nothing else closes.
  if (event.target.role === 'combobox' && (['ArrowDown', 'ArrowUp'].includes(event.key) || (['Enter', 'Escape'].includes(event.key) && event.target.ariaExpanded === 'true'))) {
    event.preventDefault();
    return;
  }
  if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === 's') save(event);
  if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === 'k') palette.toggle(event);
  if (event.altKey && !event.ctrlKey && !event.metaKey && !event.shiftKey) moveUpOrDown(event);
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === 'Escape') {
    // The nearest first: a field one writes in, a question that waits for its answer, the drawer.
    if (isWriting(event.target)) leave(event.target);
    else if (!keys()?.open && !closeMenu(event.target) && !root.hasAttribute('data-drawer')) nearest()?.click();
    root.removeAttribute('data-drawer');
    return;
  }
  if (isWriting(event.target)) return;

  // A link that is a button for those who do not see it is pressed like one.
  if (event.key === ' ' && event.target.matches('a[role=button]')) {
    event.preventDefault();
    event.target.click();
    return;
  }
  const afterG = event.timeStamp - began < 1500;
  began = -Infinity;
  if (afterG && goTo[event.key]) go(goTo[event.key]);
  else if (event.key === 'g') began = event.timeStamp;
  else if (event.key === '?') keys()?.showModal();
  else if (event.key === '/') focusSearch(event);
});

// A menu of the rail is under the keyboard's focus while it is open.
function closeMenu(within) {
  const menu = within.closest?.('.rail details[open]');
  if (!menu) return false;
  menu.open = false;
  menu.querySelector('summary').focus();
  return true;
}

function go(path) {
  // A click on a link keeps the page's connection; setting the address would load it anew.
  const link = document.querySelector(`.rail a[href="${path}"]`);
  if (!link) return;
  link.focus();   // whatever had the focus, a menu for one, gives it up: the new page takes it to its heading
  link.click();
}

// What is ordered by hand has two buttons to move it. Alt and an arrow press that of the nearest.
function moveUpOrDown(event) {
  const side = { ArrowUp: 'up', ArrowDown: 'down' }[event.key];
  const button = side && event.target.closest?.('[data-moves]')?.querySelector(`[data-${side}]`);
  if (!button) return;
  event.preventDefault();
  button.click();
}

// Where a page has something to save, the browser need not offer to save the page.
function save(event) {
  const button = document.querySelector('[data-save]');
  if (!button) return;
  event.preventDefault();
  button.click();
}

function focusSearch(event) {
  const search = document.querySelector('[data-search]');
  if (!search) return;
  event.preventDefault();
  search.focus();
  search.select();
}

function collapse() {
  const narrow = root.dataset.rail === 'narrow';
  if (narrow) delete root.dataset.rail;
  else root.dataset.rail = 'narrow';
  localStorage.setItem('cpd-rail', narrow ? 'wide' : 'narrow');
}

// From what is seen now to the other; from then on this counts, whatever the system prefers. The server reads the cookie.
function turn() {
  const dark = root.dataset.theme ? root.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
  const theme = dark ? 'light' : 'dark';
  root.dataset.theme = theme;
  document.querySelector('meta[name=color-scheme]').content = theme;
  document.cookie = `cpd-theme=${theme}; path=/; max-age=31536000; samesite=lax`;
}

async function copy(button) {
  const line = document.getElementById(button.dataset.of);
  if (!line) return;
  try {
    await navigator.clipboard.writeText(line.textContent);
  } catch {
    // There is no such clipboard for pages that came by plain http from another machine.
    getSelection().selectAllChildren(line);
    if (!document.execCommand('copy')) return;
  }
  button.dataset.copied = '';
  setTimeout(() => delete button.dataset.copied, 1500);
}

// What went well has been said for long enough.
document.addEventListener('animationend', event => {
  if (event.animationName === 'goes') event.target.querySelector('[data-esc]')?.click();
});

const keys = () => document.getElementById('keys');
const isWriting = element => element.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(element.tagName);

// Whoever goes through a list with the keys sees where they are.
new MutationObserver(changes => {
  for (const { target } of changes) document.getElementById(target.getAttribute('aria-activedescendant'))?.scrollIntoView({ block: 'nearest' });
}).observe(document.body, { subtree: true, attributes: true, attributeFilter: ['aria-activedescendant'] });

// Relative times grow older without the server; the same words as RelativeTime on the server.
setInterval(() => {
  for (const time of document.querySelectorAll('time[data-ago]')) {
    const text = time.firstChild;
    if (text?.nodeType !== Node.TEXT_NODE) continue;
    // What somebody waited for is due: the next record says what came of it, and no countdown runs backwards.
    const until = time.closest('.until');
    if (until && new Date(time.dateTime) <= new Date()) until.hidden = true;
    const words = relative(new Date(time.dateTime), new Date(), time.dataset.ago === 'minute');
    if (words && text.nodeValue !== words) text.nodeValue = words;   // the node stays: Blazor holds on to it
  }
}, 5000);

function relative(at, now, toMinute) {
  const seconds = Math.trunc((now - at) / 1000);
  // What is to come is rounded up: an hour that began just now is "in 1 h", not "in 59 min".
  const size = seconds > -60 ? Math.abs(seconds) : Math.ceil(-seconds / 60) * 60;
  if (toMinute && size < 60) return 'just now';
  if (size < 5) return seconds < 0 ? 'now' : 'just now';
  const words = size < 60 ? `${size} s`
    : size < 3600 ? `${Math.trunc(size / 60)} min`
    : size < 86400 ? `${Math.trunc(size / 3600)} h`
    : size < 7 * 86400 ? `${Math.trunc(size / 86400)} d` : null;
  return words && (seconds < 0 ? `in ${words}` : `${words} ago`);
}

// The exact time in the reader's own zone; the server only knows UTC.
document.addEventListener('mouseover', event => {
  const time = event.target.closest?.('time[datetime]');
  if (time) time.title = new Date(time.dateTime).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'medium' });
});
