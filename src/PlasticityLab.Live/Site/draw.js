// Pictures of the live lab on canvases: colours come from the style sheet, so light, dark and forced colours need nothing here.
export const colour = word => getComputedStyle(document.documentElement).getPropertyValue(`--pl-${word}`).trim() || '#888';
const rgb = hex => [1, 3, 5].map(k => parseInt(hex.slice(k, k + 2), 16));
const mix = (a, b, t) => a.map((x, k) => x + (b[k] - x) * t);
const css = c => `rgb(${c.map(Math.round).join(' ')})`;
export const shade = { items: [], paper: [255, 255, 255], ink: [0, 0, 0], plus: [0, 0, 0], minus: [0, 0, 0], line: '#888' };

/** Reads the colours of the page; items take a gradient, so that their order can be seen. */
export function readColours(count) {
  const stops = ['c0', 'c5', 'c2', 'c4', 'c1', 'c3'].map(word => rgb(colour(word)));
  [shade.paper, shade.ink, shade.plus, shade.minus, shade.line] = [rgb(colour('paper')), rgb(colour('ink')), rgb(colour('c0')), rgb(colour('c1')), colour('muted')];
  shade.items = Array.from({ length: count }, (_, k) => { const x = count < 2 ? 0 : k / (count - 1) * (stops.length - 1), i = Math.min(stops.length - 2, Math.floor(x)); return mix(stops[i], stops[i + 1], x - i); });
}
export const itemColour = k => css(shade.items[k] ?? shade.ink);

/** A canvas as wide as its place, of a given height. */
export function open(c, high) {
  const dots = devicePixelRatio || 1, wide = Math.max(40, c.clientWidth);
  if (c.style.height !== `${high}px`) c.style.height = `${high}px`;
  if (c.width !== Math.round(wide * dots) || c.height !== Math.round(high * dots)) { c.width = Math.round(wide * dots); c.height = Math.round(high * dots); }
  const g = c.getContext('2d');
  g.setTransform(dots, 0, 0, dots, 0, 0); g.clearRect(0, 0, wide, high);
  g.font = '12px system-ui, sans-serif'; g.textBaseline = 'middle'; g.lineWidth = 1;
  return [g, wide, high];
}

// One picture of numbers, drawn through a small canvas of one point a number.
const small = document.createElement('canvas');
function picture(g, columns, rows, paint, x, y, w, h) {
  small.width = columns; small.height = rows;
  const s = small.getContext('2d'), image = s.createImageData(columns, rows);
  paint(new Uint32Array(image.data.buffer));
  s.putImageData(image, 0, 0);
  g.imageSmoothingEnabled = false; g.drawImage(small, 0, 0, columns, rows, x, y, w, h);
}
const pack = c => (255 << 24) | (Math.round(c[2]) << 16) | (Math.round(c[1]) << 8) | Math.round(c[0]);
const ramp = (from, to) => Array.from({ length: 256 }, (_, k) => pack(mix(from, to, k / 255)));
let ramps = null;
export function freshRamps() { ramps = { items: shade.items.map(c => ramp(shade.paper, c)), plus: ramp(shade.paper, shade.plus), minus: ramp(shade.paper, shade.minus) }; }
const level = x => Math.max(0, Math.min(255, Math.round(255 * x))) || 0;

const Left = 22, Foot = 20, Weakens = 0.12; // share of the strongest weight from which on a block is said to weaken
// Names along an edge; where they would stand on each other, every second or third.
function labels(kernel, room, write, g) { const every = Math.ceil(13 * kernel.items / room); kernel.d.network.items.forEach((name, k) => { g.fillStyle = itemColour(k); if (k % every === 0) write(name, k); }); }
/** Activity over time: rows are neurons in the order of their letters. read(column, neuron) may answer undefined: not yet. */
export function raster(c, kernel, columns, read, { bands = [], cursor = -1, ticks = [], unit = 'ms', high = 190 } = {}) {
  const [g, wide] = open(c, high), w = wide - Left - 4, h = high - Foot - 2, n = kernel.units, size = n / kernel.items;
  picture(g, columns, n, data => {
    for (let row = 0; row < n; row++) {
      const unit = kernel.order[row], colours = ramps.items[Math.floor(row / size)];
      for (let t = 0; t < columns; t++) { const r = read(t, unit); data[row * columns + t] = r === undefined ? 0 : colours[level(r)]; }
    }
  }, Left, 1, w, h);
  g.strokeStyle = shade.line; g.globalAlpha = 0.5; g.strokeRect(Left + 0.5, 1.5, w - 1, h - 1); g.globalAlpha = 1;
  g.textAlign = 'center'; g.font = '600 12px system-ui, sans-serif';
  labels(kernel, h, (name, k) => g.fillText(name, Left / 2, 1 + (k + 0.5) / kernel.items * h), g);
  g.font = '11px system-ui, sans-serif';
  for (const [from, to, text, low] of bands) {
    const x = Left + from / columns * w, wide = (to - from) / columns * w;
    g.fillStyle = css(shade.ink); g.globalAlpha = 0.07; g.fillRect(x, 1, wide, h); g.globalAlpha = 1;
    g.fillStyle = css(shade.ink); g.textAlign = 'left'; g.fillText(text, x + 3, low ? h - 8 : 9);
  }
  g.fillStyle = shade.line;
  for (const [at, text] of ticks) { g.textAlign = at === 0 ? 'left' : at >= columns ? 'right' : 'center'; g.fillText(text, Left + at / columns * w, high - 8); }
  if (cursor >= 0) { g.fillStyle = css(shade.ink); g.fillRect(Left + Math.min(cursor, columns) / columns * w - 1, 1, 2, h); }
}

