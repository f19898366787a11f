// Colours behind a text while it is typed, and what only the browser knows: where the cursor stands.

// Cuts a template into tags and what stands between them. The server reads it properly and says what is wrong; this must
// only be quick, and never longer or shorter than the text.
export function tokens(source) {
  const found = [];
  let from = 0;
  while (from < source.length) {
    const open = source.indexOf('{{', from);
    if (open < 0) break;
    const end = endOf(source, open);
    if (open > 0 && source[open - 1] === '\\') {   // a backslash makes text of the tag
      found.push({ text: source.slice(from, end < 0 ? source.length : end), kind: 'text' });
      from = end < 0 ? source.length : end;
      continue;
    }
    if (open > from) found.push({ text: source.slice(from, open), kind: 'text' });
    from = end < 0 ? source.length : end;
    found.push({ text: source.slice(open, from), kind: end < 0 ? 'wrong' : kindOf(source.slice(open + 2, end)) });
  }
  if (from < source.length) found.push({ text: source.slice(from), kind: 'text' });
  return found;
}

function endOf(source, open) {
  const raw = source[open + 2] === '{';
  const at = open + (raw ? 3 : 2);
  const inside = source[at] === '~' ? at + 1 : at;
  if (source[inside] === '!') {
    const close = source.startsWith('!--', inside) ? /--~?\}\}/g : /\}\}/g;
    close.lastIndex = inside;
    return close.exec(source) ? close.lastIndex : -1;
  }
  const close = raw ? '}}}' : '}}';
  let quote = '';
  for (let i = at; i + close.length <= source.length; i++) {
    if (quote) quote = source[i] === quote ? '' : quote;
    else if (source[i] === '"' || source[i] === "'") quote = source[i];
    else if (source.startsWith(close, i)) return i + close.length;
  }
  return -1;
}

function kindOf(inside) {
  const word = inside.replace(/^[{~\s]+/, '');
  if (word[0] === '!') return 'comment';
  return '#/^'.includes(word[0]) || /^else\b/.test(word) ? 'block' : 'place';
}

export function attach(area, layer) {
  const ended = new AbortController(), { signal } = ended;
  let problems = [];
  const draw = () => paint(area, layer, problems);
  area.addEventListener('input', () => { problems = []; draw(); }, { signal });
  area.addEventListener('scroll', () => { layer.scrollTop = area.scrollTop; }, { signal });
  layer.classList.add('live');
  draw();
  return {
    paint: found => { problems = found; draw(); },
    insert: text => insert(area, text),
    goTo: (line, column) => goTo(area, line, column),
    detach: () => ended.abort(),
  };
}

function insert(area, text) {
  area.focus();
  // The only way that one can undo; where it is gone, the text still goes in.
  if (!document.execCommand('insertText', false, text)) {
    area.setRangeText(text, area.selectionStart, area.selectionEnd, 'end');
    area.dispatchEvent(new Event('input', { bubbles: true }));
  }
}

function goTo(area, line, column) {
  const at = placeOf(area.value, line, column);
  area.focus();
  area.setSelectionRange(at, at);
}

function paint(area, layer, problems) {
  const wrong = new Set(problems.map(({ line, column }) => placeOf(area.value, line, column)));
  let at = 0;
  const parts = tokens(area.value).map(({ text, kind }) => {
    const span = document.createElement('span');
    span.className = wrong.has(at) ? 'wrong' : kind;
    span.textContent = text;
    at += text.length;
    return span;
  });
  layer.replaceChildren(...parts, document.createTextNode('\n'));   // a last empty line is a line, too
  layer.scrollTop = area.scrollTop;
}

function placeOf(text, line, column) {
  let at = 0;
  for (let i = 1; i < line; i++) {
    const end = text.indexOf('\n', at);
    if (end < 0) break;
    at = end + 1;
  }
  return Math.min(text.length, at + column - 1);
}
