// The browser's half of the canvas. It owns the pointer: while a gesture goes on, everything happens here, at the frame
// rate; when it is over, the server gets one message and draws what came of it. What is drawn here has the same text as
// what the server will draw, so that nothing jumps.

const snap = 4, clearance = 16, stub = 12, radius = 8, reach = 6;

export function attach(root, server, key) {
  const canvas = new Canvas(root, server, key);
  return canvas.handle;
}

function download(name, text) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

class Canvas {
  constructor(root, server, key) {
    this.root = root;
    this.server = server;
    this.key = `cpd-view-${key}`;
    this.world = root.querySelector('.world');
    this.over = root.querySelector('.over');
    this.marquee = root.querySelector('.marquee');
    this.tool = root.querySelector('.edge-tool');
    this.designer = root.closest('.designer');
    this.view = { x: 0, y: 0, zoom: 1 };
    this.pointers = new Map();
    this.gesture = null;
    this.ended = new AbortController();

    const listen = (target, type, does, options) => target.addEventListener(type, does.bind(this), { signal: this.ended.signal, ...options });
    listen(root, 'pointerdown', this.down);
    listen(window, 'pointermove', this.move);
    listen(window, 'pointerup', this.up);
    listen(window, 'pointercancel', this.cancel);
    listen(root, 'wheel', this.wheel, { passive: false });
    listen(root, 'click', this.click);
    listen(root, 'dblclick', this.doubleClick);
    listen(root, 'pointerover', this.hover);
    listen(root, 'scroll', () => { root.scrollTop = root.scrollLeft = 0; });   // focus inside must not shift the paper
    listen(this.designer, 'pointerdown', this.paletteDown);
    listen(document, 'keydown', this.keyDown, { capture: true });
    listen(document, 'keyup', event => { if (event.key === ' ') this.space(false); });
    listen(window, 'blur', () => this.space(false));
    listen(document, 'copy', event => this.copy(event, false));
    listen(document, 'cut', event => this.copy(event, true));
    listen(document, 'paste', this.paste);

    this.sizes = new ResizeObserver(() => this.drawMap());
    this.sizes.observe(root);
    // The world's own style is the view, of which the map knows already.
    this.changes = new MutationObserver(changes => changes.some(change => change.target !== this.world || change.type === 'childList') && this.soon('map', () => this.drawMap(true)));
    this.changes.observe(this.world, { childList: true, subtree: true, attributes: true, attributeFilter: ['style'] });
    const inks = () => this.soon('map', () => this.drawMap(true));
    this.theme = new MutationObserver(inks);
    this.theme.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
    listen(matchMedia('(prefers-color-scheme: dark)'), 'change', inks);

    if (!this.restore()) this.begins();
    root.dataset.ready = '';
    this.handle = {
      fit: () => this.fit(true),
      reveal: id => this.reveal(id),
      middle: () => this.middle(),
      focus: () => this.takeKeys(),
      download,
      detach: () => this.detach(),
    };
  }

  detach() {
    this.ended.abort();
    this.sizes.disconnect();
    this.changes.disconnect();
    this.theme.disconnect();
  }

  send(method, ...values) {
    return this.server.invokeMethodAsync(method, ...values).catch(() => false);   // without a connection nothing is done; the page says so
  }

  soon(what, does) {
    this.waiting ??= new Set();
    if (this.waiting.has(what)) return;
    this.waiting.add(what);
    requestAnimationFrame(() => {
      this.waiting.delete(what);
      does();
    });
  }

  // ---- what is seen ----

  restore() {
    const kept = JSON.parse(sessionStorage.getItem(this.key) ?? 'null');
    if (!kept || !Number.isFinite(kept.x + kept.y + kept.zoom)) return false;
    this.look(kept.x, kept.y, kept.zoom);
    return true;
  }

  look(x, y, zoom, glide = false) {
    zoom = Math.min(2, Math.max(0.1, zoom));
    this.view = { x, y, zoom };
    this.world.classList.toggle('glides', glide && !matchMedia('(prefers-reduced-motion: reduce)').matches);
    this.world.style.transform = `translate(${x}px,${y}px) scale(${zoom})`;
    this.root.style.setProperty('--zoom', zoom);
    this.root.style.setProperty('--x', `${x}px`);
    this.root.style.setProperty('--y', `${y}px`);
    this.over.style.strokeWidth = 1 / zoom;   // guides are a pixel wide, however near one looks
    this.root.querySelector('[data-zoom]').firstChild.nodeValue = `${Math.round(zoom * 100)} %`;
    this.hideTool();
    this.soon('map', () => this.drawMap());
    clearTimeout(this.keeping);
    this.keeping = setTimeout(() => sessionStorage.setItem(this.key, JSON.stringify(this.view)), 300);
  }