/** Weights, ordered by letter: blue strengthens, vermillion weakens; blocks that weaken carry a minus, for whoever does not see the colours. */
export function weights(c, kernel, most, cursor) {
  const side = Math.min(c.clientWidth - Left - 2, 400), [g] = open(c, side + Foot), n = kernel.units, P = kernel.items, means = new Float64Array(P * P), block = k => Math.floor(k * P / n);
  picture(g, n, n, data => {
    for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) {
      const w = kernel.weight(kernel.order[i], kernel.order[j]) / most;
      data[i * n + j] = w < 0 ? ramps.minus[level(-w)] : ramps.plus[level(w)];
      means[block(i) * P + block(j)] += w * (P / n) ** 2;
    }
  }, Left, 0, side, side);
  g.fillStyle = css(shade.ink); g.textAlign = 'center'; g.font = '600 13px system-ui, sans-serif';
  if (side / P >= 14) means.forEach((mean, k) => { if (mean < -Weakens) g.fillText('−', Left + (k % P + 0.5) / P * side, (Math.floor(k / P) + 0.5) / P * side); });
  g.strokeStyle = shade.line; g.globalAlpha = 0.35;
  for (let k = 0; k <= kernel.items; k++) { const x = k / kernel.items * side; g.beginPath(); g.moveTo(Left + x, 0); g.lineTo(Left + x, side); g.moveTo(Left, x); g.lineTo(Left + side, x); g.stroke(); }
  g.globalAlpha = 1; g.textAlign = 'center'; g.font = '600 12px system-ui, sans-serif';
  labels(kernel, side, (name, k) => { g.fillText(name, Left / 2, (k + 0.5) / kernel.items * side); g.fillText(name, Left + (k + 0.5) / kernel.items * side, side + 11); }, g);
  if (cursor) { g.strokeStyle = css(shade.ink); g.lineWidth = 2; const cell = side / n; g.strokeRect(Left + cursor[1] * cell - 1, cursor[0] * cell - 1, cell + 2, cell + 2); }
  return { at: (x, y) => [Math.floor(y / side * n), Math.floor((x - Left) / side * n)] };
}

/** L(d) as bars; those of the run before as outlines. */
export function lagBars(c, lags, ghost, items) {
  const [g, wide, high] = open(c, 130), reach = Math.min(4, items - 1), all = [lags, ghost ?? lags].flatMap(l => Array.from({ length: 2 * reach + 1 }, (_, k) => l[k - reach]));
  const top = Math.max(0.2, ...all), low = Math.min(-0.2, ...all), y = v => 12 + (top - v) / (top - low) * (high - 40), slot = (wide - 10) / (2 * reach + 1);
  g.strokeStyle = shade.line; g.beginPath(); g.moveTo(4, y(0)); g.lineTo(wide - 4, y(0)); g.stroke();
  g.textAlign = 'center';
  for (let d = -reach; d <= reach; d++) {
    const x = 5 + (d + reach + 0.5) * slot, v = lags[d];
    g.fillStyle = css(v < 0 ? shade.minus : shade.plus); g.fillRect(x - slot * 0.28, Math.min(y(0), y(v)), slot * 0.56, Math.abs(y(v) - y(0)));
    if (ghost) { g.strokeStyle = css(shade.ink); g.setLineDash([3, 2]); g.strokeRect(x - slot * 0.36, Math.min(y(0), y(ghost[d])), slot * 0.72, Math.abs(y(ghost[d]) - y(0))); g.setLineDash([]); }
    g.fillStyle = css(shade.ink); g.font = '11px system-ui, sans-serif'; if (Number.isFinite(v)) g.fillText(v.toFixed(1).replace(/^-0\.0$/, '0.0').replace('-', '−'), x, v < 0 ? y(v) + 8 : y(v) - 7);
    g.fillStyle = shade.line; g.fillText(d === 0 ? 'itself' : d === 1 ? 'next' : d === -1 ? 'back' : d > 0 ? `+${d}` : `−${-d}`, x, high - 7, slot - 4);
  }
}

