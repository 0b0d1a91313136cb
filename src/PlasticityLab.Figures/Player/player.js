// The living figure of a report: replay, weights and phase plane of the stored networks, moved together. No dependency, no request.
// What it takes from course.js (clamp, field, course) stands before it.
const element = (tag, attributes = {}, ...children) => {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
};

/** Builds the figure into an element and returns its handle; what the element held before is the figure for readers without script. */
export function mount(root, data) {
  const networks = data.networks.map(n => ({ ...n, m: Uint8Array.from(atob(n.overlaps), c => c.charCodeAt(0)) }));
  const find = () => networks.find(n => n.rule === state.rule && n.condition === state.condition);
  const name = (list, id) => list.find(x => x.id === id).name;
  const still = matchMedia('(prefers-reduced-motion: reduce)');
  // It opens on the rule that visits most items in the first condition.
  const visits = n => { const seen = new Set(); for (let t = 0; t < n.m.length / n.items; t++) { const k = winner(n, t); if (k >= 0) seen.add(k); } return seen.size; };
  const first = networks.filter(n => n.condition === data.conditions[0].id && n.rule !== 'oracle').sort((a, b) => visits(b) - visits(a))[0] ?? networks[0];
  const state = { rule: first.rule, condition: first.condition, t: 0, playing: false, cursor: [0.5, 0.5], launched: [] };

  const pick = (label, list, key) => {
    const select = element('select', { 'aria-label': label }, ...list.map(x => element('option', { value: x.id }, x.name)));
    select.value = state[key];
    select.addEventListener('change', () => { state[key] = select.value; if (!find()) state[key === 'rule' ? 'condition' : 'rule'] = networks.find(n => n[key] === select.value)[key === 'rule' ? 'condition' : 'rule']; sync(true); });
    return select;
  };
  const rule = pick('Learning rule', data.rules.filter(r => networks.some(n => n.rule === r.id)), 'rule');
  const condition = pick('Condition', data.conditions, 'condition');
  const play = element('button', { type: 'button' }, 'Play');
  const time = element('input', { type: 'range', min: 0, step: 1, value: 0, 'aria-label': 'Time since the cue' });
  const clock = element('output', { class: 'clock' });
  const undo = element('button', { type: 'button' }, 'Undo start');
  const told = element('p', { class: 'told', role: 'status', 'aria-live': 'polite' });
  const canvas = (label, extra = {}) => element('canvas', { role: 'img', 'aria-label': label, ...extra });
  const raster = canvas('Replay'), weights = canvas('Learned weights');
  const plane = canvas('Phase plane', { role: 'application', tabindex: 0, 'aria-roledescription': 'phase plane',
    'aria-label': 'Phase plane. Arrow keys move the cursor, Enter starts a course there, Backspace takes the last one back.' });
  const panel = (title, picture) => element('div', { class: 'panel' }, element('h3', {}, title), picture);
  root.replaceChildren(
    element('div', { class: 'bar' }, element('label', {}, 'Rule ', rule), data.conditions.length > 1 ? element('label', {}, 'Condition ', condition) : '', play, element('label', { class: 'scrub' }, 'Time ', time), clock),
    element('div', { class: 'panels' }, panel('Replay: active items over time', raster),
      // Where items share their neurons there are no weights from one to the next, and kinds without rates have no plane.
      networks.some(n => n.weights.some(w => w)) ? panel('Learned weights, from item (across) to item', weights) : '',
      networks.some(n => n.plane) ? panel('Two neighbouring items: click to start a course', plane) : ''),
    networks.some(n => n.plane) ? element('div', { class: 'bar' }, undo) : '', told);

  // The item that stands out at a moment, or -1.
  function winner(n, t) {
    let best = 0;
    for (let k = 1; k < n.items; k++) if (n.m[t * n.items + k] > n.m[t * n.items + best]) best = k;
    let second = 0;
    for (let k = 0; k < n.items; k++) if (k !== best) second = Math.max(second, n.m[t * n.items + k]);
    return n.m[t * n.items + best] >= 90 && n.m[t * n.items + best] - second >= 25 ? best : -1;
  }

  const colour = word => getComputedStyle(document.documentElement).getPropertyValue(`--pl-${word}`).trim() || '#555';
  function open(c, aspect) {
    const box = c.getBoundingClientRect(), dots = devicePixelRatio || 1, wide = Math.max(40, box.width), high = wide * aspect;
    c.style.aspectRatio = `1 / ${aspect}`;
    if (c.width !== Math.round(wide * dots) || c.height !== Math.round(high * dots)) { c.width = Math.round(wide * dots); c.height = Math.round(high * dots); }
    const g = c.getContext('2d');
    g.setTransform(dots, 0, 0, dots, 0, 0);
    g.clearRect(0, 0, wide, high);
    g.font = '12px "PL Sans", Arial, sans-serif';
    return [g, wide, high];
  }

  const Left = 30, Foot = 22, Top = 6, Right = 8;
  function frame(g, wide, high, x0, x1, y0, y1, ticksX, ticksY, xName) {
    g.strokeStyle = colour('ink'); g.fillStyle = colour('ink'); g.lineWidth = 1;
    g.strokeRect(Left + 0.5, Top + 0.5, wide - Left - Right, high - Top - Foot);
    g.textAlign = 'center';
    for (const [at, text] of ticksX) { const x = Left + (at - x0) / (x1 - x0) * (wide - Left - Right); g.fillText(text, Math.min(x, wide - g.measureText(text).width / 2 - 1), high - 7); }
    g.textAlign = 'right';
    for (const [at, text] of ticksY) g.fillText(text, Left - 5, high - Foot - (at - y0) / (y1 - y0) * (high - Top - Foot) + 4);
    if (xName) { g.textAlign = 'center'; g.fillText(xName, (Left + wide - Right) / 2, high - 7); }
  }

  function drawRaster(n) {
    const [g, wide, high] = open(raster, 0.72), steps = n.m.length / n.items, w = wide - Left - Right, h = high - Top - Foot;
    g.fillStyle = colour('c0');
    for (let t = 0; t < steps; t++) for (let k = 0; k < n.items; k++) {
      const m = n.m[t * n.items + k] / 255;
      if (m > 0.03) { g.globalAlpha = m; g.fillRect(Left + t / steps * w, Top + k / n.items * h + 1, w / steps + 0.6, h / n.items - 2); }
    }
    g.globalAlpha = 1;
    const end = (steps - 1) * n.timeStep;
    frame(g, wide, high, 0, end, n.items, 0, [[0, '0'], [end, `${Math.round(end)} ms`]], [[0.5, '1'], [n.items - 0.5, `${n.items}`]].map(([a, b]) => [a, b]), 'since the cue');
    g.strokeStyle = colour('c1'); g.lineWidth = 2;
    const x = Left + state.t / Math.max(1, steps - 1) * w;
    g.beginPath(); g.moveTo(x, Top); g.lineTo(x, Top + h); g.stroke();
  }

  function drawWeights(n, active) {
    const [g, wide, high] = open(weights, 0.72), side = Math.min(wide - Left - Right, high - Top - Foot), cell = side / n.items;
    const most = Math.max(1e-9, ...networks.filter(o => o.condition === n.condition).flatMap(o => o.weights.map(Math.abs)));
    for (let i = 0; i < n.items; i++) for (let j = 0; j < n.items; j++) {
      const w = n.weights[i * n.items + j] / most;
      g.globalAlpha = Math.min(1, Math.abs(w)); g.fillStyle = colour(w < 0 ? 'c1' : 'c0');
      g.fillRect(Left + j * cell, Top + i * cell, cell - 1, cell - 1);
      if (w < -0.2) { g.globalAlpha = 1; g.fillStyle = colour('ink'); g.fillRect(Left + (j + 0.25) * cell, Top + (i + 0.5) * cell, cell / 2, 1); }
    }
    g.globalAlpha = 1; g.strokeStyle = colour('ink'); g.lineWidth = 1; g.strokeRect(Left - 0.5, Top - 0.5, side, side);
    g.fillStyle = colour('ink'); g.textAlign = 'right'; g.fillText('1', Left - 5, Top + cell / 2 + 4); g.fillText(`${n.items}`, Left - 5, Top + side - cell / 2 + 4);
    g.textAlign = 'center'; g.fillText('1', Left + cell / 2, Top + side + 15); g.fillText(`${n.items}`, Left + side - cell / 2, Top + side + 15);
    if (active >= 0) { g.strokeStyle = colour('c1'); g.lineWidth = 2; g.strokeRect(Left + active * cell, Top, cell - 1, side); }
  }

  const toPlane = (wide, high) => ({ x: v => Left + (v + 0.02) / 1.04 * (wide - Left - Right), y: v => high - Foot - (v + 0.02) / 1.04 * (high - Top - Foot) });
  function drawPlane(n, active) {
    const [g, wide, high] = open(plane, 0.72), at = toPlane(wide, high);
    if (!n.plane) { g.fillStyle = colour('muted'); g.textAlign = 'center'; g.fillText('No two-assembly system of this network.', wide / 2, high / 2); return; }
    const stroke = (points, word, width, dash = []) => { g.strokeStyle = colour(word); g.lineWidth = width; g.setLineDash(dash); g.beginPath(); points.forEach(([x, y], i) => i ? g.lineTo(at.x(x), at.y(y)) : g.moveTo(at.x(x), at.y(y))); g.stroke(); g.setLineDash([]); };
    const pairs = flat => Array.from({ length: flat.length / 2 }, (_, i) => [flat[2 * i], flat[2 * i + 1]]);
    for (let i = 0; i <= 10; i++) for (let j = 0; j <= 10; j++) {
      const [u, v] = field(n.plane.system, i / 10, j / 10), speed = Math.hypot(u, v), r = Math.min(0.045, 0.4 * Math.sqrt(speed) * 0.3);
      if (speed > 1e-9) { const [tx, ty] = [i / 10 + u / speed * r, j / 10 + v / speed * r], [hx, hy] = [u / speed * 0.012, v / speed * 0.012]; stroke([[i / 10, j / 10], [tx, ty]], 'muted', 0.8); stroke([[tx - hx - hy, ty - hy + hx], [tx, ty], [tx - hx + hy, ty - hy - hx]], 'muted', 0.8); }
    }
    for (const line of n.plane.nullX) stroke(pairs(line), 'c0', 1.8);
    for (const line of n.plane.nullY) stroke(pairs(line), 'c1', 1.8, [6, 3]);
    for (const start of state.launched) { stroke(start.points, 'c2', 2); dot(...start.points[0], 3, false, 'c2'); dot(...start.points.at(-1), 4, true, 'c2'); }
    function dot(x, y, r, filled, word) { g.beginPath(); g.arc(at.x(x), at.y(y), r, 0, 7); g.fillStyle = colour(filled ? word : 'paper'); g.fill(); g.strokeStyle = colour(word); g.lineWidth = 1.5; g.stroke(); }
    for (const p of n.plane.points) {
      if (p.type === 'saddle') { g.save(); g.translate(at.x(p.x), at.y(p.y)); g.rotate(Math.PI / 4); g.fillStyle = colour('paper'); g.fillRect(-4, -4, 8, 8); g.strokeStyle = colour('ink'); g.lineWidth = 1.5; g.strokeRect(-4, -4, 8, 8); g.restore(); }
      else dot(p.x, p.y, 5, p.type.startsWith('stable'), 'ink');
    }
    // Where the replay stands: overlaps of the active item and the next.
    if (active >= 0 && active + 1 < n.items) dot(n.m[state.t * n.items + active] / 255, n.m[state.t * n.items + active + 1] / 255, 4, true, 'c3');
    frame(g, wide, high, -0.02, 1.02, -0.02, 1.02, [[0, '0'], [1, '1']], [[0, '0'], [1, '1']], 'rate of an item (across), of the next (up)');
    if (document.activeElement === plane) { const [x, y] = state.cursor; stroke([[x - 0.03, y], [x + 0.03, y]], 'ink', 1.5); stroke([[x, y - 0.04], [x, y + 0.04]], 'ink', 1.5); }
  }

  function draw() {
    const n = find(), active = winner(n, state.t);
    drawRaster(n); drawWeights(n, active); drawPlane(n, active);
    const ms = Math.round(state.t * n.timeStep), now = active < 0 ? 'no item stands out' : `item ${active + 1} is active`;
    clock.textContent = `${ms} ms: ${now}`;
    time.setAttribute('aria-valuetext', `${ms} milliseconds, ${now}`);
    undo.disabled = state.launched.length === 0;
  }

  function sync(fresh) {
    const n = find(), steps = n.m.length / n.items;
    // One course stands there from the start: an item fully active, the next at rest.
    if (fresh) state.launched = n.plane ? [{ from: [1, 0], points: course(n.plane.system, 1, 0, data.step, data.steps, data.every) }] : [];
    [rule.value, condition.value] = [state.rule, state.condition];
    time.max = steps - 1; state.t = clamp(state.t, 0, steps - 1); time.value = state.t;
    raster.setAttribute('aria-label', `Replay of ${name(data.rules, n.rule)}: ${order(n)}`);
    told.textContent = `${name(data.rules, n.rule)}, ${name(data.conditions, n.condition)}: ${order(n)}.`;
    draw();
  }

  function order(n) {
    const seen = [];
    for (let t = 0; t < n.m.length / n.items; t++) { const k = winner(n, t); if (k >= 0 && seen.at(-1) !== k + 1) seen.push(k + 1); }
    const last = n.m.slice(-n.items), end = winner(n, n.m.length / n.items - 1) >= 0 ? 'stays there' : Math.max(...last) < 45 ? 'dies out' : 'spreads';
    return seen.length === 0 ? 'no item becomes active' : seen.length === 1 ? `item ${seen[0]} only, the activity ${end}` : `items ${seen.slice(0, 24).join(', ')}`;
  }

  function launch(x, y) {
    const n = find();
    if (!n.plane) return;
    const points = course(n.plane.system, x, y, data.step, data.steps, data.every), [ex, ey] = points.at(-1);
    state.launched = [...state.launched.slice(-19), { from: [x, y], points }];
    const end = n.plane.points.find(p => Math.hypot(p.x - ex, p.y - ey) < 0.02), speed = Math.hypot(...field(n.plane.system, ex, ey));
    told.textContent = `From (${x.toFixed(2)}, ${y.toFixed(2)}) the activity ` + (end && end.type.startsWith('stable') ? `ends at the stable point (${end.x.toFixed(2)}, ${end.y.toFixed(2)})` : `is at (${ex.toFixed(2)}, ${ey.toFixed(2)}) after 300 ms${speed > 1e-4 ? ', still moving' : ''}`) + (ex < 0.3 && ey < 0.3 ? ': it dies out.' : ey > ex ? ': it moves on to the next item.' : ': it stays.');
    draw();
  }

  plane.addEventListener('click', event => {
    const box = plane.getBoundingClientRect(), w = box.width - Left - Right, h = box.height - Top - Foot;
    state.cursor = [clamp((event.clientX - box.left - Left) / w * 1.04 - 0.02, -0.02, 1.02), clamp((box.bottom - Foot - event.clientY) / h * 1.04 - 0.02, -0.02, 1.02)];
    launch(...state.cursor);
  });
  plane.addEventListener('keydown', event => {
    const far = event.shiftKey ? 0.1 : 0.02, moves = { ArrowLeft: [-far, 0], ArrowRight: [far, 0], ArrowUp: [0, far], ArrowDown: [0, -far] };
    if (moves[event.key]) { state.cursor = state.cursor.map((v, i) => clamp(v + moves[event.key][i], 0, 1)); told.textContent = `Cursor at (${state.cursor.map(v => v.toFixed(2)).join(', ')}).`; draw(); }
    else if (event.key === 'Enter' || event.key === ' ') launch(...state.cursor);
    else if (event.key === 'Backspace') back();
    else return;
    event.preventDefault();
  });
  const back = () => { state.launched = state.launched.slice(0, -1); draw(); };
  undo.addEventListener('click', back);
  for (const kind of ['focus', 'blur']) plane.addEventListener(kind, draw);
  time.addEventListener('input', () => { state.t = +time.value; pause(); draw(); });

  const pause = () => { state.playing = false; play.textContent = 'Play'; };
  play.addEventListener('click', () => {
    const steps = find().m.length / find().items;
    if (state.playing) { pause(); return; }
    if (state.t >= steps - 1) state.t = 0;
    // Who asked for little motion gets the end state, and the scrubber for all between.
    if (still.matches) { state.t = steps - 1; time.value = state.t; draw(); return; }
    state.playing = true; play.textContent = 'Pause';
    let last = performance.now(), part = state.t;
    const tick = now => {
      if (!state.playing) return;
      // A quarter of real time, so that every item can be followed.
      part += (now - last) / 4 / find().timeStep; last = now; state.t = Math.min(Math.floor(part), find().m.length / find().items - 1); time.value = state.t; draw();
      if (state.t >= find().m.length / find().items - 1) pause(); else requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
  });
  new ResizeObserver(draw).observe(root);
  new MutationObserver(draw).observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw);
  document.addEventListener('visibilitychange', () => { if (document.hidden) pause(); });
  sync(true);
  return { state, launch, find, show: t => { state.t = t; time.value = t; draw(); } };
}

const root = document.getElementById('living');
if (root) root.player = mount(root, JSON.parse(document.getElementById('living-data').textContent));