  zoomAt(clientX, clientY, factor) {
    const { left, top } = this.root.getBoundingClientRect();
    const zoom = Math.min(2, Math.max(0.1, this.view.zoom * factor));
    const [x, y] = [clientX - left, clientY - top];
    const by = zoom / this.view.zoom;
    this.look(x - (x - this.view.x) * by, y - (y - this.view.y) * by, zoom);
  }

  zoomMiddle(factor) {
    const box = this.root.getBoundingClientRect();
    this.zoomAt(box.left + box.width / 2, box.top + box.height / 2, factor);
  }

  fit(glide) {
    const boxes = this.boxes();
    if (boxes.length === 0) return;
    const left = Math.min(...boxes.map(b => b.x)), top = Math.min(...boxes.map(b => b.y));
    const width = Math.max(...boxes.map(b => b.x + b.width)) - left, height = Math.max(...boxes.map(b => b.y + b.height)) - top + 40;
    const { clientWidth, clientHeight } = this.root;
    const zoom = Math.max(0.1, Math.min(1, (clientWidth - 80) / width, (clientHeight - 80) / height));
    // What is smaller than the window stands at its top, in the middle.
    this.look((clientWidth - width * zoom) / 2 - left * zoom, Math.max(40, Math.min((clientHeight - height * zoom) / 2, 72)) - top * zoom, zoom, glide);
  }

  /** A journey that would be too small to read is looked at from where it begins. */
  begins() {
    this.fit(false);
    const entry = this.world.querySelector('.card.entry');
    if (this.view.zoom >= 0.45 || !entry) return;
    const box = boxOf(entry), zoom = 0.8;
    this.look(this.root.clientWidth / 2 - (box.x + box.width / 2) * zoom, 56 - box.y * zoom, zoom);
  }

  reveal(id) {
    const card = this.card(id);
    if (!card) return;
    const b = boxOf(card), { x, y, zoom } = this.view, { clientWidth, clientHeight } = this.root, edge = 56;
    const within = (at, size, room) => at < edge ? edge : at + size > room - edge ? Math.max(edge, room - edge - size) : at;
    const toX = within(b.x * zoom + x, b.width * zoom, clientWidth);
    let toY = within(b.y * zoom + y, (b.height + 40) * zoom, clientHeight);
    // Nor behind the map in the corner.
    const { offsetLeft, offsetTop } = this.root.querySelector('.corner');
    if (toX + b.width * zoom > offsetLeft - 12 && toY + b.height * zoom > offsetTop - 12) toY = Math.max(edge, offsetTop - 12 - b.height * zoom);
    if (toX !== b.x * zoom + x || toY !== b.y * zoom + y) this.look(toX - b.x * zoom, toY - b.y * zoom, zoom, true);
  }

  middle() {
    const { x, y, zoom } = this.view;
    return [Math.round((this.root.clientWidth / 2 - x) / zoom), Math.round((this.root.clientHeight / 2 - y) / zoom)];
  }

  toWorld(event) {
    const { left, top } = this.root.getBoundingClientRect(), { x, y, zoom } = this.view;
    return { x: (event.clientX - left - x) / zoom, y: (event.clientY - top - y) / zoom };
  }

  inWindow(event) {
    const { left, top } = this.root.getBoundingClientRect();
    return [Math.round(event.clientX - left), Math.round(event.clientY - top)];
  }

  wheel(event) {
    if (event.target.closest('.step-menu')) return;
    event.preventDefault();
    const isTrackpad = event.deltaX !== 0 || (event.deltaMode === 0 && Math.abs(event.deltaY) < 50);
    if (event.ctrlKey || event.metaKey) this.zoomAt(event.clientX, event.clientY, Math.exp(-event.deltaY * (isTrackpad ? 0.01 : 0.0018)));
    else if (event.shiftKey && event.deltaX === 0) this.look(this.view.x - event.deltaY, this.view.y, this.view.zoom);
    else if (isTrackpad) this.look(this.view.x - event.deltaX, this.view.y - event.deltaY, this.view.zoom);
    else this.zoomAt(event.clientX, event.clientY, Math.exp(-event.deltaY * 0.0018));
  }

  // ---- cards ----

  card(id) {
    return document.getElementById(`card-${encodeURIComponent(id).replace(/[!'()*]/g, c => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)}`);
  }

  cards() {
    return this.world.querySelectorAll('[data-id]');
  }

  boxes() {
    return [...this.cards()].map(boxOf);
  }

  chosen() {
    return [...this.world.querySelectorAll('.chosen')].map(card => card.dataset.id);
  }

  choose(ids) {
    const wanted = new Set(ids), before = this.chosen();
    for (const card of this.cards()) card.classList.toggle('chosen', wanted.has(card.dataset.id));
    if (before.length !== wanted.size || before.some(id => !wanted.has(id)) || ids.length === 0) this.send('Choose', ids);
  }

  // ---- the pointer ----