/** S and D against presentations, with the run before. */
export function curve(c, points, ghost, presentations, now) {
  const [g, wide, high] = open(c, 170), L = 34, R = 58, x = p => L + p / presentations * (wide - L - R), y = v => 16 + (1 - v) / 2 * (high - 40);
  g.strokeStyle = shade.line; g.fillStyle = shade.line; g.textAlign = 'right';
  for (const v of [-1, 0, 1]) { g.globalAlpha = v === 0 ? 0.8 : 0.3; g.beginPath(); g.moveTo(L, y(v)); g.lineTo(wide - R, y(v)); g.stroke(); g.globalAlpha = 1; g.fillText(v === -1 ? '−1' : `${v}`, L - 6, y(v)); }
  g.textAlign = 'center';
  for (let p = 0; p <= presentations; p += presentations > 20 ? 10 : 5) g.fillText(`${p}`, x(p), high - 8);
  const line = (list, key, word, dash, width, alpha) => {
    if (list.length === 0) return;
    g.globalAlpha = alpha; g.strokeStyle = g.fillStyle = colour(word); g.lineWidth = width; g.setLineDash(dash);
    g.beginPath(); list.forEach((p, k) => k ? g.lineTo(x(p.presentation), y(p[key])) : g.moveTo(x(p.presentation), y(p[key]))); g.stroke(); g.setLineDash([]);
    if (alpha === 1) { const end = list.at(-1); for (const p of list) { g.beginPath(); if (key === 's') g.arc(x(p.presentation), y(p[key]), 2.6, 0, 7); else g.rect(x(p.presentation) - 2.3, y(p[key]) - 2.3, 4.6, 4.6); g.fill(); } return [end, key]; }
    g.globalAlpha = 1;
  };
  if (ghost) { line(ghost, 's', 'c0', [2, 3], 1.5, 0.55); line(ghost, 'd', 'c1', [2, 3], 1.5, 0.55); }
  line(points, 's', 'c0', [], 2.2, 1); line(points, 'd', 'c1', [6, 3], 2.2, 1);
  g.textAlign = 'left'; g.font = '600 12px system-ui, sans-serif';
  const end = points.at(-1);
  if (end) {
    // Names that would stand on each other step aside, the higher one up.
    const apart = Math.abs(y(end.s) - y(end.d)) < 15 ? 8 : 0, name = (key, word, by) => { g.fillStyle = colour(word); g.fillText(`${key} ${end[key.toLowerCase()].toFixed(2).replace('-', '−')}`, wide - R + 3, y(end[key.toLowerCase()]) + by); };
    name('S', 'c0', end.s >= end.d ? -apart : apart); name('D', 'c1', end.s >= end.d ? apart : -apart);
  }
  if (now >= 0) { g.fillStyle = css(shade.ink); g.globalAlpha = 0.4; g.fillRect(x(now) - 0.5, 8, 1, high - 32); g.globalAlpha = 1; }
}

/** One row of dots a rule: S of each seed, and the median. */
export function dots(c, rows) {
  const [g, wide, high] = open(c, 34 + 44 * rows.length), L = Math.min(150, wide * 0.34), x = v => L + v * (wide - L - 16);
  g.fillStyle = shade.line; g.textAlign = 'center';
  for (const v of [0, 0.5, 1]) { g.fillText(`${v}`, x(v), high - 9); g.globalAlpha = 0.3; g.fillRect(x(v), 4, 1, high - 24); g.globalAlpha = 1; }
  rows.forEach(({ name, values, word }, r) => {
    const y = 24 + 44 * r;
    g.fillStyle = css(shade.ink); g.textAlign = 'right'; g.fillText(name, L - 12, y);
    g.fillStyle = colour(word); g.globalAlpha = 0.75;
    values.forEach((v, k) => { g.beginPath(); const dy = (k * 7 % 5 - 2) * 5; if (r % 2) g.rect(x(v) - 3, y + dy - 3, 6, 6); else g.arc(x(v), y + dy, 3.4, 0, 7); g.fill(); });
    g.globalAlpha = 1;
    if (values.length) { const sorted = [...values].sort((a, b) => a - b), m = (sorted[Math.floor((sorted.length - 1) / 2)] + sorted[Math.ceil((sorted.length - 1) / 2)]) / 2; g.fillStyle = css(shade.ink); g.fillRect(x(m) - 1.5, y - 17, 3, 34); }
  });
  g.fillStyle = shade.line; g.textAlign = 'right'; g.fillText('S', wide - 2, high - 9);
}