  down(event) {
    if (event.target.closest('.corner, .step-menu, .edge-tool')) {
      if (event.target.closest('.map')) this.begin(event, new Glance(this));
      return;
    }
    if (this.root.dataset.menu === 'open') {
      this.root.querySelector('.step-menu [data-esc]')?.click();
      event.preventDefault();
      return;
    }
    this.root.focus({ preventScroll: true });
    event.preventDefault();
    this.hideTool();
    this.pointers.set(event.pointerId, event);
    if (this.pointers.size === 2) {
      this.gesture?.cancel();
      this.gesture = new Pinch(this);
      return;
    }
    if (this.gesture) return;

    const port = event.target.closest('[data-port]'), grip = event.target.closest('[data-resize]'), card = event.target.closest('[data-id]');
    if (event.button === 1 || this.spaceIsDown) this.begin(event, new Pan(this));
    else if (event.button !== 0) this.pointers.delete(event.pointerId);
    else if (port) this.begin(event, new Draw(this, card, +port.dataset.port));
    else if (grip) this.begin(event, new Resize(this, card));
    else if (card) this.begin(event, new Drag(this, card, event));
    else if (event.shiftKey || event.ctrlKey || event.metaKey) this.begin(event, new Marquee(this));
    else this.begin(event, new Pan(this));
  }

  begin(event, gesture) {
    this.pointers.set(event.pointerId, event);
    this.gesture = gesture;
    gesture.start = event;
    gesture.last = event;
    gesture.moved = false;
    gesture.begin?.(event);
    if (!(gesture instanceof FromPalette)) this.capture(event);   // a button that is only clicked must hear its click
  }

  capture(event) {
    try {
      this.root.setPointerCapture(event.pointerId);
    } catch {
      // The pointer was lifted meanwhile.
    }
  }

  move(event) {
    if (!this.pointers.has(event.pointerId)) return;
    this.pointers.set(event.pointerId, event);
    const gesture = this.gesture;
    if (!gesture) return;
    if (!gesture.moved && Math.hypot(event.clientX - gesture.start.clientX, event.clientY - gesture.start.clientY) < 4) return;
    gesture.moved = true;
    gesture.last = event;
    this.soon('gesture', () => {
      if (this.gesture === gesture) gesture.frame(gesture.last);
    });
  }

  up(event) {
    if (!this.pointers.delete(event.pointerId)) return;
    const gesture = this.gesture;
    if (!gesture || gesture instanceof Pinch && this.pointers.size > 0) return;
    this.gesture = null;
    if (gesture.moved) gesture.frame(event);
    gesture.end(event);
  }

  cancel(event) {
    this.pointers.delete(event.pointerId);
    this.gesture?.cancel();
    this.gesture = null;
  }

  /** Near the edge the paper moves on by itself. */
  drift(event) {
    const box = this.root.getBoundingClientRect(), edge = 36, most = 14;
    const push = (low, high) => low < edge ? (edge - low) / edge * most : high < edge ? -(edge - high) / edge * most : 0;
    const dx = push(event.clientX - box.left, box.right - event.clientX), dy = push(event.clientY - box.top, box.bottom - event.clientY);
    if (!dx && !dy) return;
    this.look(this.view.x + Math.max(-most, Math.min(most, dx)), this.view.y + Math.max(-most, Math.min(most, dy)), this.view.zoom);
    const gesture = this.gesture;
    requestAnimationFrame(() => {
      if (this.gesture === gesture && gesture) gesture.frame(gesture.last);
    });
  }

  click(event) {
    const view = event.target.closest('[data-view]')?.dataset.view, edge = event.target.closest('[data-edge]')?.dataset.edge;
    if (view === 'in') this.zoomMiddle(1.25);
    else if (view === 'out') this.zoomMiddle(0.8);
    else if (view === 'one') this.zoomMiddle(1 / this.view.zoom);
    else if (view === 'fit') this.fit(true);
    else if (edge && this.tool.at) {
      const { from, exit } = this.tool.at;
      this.hideTool();
      if (edge === 'cut') this.send('Lead', from, exit, null);
      else this.ask(event, from, exit, null);
    }
  }

  doubleClick(event) {
    // While a pointer is captured its clicks are the canvas's, whatever lies there.
    const hit = document.elementFromPoint(event.clientX, event.clientY);
    if (hit?.closest('.canvas [data-id]') && !hit.closest('[data-port]')) this.openForm();
  }

  /** The little tool at a line one points at. */
  hover(event) {
    if (this.gesture) return;
    if (event.target.closest('.edge-tool')) return;
    const edge = event.target.closest('.edge');
    clearTimeout(this.hiding);
    if (!edge) {
      this.hiding = setTimeout(() => this.hideTool(), 250);
      return;
    }
    const [x, y] = edge.dataset.middle.split(' ').map(Number);
    this.tool.at = { from: edge.dataset.from, exit: +edge.dataset.exit };
    this.tool.style.transform = `translate(${x * this.view.zoom + this.view.x}px,${y * this.view.zoom + this.view.y}px) translate(-50%,-50%)`;
    this.tool.hidden = false;
  }

  hideTool() {
    this.tool.hidden = true;
    this.tool.at = null;
  }

  ask(event, from, exit, place) {
    const [x, y] = this.inWindow(event), { clientWidth, clientHeight } = this.root;
    this.send('AskNext', from, exit, Math.max(8, Math.min(x, clientWidth - 232)), Math.max(8, Math.min(y, clientHeight - 320)), place);
  }

  paletteDown(event) {
    const button = event.target.closest('[data-kind]');
    if (!button || event.button !== 0 || event.pointerType === 'touch') return;
    this.begin(event, new FromPalette(this, button));
  }

  edgeAt(event) {
    return document.elementsFromPoint(event.clientX, event.clientY).map(found => found.closest('.edge')).find(Boolean) ?? null;
  }

  cardAt(event) {
    return document.elementsFromPoint(event.clientX, event.clientY).map(found => found.closest('.card')).find(Boolean) ?? null;
  }

  isOver(event) {
    const box = this.root.getBoundingClientRect();
    return event.clientX > box.left && event.clientX < box.right && event.clientY > box.top && event.clientY < box.bottom;
  }

  // ---- keys ----

  isOurs(event) {
    const target = event.target;
    if (target.closest?.('dialog') || document.querySelector('dialog[open]')) return false;
    if (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName)) return false;
    return target === document.body || target.tagName === 'H1' || this.root.contains(target);   // a page begins with the focus on its heading
  }

  keyDown(event) {
    if (event.key === 'Escape' && this.gesture) {
      this.gesture.cancel();
      this.gesture = null;
      this.pointers.clear();
      event.stopPropagation();
      return;
    }
    const control = event.ctrlKey || event.metaKey;
    const target = event.target;
    const undoes = control && !event.altKey && ['z', 'y'].includes(event.key.toLowerCase());
    // Also where a button of the page has the focus: what was done last is what one wants back.
    const isWriting = target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName);
    if (undoes && !isWriting) {
      event.preventDefault();
      this.send('Key', event.key.toLowerCase() === 'y' || event.shiftKey ? 'redo' : 'undo');
      return;
    }
    if (!this.isOurs(event) || event.altKey) return;
    const does = control ? this.controlKey(event) : this.plainKey(event);
    if (!does) return;
    event.preventDefault();
    does();
  }

  controlKey(event) {
    switch (event.key.toLowerCase()) {
      case 'a': return () => this.send('Key', 'all');
      case 'd': return () => this.send('Key', 'duplicate');
      default: return null;
    }
  }

  plainKey(event) {
    const arrow = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] }[event.key];
    if (arrow && event.shiftKey) return () => this.send('Move', this.chosen(), arrow[0] * 8, arrow[1] * 8, true);
    if (arrow) return () => this.send('Go', event.key.slice(5));
    if (event.key === 'PageDown' || event.key === 'PageUp') return () => this.send('Go', event.key === 'PageDown' ? 'Next' : 'Previous');
    switch (event.key) {
      case 'Delete': case 'Backspace': return () => this.send('Key', 'delete');
      case 'Enter': return event.target.closest('button, a') ? null : () => this.openForm();
      case '+': case '=': return () => this.zoomMiddle(1.25);
      case '-': return () => this.zoomMiddle(0.8);
      case '0': return () => this.fit(true);
      case '1': return () => this.zoomMiddle(1 / this.view.zoom);
      case 'a': case 'A': case 'Insert': return () => this.askAtChosen();
      case ' ': return event.target.closest('button, a') ? null : () => this.space(true);
      case 'Escape': return document.querySelector('[data-esc]') || this.chosen().length === 0 ? null : () => this.send('Key', 'none');
      default: return null;
    }
  }

  space(isDown) {
    this.spaceIsDown = isDown;
    this.root.classList.toggle('grabs', isDown);
  }

  /** What comes next at the card that is chosen: at its first way that leads nowhere. */
  askAtChosen() {
    const ids = this.chosen();
    const card = ids.length === 1 ? this.card(ids[0]) : this.world.querySelector('.card.entry');
    if (!card || !+card.dataset.ports) return;
    const port = card.querySelector('[data-add]') ?? card.querySelector('i[data-port]');
    const box = port.getBoundingClientRect();
    this.ask({ clientX: box.left + 12, clientY: box.bottom + 4 }, card.dataset.id, +port.dataset.port, null);
  }

  // What asks for them was a round trip away; whoever writes in a form by now goes on writing.
  takeKeys() {
    const writes = document.activeElement?.matches('input, textarea, select') && !this.root.contains(document.activeElement);
    if (!writes) this.root.focus({ preventScroll: true });
  }

  openForm() {
    const panel = this.designer.querySelector('.panel');
    panel.querySelector('[data-first], textarea, select, input')?.focus();
  }

  // ---- the clipboard ----

  async copy(event, isCut) {
    if (!this.isOurs(event) || !getSelection().isCollapsed || this.chosen().length === 0) return;
    event.preventDefault();
    const text = await this.send('Copy', isCut);
    if (!text) return;
    localStorage.setItem('cpd-clipboard', text);
    // Only there where the page came over a safe connection; else other tabs of this browser have it all the same.
    await navigator.clipboard?.writeText(text).catch(() => { });
  }

  paste(event) {
    if (!this.isOurs(event)) return;
    const text = event.clipboardData?.getData('text/plain') ?? '';
    const ours = text.trimStart().startsWith('{') ? text : localStorage.getItem('cpd-clipboard');
    if (!ours) return;
    event.preventDefault();
    this.send('Paste', ours, null);
  }

  // ---- the map ----

  /** @param again Whether cards or colours may be others than last time; while the view moves they are not. */
  drawMap(again = false) {
    if (again || !this.known) this.known = { boxes: this.boxes(), inks: {} };
    const map = this.root.querySelector('.map'), { boxes, inks } = this.known;
    if (!map || map.offsetParent === null || boxes.length === 0) return;
    const ratio = devicePixelRatio || 1, width = 168, height = 108;
    if (map.width !== width * ratio) [map.width, map.height] = [width * ratio, height * ratio];
    const pen = map.getContext('2d');
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.clearRect(0, 0, width, height);

    const seen = { x: -this.view.x / this.view.zoom, y: -this.view.y / this.view.zoom, width: this.root.clientWidth / this.view.zoom, height: this.root.clientHeight / this.view.zoom };
    const all = [...boxes, seen];
    const left = Math.min(...all.map(b => b.x)), top = Math.min(...all.map(b => b.y));
    const scale = Math.min((width - 8) / (Math.max(...all.map(b => b.x + b.width)) - left), (height - 8) / (Math.max(...all.map(b => b.y + b.height)) - top));
    this.map = { left, top, scale };
    // Where everything is seen there is nowhere to go, and the map would only lie over cards.
    const edge = 12 / this.view.zoom;
    map.classList.toggle('idle', boxes.every(b => b.x >= seen.x + edge && b.y >= seen.y + edge && b.x + b.width <= seen.x + seen.width - edge && b.y + b.height <= seen.y + seen.height - edge));
    // A pen knows no variables and nothing of light and dark: an element says what they come to.
    const colour = look => inks[look] ??= (this.marquee.style.color = `var(--map-${look}, var(--line-strong))`, getComputedStyle(this.marquee).color);
    const place = b => [4 + (b.x - left) * scale, 4 + (b.y - top) * scale, Math.max(1.5, b.width * scale), Math.max(1.5, b.height * scale)];
    for (const box of boxes) {
      pen.fillStyle = colour(box.look);
      pen.fillRect(...place(box));
    }
    pen.strokeStyle = colour('view');
    pen.lineWidth = 1.5;
    pen.strokeRect(...place(seen));
  }
}

// ---- gestures: begin, a frame at a time, end or cancel ----

class Gesture {
  constructor(canvas) {
    this.canvas = canvas;
  }

  cancel() { }
}

class Pan extends Gesture {
  begin() {
    this.from = { ...this.canvas.view };
    this.canvas.root.classList.add('pans');
  }

  frame(event) {
    this.canvas.look(this.from.x + event.clientX - this.start.clientX, this.from.y + event.clientY - this.start.clientY, this.from.zoom);
  }

  end() {
    this.canvas.root.classList.remove('pans');
    if (!this.moved && this.start.button === 0 && !this.canvas.spaceIsDown) this.canvas.choose([]);
  }

  cancel() {
    this.canvas.root.classList.remove('pans');
  }
}

class Pinch extends Gesture {
  constructor(canvas) {
    super(canvas);
    this.moved = true;
    this.before = this.state();
  }

  state() {
    const [a, b] = [...this.canvas.pointers.values()];
    return { x: (a.clientX + b.clientX) / 2, y: (a.clientY + b.clientY) / 2, apart: Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY) };
  }

  get start() { return this.last; }
  set start(event) { this.last = event; }

  frame() {
    if (this.canvas.pointers.size < 2) return;
    const now = this.state(), { x, y, zoom } = this.canvas.view;
    this.canvas.look(x + now.x - this.before.x, y + now.y - this.before.y, zoom);
    this.canvas.zoomAt(now.x, now.y, now.apart / Math.max(1, this.before.apart));
    this.before = now;
  }

  end() { }
}

/** Looking elsewhere by the map. */
class Glance extends Gesture {
  begin(event) {
    this.frame(event);
  }

  frame(event) {
    const { canvas } = this, box = canvas.root.querySelector('.map').getBoundingClientRect();
    if (!canvas.map) return;
    const { left, top, scale } = canvas.map, { zoom } = canvas.view;
    const x = left + (event.clientX - box.left - 4) / scale, y = top + (event.clientY - box.top - 4) / scale;
    canvas.look(canvas.root.clientWidth / 2 - x * zoom, canvas.root.clientHeight / 2 - y * zoom, zoom);
  }

  end() { }
}

class Marquee extends Gesture {
  begin() {
    this.before = this.canvas.chosen();
    this.from = this.canvas.toWorld(this.start);
    this.boxes = this.canvas.boxes();
    this.hit = this.before;
  }

  frame(event) {
    const { canvas } = this, to = canvas.toWorld(event), { x, y, zoom } = canvas.view;
    const box = { x: Math.min(this.from.x, to.x), y: Math.min(this.from.y, to.y), width: Math.abs(to.x - this.from.x), height: Math.abs(to.y - this.from.y) };
    Object.assign(canvas.marquee.style, { transform: `translate(${box.x * zoom + x}px,${box.y * zoom + y}px)`, width: `${box.width * zoom}px`, height: `${box.height * zoom}px` });
    canvas.marquee.hidden = false;
    this.hit = [...new Set([...this.before, ...this.boxes.filter(b => meet(b, box)).map(b => b.id)])];
    const hit = new Set(this.hit);
    for (const card of canvas.cards()) card.classList.toggle('caught', hit.has(card.dataset.id));
    canvas.drift(event);
  }

  end() {
    this.cancel();
    if (this.moved) this.canvas.choose(this.hit);
  }

  cancel() {
    this.canvas.marquee.hidden = true;
    for (const card of this.canvas.cards()) card.classList.remove('caught');
  }
}

class Drag extends Gesture {
  constructor(canvas, card, event) {
    super(canvas);
    this.card = card;
    this.adds = event.shiftKey || event.ctrlKey || event.metaKey;
    this.wasChosen = card.classList.contains('chosen');
    if (!this.wasChosen) canvas.choose(this.adds ? [...canvas.chosen(), card.dataset.id] : [card.dataset.id]);
  }

  prepare() {
    const { canvas } = this;
    this.from = canvas.toWorld(this.start);
    this.ids = new Set(canvas.chosen());
    this.ids.add(this.card.dataset.id);
    this.moving = [...canvas.cards()].filter(card => this.ids.has(card.dataset.id)).map(card => ({ card, box: boxOf(card), style: card.style.transform }));
    const boxes = canvas.boxes();
    this.byId = new Map(boxes.map(box => [box.id, { ...box }]));
    const rest = boxes.filter(box => !this.ids.has(box.id));
    this.edges = [...canvas.world.querySelectorAll('.edge')]
      .map(edge => ({ edge, from: edge.dataset.from, to: edge.dataset.to, exit: +edge.dataset.exit, path: edge.lastElementChild.getAttribute('d') }))
      .filter(({ from, to }) => this.ids.has(from) || this.ids.has(to));
    // A card without lines can be dropped into one.
    this.isLoose = this.ids.size === 1 && !this.edges.length && !this.card.classList.contains('note') && this.card.dataset.id !== '(entry)';
    this.box = boxOf(this.card);
    this.lines = guidesOf(rest, this.box, this.edges, this.byId, this.ids);
    canvas.root.classList.add('drags');
  }

  frame(event) {
    if (!this.moving) this.prepare();
    const { canvas } = this, at = canvas.toWorld(event);
    let [dx, dy] = [Math.round((at.x - this.from.x) / snap) * snap, Math.round((at.y - this.from.y) / snap) * snap];
    if (event.shiftKey) {
      if (Math.abs(dx) > Math.abs(dy)) dy = 0;
      else dx = 0;
    }
    this.edge?.classList.remove('aim');
    this.edge = this.isLoose ? canvas.edgeAt(event) : null;
    this.edge?.classList.add('aim');
    const guides = [];
    if (!event.altKey && !this.edge) [dx, dy] = this.pull(at.x - this.from.x, at.y - this.from.y, dx, dy, guides);
    this.by = [dx, dy];

    for (const { card, box } of this.moving) {
      card.style.transform = `translate(${box.x + dx}px,${box.y + dy}px)`;
      Object.assign(this.byId.get(box.id), { x: box.x + dx, y: box.y + dy });
    }
    for (const line of this.edges) {
      const both = this.ids.has(line.from) && this.ids.has(line.to);
      setPath(line.edge, both ? shifted(line.path, dx, dy) : pathOf(route(outOf(this.byId.get(line.from), line.exit), inOf(this.byId.get(line.to)), this.byId.get(line.from))));
    }
    canvas.over.innerHTML = guides.map(([x1, y1, x2, y2]) => `<line class="guide" x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}"/>`).join('');
    canvas.drift(event);
  }

  /** Towards the nearest edge or middle of another card, where one is near. */
  pull(rawX, rawY, dx, dy, guides) {
    const near = reach / this.canvas.view.zoom, { x, y, width, height } = this.box;
    const best = (lines, marks, raw) => {
      let found = null;
      for (const line of lines)
        for (const mark of marks) {
          const by = line.at - mark, off = Math.abs(by - raw);
          if (off <= near && (!found || off < found.off)) found = { by, off, line };
        }
      return found;
    };
    const across = best(this.lines.x, [x, x + width / 2, x + width], rawX), down = best(this.lines.y, [y, y + height / 2, y + height], rawY);
    if (across) dx = across.by;
    if (down) dy = down.by;
    if (across) guides.push([across.line.at, Math.min(across.line.low, y + dy), across.line.at, Math.max(across.line.high, y + dy + height)]);
    if (down) guides.push([Math.min(down.line.low, x + dx), down.line.at, Math.max(down.line.high, x + dx + width), down.line.at]);
    return [Math.round(dx), Math.round(dy)];
  }

  async end() {
    const { canvas } = this;
    canvas.root.classList.remove('drags');
    canvas.over.replaceChildren();
    if (!this.moved || !this.moving) {
      if (this.adds && this.wasChosen) canvas.choose(canvas.chosen().filter(id => id !== this.card.dataset.id));
      else if (!this.adds && this.wasChosen) canvas.choose([this.card.dataset.id]);
      return;
    }
    const { edge } = this;
    edge?.classList.remove('aim');
    if (edge && await canvas.send('Insert', this.card.dataset.id, edge.dataset.from, +edge.dataset.exit)) return;
    if (!await canvas.send('Move', [...this.ids], this.by[0], this.by[1], false)) this.restore();
  }

  cancel() {
    this.canvas.root.classList.remove('drags');
    this.canvas.over.replaceChildren();
    this.restore();
  }

  restore() {
    this.edge?.classList.remove('aim');
    for (const { card, style } of this.moving ?? []) card.style.transform = style;
    for (const { edge, path } of this.edges ?? []) setPath(edge, path);
  }
}

class Resize extends Gesture {
  constructor(canvas, card) {
    super(canvas);
    this.card = card;
    this.box = boxOf(card);
    canvas.choose([card.dataset.id]);
  }

  frame(event) {
    const zoom = this.canvas.view.zoom, size = (from, by, least) => Math.max(least, Math.round((from + by / zoom) / snap) * snap);
    this.to = [size(this.box.width, event.clientX - this.start.clientX, 96), size(this.box.height, event.clientY - this.start.clientY, 48)];
    [this.card.style.width, this.card.style.height] = this.to.map(value => `${value}px`);
  }

  end() {
    if (this.to) this.canvas.send('ResizeNote', this.card.dataset.note, ...this.to);
  }

  cancel() {
    [this.card.style.width, this.card.style.height] = [`${this.box.width}px`, `${this.box.height}px`];
  }
}

/** A line from a port to wherever it is let go. */
class Draw extends Gesture {
  constructor(canvas, card, exit) {
    super(canvas);
    [this.card, this.exit, this.box] = [card, exit, boxOf(card)];
  }

  frame(event) {
    const { canvas } = this;
    this.aim?.classList.remove('aim');
    const over = canvas.cardAt(event);
    this.aim = over && over !== this.card && over.dataset.id !== '(entry)' ? over : null;
    this.aim?.classList.add('aim');
    canvas.root.classList.add('draws');
    const from = outOf(this.box, this.exit), to = this.aim ? inOf(boxOf(this.aim)) : canvas.toWorld(event);
    canvas.over.innerHTML = `<path class="rubber" d="${pathOf(route(from, to, this.box))}"/><circle class="rubber-end" cx="${to.x}" cy="${to.y}" r="4"/>`;
    canvas.drift(event);
  }

  end(event) {
    const { canvas, card, exit } = this, aim = this.aim;
    this.cancel();
    if (!this.moved) canvas.ask(event, card.dataset.id, exit, null);
    else if (aim) canvas.send('Lead', card.dataset.id, exit, aim.dataset.id);
    else if (canvas.cardAt(event) !== card && canvas.isOver(event)) {
      const at = canvas.toWorld(event);
      canvas.ask(event, card.dataset.id, exit, [Math.round(at.x), Math.round(at.y + 28)]);
    }
  }

  cancel() {
    this.aim?.classList.remove('aim');
    this.canvas.root.classList.remove('draws');
    this.canvas.over.replaceChildren();
  }
}

class FromPalette extends Gesture {
  constructor(canvas, button) {
    super(canvas);
    this.button = button;
  }

  frame(event) {
    const { canvas } = this;
    if (!this.ghost) {
      canvas.capture(event);
      this.ghost = this.button.cloneNode(true);
      this.ghost.classList.add('ghost');
      this.ghost.removeAttribute('data-kind');
      this.button.parentElement.append(this.ghost);
    }
    this.ghost.style.transform = `translate(${event.clientX - 60}px,${event.clientY - 16}px)`;
    this.edge?.classList.remove('aim');
    this.edge = canvas.isOver(event) && this.button.dataset.kind !== 'note' ? canvas.edgeAt(event) : null;
    this.edge?.classList.add('aim');
  }

  end(event) {
    const { canvas, edge } = this, kind = this.button.dataset.kind;
    this.cancel();
    if (!this.moved || !canvas.isOver(event)) return;
    const at = canvas.toWorld(event);
    canvas.root.focus({ preventScroll: true });
    canvas.send('Drop', kind, Math.round(at.x), Math.round(at.y), edge?.dataset.from ?? null, edge ? +edge.dataset.exit : -1);
  }

  cancel() {
    this.ghost?.remove();
    this.edge?.classList.remove('aim');
  }
}

// ---- geometry, as on the server ----

function boxOf(card) {
  const [x, y] = card.style.transform.match(/-?[\d.]+/g).map(Number);
  return {
    id: card.dataset.id, x, y, width: parseFloat(card.style.width), height: parseFloat(card.style.height), ports: +card.dataset.ports,
    look: card.classList.contains('note') ? 'note' : card.classList[1],
  };
}

const inOf = box => ({ x: box.x + box.width / 2, y: box.y });
const outOf = (box, exit) => ({ x: box.x + box.width * (exit + 0.5) / Math.max(1, box.ports), y: box.y + box.height });
const meet = (a, b) => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

/** Where other cards begin, end and have their middle; and where cards that lines connect stand straight below each other. */
function guidesOf(rest, box, edges, byId, moving) {
  const x = [], y = [];
  for (const other of rest) {
    const near = Math.abs(other.x - box.x) < 1600 && Math.abs(other.y - box.y) < 1600;
    if (!near) continue;
    for (const at of [other.x, other.x + other.width / 2, other.x + other.width]) x.push({ at, low: other.y, high: other.y + other.height });
    for (const at of [other.y, other.y + other.height / 2, other.y + other.height]) y.push({ at, low: other.x, high: other.x + other.width });
  }
  for (const { from, to, exit } of edges)
    if (to === box.id && !moving.has(from) && byId.has(from)) {
      const port = outOf(byId.get(from), exit);
      x.push({ at: port.x, low: port.y, high: port.y });
    }
  return { x, y };
}

/** While one drags, lines are simple; when it is over, the server finds them a way round the cards. */
function route(from, to, source) {
  if (to.y - from.y >= 2 * stub) {
    if (Math.abs(from.x - to.x) < 1) return [from, to];
    const y = Math.round((from.y + to.y) / 2);
    return [from, { x: from.x, y }, { x: to.x, y }, to];
  }
  const side = to.x < source.x + source.width / 2 ? Math.min(source.x - clearance, to.x) : Math.max(source.x + source.width + clearance, to.x);
  const x = Math.abs(side - to.x) < 1 ? side + (to.x < source.x ? -140 : 140) : side;
  return [from, { x: from.x, y: from.y + stub }, { x, y: from.y + stub }, { x, y: to.y - stub }, { x: to.x, y: to.y - stub }, to];
}

function pathOf(points) {
  const dots = points.filter((p, i) => i === 0 || Math.abs(p.x - points[i - 1].x) + Math.abs(p.y - points[i - 1].y) > 0.5);
  const towards = (from, to, by) => {
    const far = Math.abs(from.x - to.x) + Math.abs(from.y - to.y) || 1;
    return `${from.x + (to.x - from.x) / far * by} ${from.y + (to.y - from.y) / far * by}`;
  };
  const length = (a, b) => Math.abs(a.x - b.x) + Math.abs(a.y - b.y);
  let path = `M${dots[0].x} ${dots[0].y}`;
  for (let i = 1; i < dots.length - 1; i++) {
    const r = Math.min(radius, length(dots[i - 1], dots[i]) / 2, length(dots[i], dots[i + 1]) / 2);
    path += `L${towards(dots[i], dots[i - 1], r)}Q${dots[i].x} ${dots[i].y} ${towards(dots[i], dots[i + 1], r)}`;
  }
  const end = dots[dots.length - 1];
  return `${path}L${end.x} ${end.y}`;
}

function shifted(path, dx, dy) {
  let isX = false;
  return path.replace(/-?[\d.]+/g, number => {
    isX = !isX;
    return Math.round((+number + (isX ? dx : dy)) * 10) / 10;
  });
}

function setPath(edge, path) {
  for (const line of edge.children) line.setAttribute('d', path);
}
