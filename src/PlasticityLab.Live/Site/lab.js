// The live lab: state, clock and controls. The kernel computes, draw.js and plane.js draw, words.js speaks.
import { Kernel, trained } from './kernel.js';
import { test, blocks, hash, overlaps } from './measures.js';
import { readColours, freshRamps, raster, weights, lagBars, curve, dots, itemColour, colour } from './draw.js';
import { analyse, backward, drawPlane, launch, place, populations, populationWords, system } from './plane.js';
import { finding, letters, luck, planeWords } from './words.js';
import { drawWhy, explain, termWords } from './why.js';
import { drawSpectrum, eigenvalues } from './spectrum.js';
import { studyText } from './study.js';
import { ask, keepOffline, loadStored, makeWorker, fetchPart } from './source.js';
import { readLink, writeLink } from './link.js';
import { lengthOf, noteNow, setSound, sound, sounding, struck } from './sound.js';
import { formName, mountForm, Numbers, Shape, wish } from './form.js';

const $ = id => document.getElementById(id);
const still = matchMedia('(prefers-reduced-motion: reduce)');
const Cut = { // an experiment without anything done to it
  kernel: 'rule.causal_trace_hebb', then: '', more: 3, seed: 100, cue: 0, learning: true, cut: [], before: null, plane: '', tune: '', order: '', ...Object.fromEntries(Object.keys(Shape).map(key => [key, null])), ...Object.fromEntries(Object.entries(Numbers).map(([key, x]) => [key, x.standard])),
};

let looked = -1, fresh = false, showForm = () => {}, linked = '', committed = '', sliding = false, difference = false, manifest, kernel, later = null, past = 0, s = { ...Cut }, running = false, speed = 1, part = 0, last = 0, dirty = true, ghost = null, touched = false;
let points = [], states = [], shown = null, lags = null, plane = null, launched = [], cursor = [0.5, 0.5], weightCursor = null, view = null, weightView = null;
let playback = null, tour = false, pinned = null, twin = null, reason = null, spectrum = null, directions = {}, rate = 0;
const kernels = new Map();

// New buttons in a box: who stands on one by keys stands on the one in its place afterwards, or on the box.
function renew(box, ...children) {
  const at = [...box.children].indexOf(document.activeElement);
  box.replaceChildren(...children);
  if (at >= 0) (box.children[at] ?? box).focus({ preventScroll: true });
}
const problem = text => { $('problem').textContent = text ?? ''; $('problem').hidden = !text; };
const told = x => x.toFixed(2).replace('-', '−');
const names = () => kernel.d.network.items;
const nameOf = (name, known) => name.startsWith('dial.') ? `compass ${+name.slice(5)}°` : known?.rule.name ?? manifest.rules.find(r => r.kernel === name)?.name ?? name;
const ruleName = () => nameOf(s.kernel, kernels.get(s.kernel)) + (s.then ? `, then ${nameOf(s.then, kernels.get(s.then))}` : '');
// Presentations over all phases, and whether all that is to be heard was heard.
const known = (state, name = state.kernel) => kernels.get(formName(name, state)), first = () => known(s).task.presentations, total = () => first() + (s.then ? s.more : 0), heardNow = () => past + kernel.heard, over = () => kernel.over && (!later || kernel === later);
/** The kernel of a name as a state has it: stored, or written by the program. */
async function described(name, state = Cut) {
  const full = formName(name, state), stored = full === name ? name : full === `${name}~tune=${state.tune}` ? `tune.${state.tune}.${name.slice(5)}` : '';
  const plain = full === name ? null : await described(name); // what the panel tells as standard
  if (!kernels.has(full)) kernels.set(full, stored === name || manifest.tunes.some(t => t.kernels.includes(stored)) ? await loadStored(`kernels/${stored}`) : await kernelFor(wish(plain, state)));
  return kernels.get(full);
}

/** Loads the kernel of the state and goes back to the first step. */
async function begin({ keepGhost = true, run = false, state = s } = {}) {
  const opened = await Kernel.open(await described(state.kernel, state)), next = state.then ? await Kernel.open(await described(state.then, state)) : null;
  if (next && (next.units !== opened.units || next.items !== opened.items)) throw new Error(`${nameOf(state.then, next.d)} is written for ${next.units} neurons and cannot go on with ${opened.units}`);
  if (ghost?.kernel.items !== opened.items) ghost = null; // other letters: nothing to compare
  [s, kernel, later, past] = [{ ...state, more: Math.min(state.more, opened.presentations) }, opened, next, 0]; // at once: no step of the old kernel under the new name
  if (!keepGhost) ghost = null;
  readColours(kernel.items); freshRamps();
  kernel.reset(s.seed);
  apply();
  [points, states, launched, part, playback, touched, weightCursor, reason] = [[], [[kernel, kernel.snapshot()]], [], 0, null, false, null, null];
  if (pinned && Math.max(...pinned) >= kernel.units) pinned = null;
  $('time').max = total();
  s.cue = Math.min(s.cue, kernel.items - 1);
  look();
  fresh = true;
  setRunning(run);
  tell();
  return kernel;
}

// The plane of two populations fills the page where the experiment is about nothing else.
const alone = () => s.preset === 'wilson-cowan' && s.plane !== '';

function apply() {
  for (const [key, x] of Object.entries(Numbers)) for (const place of x.places) kernel.setNumber(place, x.of ? x.of(s[key]) : s[key]);
  kernel.setWhole('learns', s.learning ? 1 : 0);
  kernel.lesion(s.lesion, s.cut);
}

/** The next phase: another rule on the weights that were left. */
function goOn() {
  later.goOn(kernel, s.seed, 1, s.more);
  [past, kernel] = [first(), later];
  apply();
  states[past] = [kernel, kernel.snapshot()];
}

/** Tests the network as it is; what is shown follows. */
function look() {
  const heard = looked = heardNow();
  shown = test(kernel, s.cue);
  lags = blocks(kernel).lags;
  if (!points.some(p => p.presentation === heard)) points.push({ presentation: heard, s: shown.s, d: shown.d });
  plane = s.plane ? analyse(populations(s.plane)) : lags[0] === lags[0] ? analyse(system(kernel, lags, s.adaptation * (1 - Math.exp(-1)))) : null;
  const [kind, text] = finding(shown, lags, names(), { heard, adaptation: s.adaptation, things: kernel.d.task.tune ? 'notes' : 'letters' });
  shown.kind = kind;
  $('finding').innerHTML = alone() ? populationWords(plane) : kernel.lost.length ? `With ${kernel.lost.length} of ${kernel.units} neurons lost: ${text[0].toLowerCase()}${text.slice(1)}` : text;
  $('plane-told').textContent = alone() ? `The same with a proof: plasticity analyse dynamics systems/wilson-cowan-${s.plane}.json --equilibria` : s.plane ? populationWords(plane) : plane ? planeWords(plane, place) + (s.adaptation > 0 ? ` Fatigue is held at ${(1 - Math.exp(-1)).toFixed(2)} of its most for this letter and at 0 for the next.` : '') : '';
  if (s.kernel.startsWith('dial.') && heard === total() && !s.then && kernel.lost.length === 0 && s.adaptation === 0) directions[+s.kernel.slice(5)] = shown;
  dirty = true;
  forgetAttractors();
  if (!running || speed <= 1 && speed > 0) { why(); if (!running || kernel.units <= 64) spread(); }
}

function ended() {
  const heard = heardNow(), all = kernel.heard >= kernel.presentations;
  if (all) kernel.step(1e9); // the silence that ends a phase
  states[heard] = [kernel, kernel.snapshot()];
  if (kernel.units > 128 && !all && heard % 5 && kernel.finite) return; // the test of many letters takes longer than they are heard
  look();
  if (!kernel.finite || shown.kind === 'diverged') { setRunning(false); return; }
  if (tour && heard === 6) { show(); return; }
  if (all && over()) { setRunning(false); if (tour) show(); tour = false; tell(); }
}

/** Trains so many steps at most; stops at the end of a presentation to test. False when time is up. */
function train(steps, until = Infinity) {
  for (let left = steps; left > 0 && running && !playback && !over(); ) {
    if (kernel.over) goOn();
    const end = (kernel.heard + 1) * kernel.each - kernel.position, count = Math.min(left, end, 64);
    kernel.step(count); left -= count; dirty = true;
    if (count === end) ended();
    if (performance.now() > until) return false;
  }
  return true;
}

function setRunning(on) {
  if (running && !on && kernel) { if (looked !== heardNow()) look(); why(); spread(); }
  running = on; last = performance.now();
  label(); offers();
  dirty = true;
}

/** Shows the last test in time: nothing is heard, one letter is cued. */
function show() { playback = { t: 0 }; last = performance.now(); label(); dirty = true; }
function silence() { playback = null; sound(); label(); offers(); dirty = true; }
function label() { const on = running || playback !== null; $('run').textContent = on ? 'Pause' : kernel && over() ? 'Run again' : 'Run'; $('run').setAttribute('aria-pressed', on); }

function frame(now) {
  const passed = Math.min(100, now - last); last = now;
  if (playback) {
    const tune = kernel.d.task.tune, visit = shown.visits.find(v => v.start <= playback.t && playback.t < v.end), edge = visit?.end ?? shown.visits.find(v => v.start > playback.t)?.start ?? Infinity;
    // Heard, each letter lasts as its note does; unheard, it is as fast as the network.
    playback.t += sounding() && visit ? passed * (visit.end - visit.start) / lengthOf(visit.item, tune) : passed / kernel.d.network.step * (speed === 0 || speed > 1 ? 1 : Math.max(0.25, speed)) * (tour ? 0.6 : 1); dirty = true;
    if (sounding()) playback.t = Math.min(playback.t, edge); // a slow picture leaves no note out
    sound(visit, tune);
    if (playback.t >= shown.rows.length || still.matches && !sounding()) silence();
  } else if (running) {
    const before = kernel.position, wanted = speed === 0 ? 1e6 : passed * speed / kernel.d.network.step + part, whole = Math.floor(wanted);
    part = wanted - whole;
    const start = performance.now();
    train(still.matches ? kernel.each : whole, start + 8);
    const done = kernel.position - before;
    if (done > 0) globalThis.labMoving ??= performance.now(); // when the first moving frame came; bench lab reads it
    if (passed > 0) rate = 0.9 * rate + 0.1 * done * kernel.d.network.step / Math.max(passed, 1);
  }
  if (dirty) { dirty = false; draw(); }
  if (!furnished && (globalThis.labMoving || !running)) { furnished = true; setTimeout(furnish); }
  requestAnimationFrame(frame);
}

// What the first picture does not need comes when it stands.
let furnished = false;
async function furnish() {
  try {
    const { mountEngine } = await fetchPart('engine');
    if (!manifest.composes) keepOffline();
    await mountEngine($, manifest.composes, manifest.rules, () => s, async count => ({ ...study(count), print: await hash(kernel) }));
  } catch (error) { problem(error.message); }
}

// —— drawing ——————————————————————————————————————————————————————————
function draw() {
  const tall = kernel.items > 16 ? 300 : 190, t = kernel.d.task, position = kernel.position, start = Math.min(kernel.heard, kernel.presentations - 1) * kernel.each, at = position - start, done = kernel.whole('done'), whole = position > 0 && (at === 0 || kernel.over);
  // At the end of a presentation all of it is shown, else what was heard so far over the pale end of the one before.
  const within = whole ? kernel.each : Math.min(kernel.each, at), first = done - (whole ? Math.max(kernel.each, position - kernel.heard * kernel.each + kernel.each) : at) + kernel.d.ring * 4;
  raster($('heard'), kernel, kernel.each, (col, unit) => col < within ? kernel.heardAt(first + col, unit) : col > within + 6 && position >= kernel.each ? kernel.heardAt(first + col - kernel.each, unit) * 0.35 : undefined, {
    high: tall, cursor: whole ? -1 : within, ticks: [[0, '0'], [t.silence, t.silence > 0.05 * kernel.each ? `${t.silence}` : ''], [kernel.each, `${kernel.each} ms`]],
  });
  replay($('played'), kernel, shown, playback ? Math.floor(playback.t) : Infinity, tall);
  if (ghost) replay($('ghost'), ghost.kernel, ghost.shown, Infinity, 120);
  // The weights, or how they differ from those of the run before, neuron by neuron.
  const differs = difference && ghost?.w.length === kernel.units ** 2, before = differs ? ghost.w : null;
  const seen = differs ? { units: kernel.units, items: kernel.items, order: kernel.order, d: kernel.d, weight: (to, from) => kernel.weight(to, from) - before[to * kernel.units + from] } : kernel;
  const most = kernel.weights().reduce((m, w, k) => Math.max(m, Math.abs(differs ? w - before[k] : w)), 0.02);
  $('weights-title').textContent = differs ? `Difference to ${ghost.name}: from a neuron (across) to a neuron (down)` : 'From a neuron (across) to a neuron (down)';
  weightView = weights($('weights'), seen, most, document.activeElement === $('weights') ? weightCursor : null);
  lagBars($('lags'), lags, ghost?.lags, kernel.items);
  if (spectrum) drawSpectrum($('spectrum'), spectrum, ghost?.spectrum, 0.5);
  $('why').hidden = !reason;
  if (reason) drawWhy($('why'), reason, kernel.d, reason.items);
  curve($('curve'), points, ghost?.points, total(), heardNow());
  if (plane) view = drawPlane($('plane'), plane, { launched, trail: trail(), now: here(), cursor: document.activeElement === $('plane') ? cursor : null, names: plane.system.names ?? ['one letter', 'the next'], most: alone() ? 560 : 340 });
  $('where').textContent = `Presentation ${heardNow()} of ${total()}`;
  $('time').value = heardNow();
  $('letters').replaceChildren(...shown.visits.filter(v => !playback || v.start < playback.t).map(v => Object.assign(document.createElement('span'), { textContent: names()[v.item], style: `color:${itemColour(v.item)}` })));
  $('scores').textContent = shown.visits.length ? `S ${told(shown.s)}, D ${told(shown.d)}` : 'silence';
}

function replay(c, k, test, until, high = 190) {
  const { settling, cue } = k.d.task, read = k.replayCopy ?? ((t, unit) => k.played(t + settling, unit));
  raster(c, k, test.rows.length, (t, unit) => t <= until ? read(t, unit) : undefined, { high, cursor: until === Infinity ? -1 : until, bands: [[0, cue, 'cue', test.cued < k.items / 2]], ticks: [[0, '0'], [Math.round(test.rows.length / 2), `${Math.round(test.rows.length / 2)}`], [test.rows.length, `${test.rows.length} ms`]] });
}

// The replay in the plane: activity of the letter that is on and of the next.
function trail() {
  const until = playback ? Math.floor(playback.t) : shown.rows.length, found = [];
  if (s.plane) return found;
  const v = shown.visits.filter(x => x.start < until).at(playback ? -1 : 0);
  if (!v || v.item + 1 >= kernel.items) return found;
  for (let t = Math.max(0, v.start - 20); t < Math.min(until, v.end + 40, shown.rows.length); t++) found.push([activity(t, v.item), activity(t, v.item + 1)]);
  return found;
}
// Mean activity of a letter's neurons at a moment of the replay.
const activity = (t, item) => kernel.members[item].reduce((sum, i) => sum + kernel.played(t + kernel.d.task.settling, i), 0) / kernel.members[item].length;
const here = () => playback ? trail().at(-1) : null;

// —— what is said beside the pictures ————————————————————————————————————
function tell() {
  const d = kernel.d;
  $('rule').value = s.kernel.startsWith('dial.') ? 'dial' : s.kernel;
  $('then').value = s.then; $('more').value = s.more; $('more').closest('label').hidden = !s.then;
  $('equation').replaceChildren(...formula(d.rule.equation)); $('intuition').textContent = d.rule.intuition;
  $('seed').value = s.seed; $('learning').checked = s.learning;
  for (const [key, x] of Object.entries(Numbers)) { const text = x.told ? x.told(s[key]) : s[key].toFixed(2), input = $(`n-${key}`); input.value = s[key]; input.setAttribute('aria-valuetext', text); if (!x.field) $(`o-${key}`).textContent = text; }
  showForm(s, kernels.get(s.kernel), known(s), fresh); fresh = false;
  $('cue-name').textContent = names()[s.cue];
  renew($('cues'), 'Cue ', ...names().map((name, k) => { const b = Object.assign(document.createElement('button'), { type: 'button', textContent: name }); b.setAttribute('aria-pressed', k === s.cue); b.setAttribute('aria-label', kernel.d.task.tune ? `Cue note ${k + 1}, ${name}` : `Cue ${name}`); b.onclick = () => { s.cue = k; look(); tell(); show(); }; return b; }));
  $('ghost-row').hidden = !ghost; $('difference').disabled = !ghost; $('difference').setAttribute('aria-pressed', difference && !!ghost);
  if (ghost) { $('ghost-title').textContent = `Before: ${ghost.name}`; $('ghost-letters').textContent = letters(ghost.shown.visits, ghost.kernel.d.network.items) || 'silence'; $('ghost-scores').textContent = `S ${told(ghost.shown.s)}, D ${told(ghost.shown.d)}`; }
  $('system').value = s.plane; document.documentElement.toggleAttribute('data-alone', alone());
  $('plane-title').textContent = s.plane ? 'Activity of an excitatory and an inhibitory population' : 'Reduction to two successive letters, all others at rest';
  for (const [k, text] of (plane?.system.names ?? ['this letter', 'the next']).entries()) document.querySelector(`.k${k}`).textContent = `${text} at rest`;
  dial(); facts(); offers();
  writeLink(s, Cut, manifest);
  if (!sliding) commit();
}

/** The link is the history: what was changed on purpose is one step back, and Back or Ctrl+Z takes it. */
function commit() {
  const now = location.hash, n = history.state?.n ?? 0;
  if (committed && now !== committed) { history.replaceState({ n }, '', committed); history.pushState({ n: n + 1 }, '', now); }
  committed = now;
}

/** A formula with its indices set low. */
const formula = text => text.split(/_([a-zA-Z0-9+−]+)/).map((part, k) => k % 2 ? Object.assign(document.createElement('sub'), { textContent: part }) : part);

async function facts() {
  const d = kernel.d, here = kernel, print = await hash(kernel);
  if (here !== kernel) return;
  const rows = [['Rule', `${ruleName()}: ${d.rule.equation}`], ['Source', d.rule.source], ['Carried out as', d.rule.form], ['Network', `${d.network.units} neurons, ${kernel.items} letters of ${d.network.assemblySize}, time step ${d.network.step} ms, forward Euler`], ['Seed', `${s.seed}`],
    ['Weights', print ?? 'no hash: this page came from another machine without https'], ['Heard', `${heardNow()} of ${total()} presentations, ${kernel.position} of ${kernel.length} steps of this rule`], ['Speed', running ? `${rate.toFixed(1)} × real time` : 'paused'], ['Mean activity', (kernel.number('activity') / Math.max(1, kernel.whole('done'))).toFixed(4)], ['Link', touched ? 'Something was changed during training: the link begins from reset.' : 'The link gives the same numbers.']];
  $('facts').replaceChildren(...rows.flatMap(([a, b]) => [Object.assign(document.createElement('dt'), { textContent: a }), Object.assign(document.createElement('dd'), { textContent: b })]));
  if ($('table-box').open) tables();
}

const tableOf = (caption, head, rows) => { const t = document.createElement('table'); t.createCaption().textContent = caption; const h = t.createTHead().insertRow(); head.forEach(x => { const th = document.createElement('th'); th.scope = 'col'; th.textContent = x; h.append(th); }); const body = t.createTBody(); rows.forEach(row => { const r = body.insertRow(); row.forEach((x, k) => { if (k === 0) { const th = document.createElement('th'); th.scope = 'row'; th.textContent = x; r.append(th); } else r.insertCell().textContent = x; }); }); return t; };
function tables() {
  const { b } = blocks(kernel), f = x => x.toFixed(2).replace('-', '−');
  $('tables').replaceChildren(
    tableOf('Learning', ['presentation', 'S', 'D'], points.map(p => [p.presentation, f(p.s), f(p.d)])),
    tableOf('Mean weights between letters, times the letter\'s size: to (down), from (across)', ['to', ...names()], b.map((row, k) => [names()[k], ...row.map(f)])),
    tableOf('Mean link to the letter so many places later', ['places', 'link'], Object.entries(lags).map(([d, v]) => [+d, v]).sort((a, c) => a[0] - c[0]).map(([d, v]) => [`${d}`.replace('-', '−'), f(v)])),
    tableOf('Eigenvalues of the weights, by real part', ['number', 'real', 'imaginary'], [...spectrum ?? []].sort((a, c) => c[0] - a[0]).map(([re, im], k) => [k + 1, f(re), f(im)])),
    tableOf('Equilibria of the plane', ['kind', 'this letter', 'the next'], (plane?.points ?? []).map(p => [p.type, f(p.x), f(p.y)])),
    tableOf('Visits of the replay', ['letter', 'from [ms]', 'to [ms]'], shown.visits.map(v => [names()[v.item], v.start, v.end])));
}

// —— the compass ———————————————————————————————————————————————————————
// Colour, word and a sign that needs no colour.
const Kinds = { plays: ['c0', 'plays on', '▶'], bounces: ['c3', 'turns back', '↔'], backward: ['c1', 'runs back', '◀'], stuck: ['c4', 'stays', '●'], partly: ['c5', 'partly', '~'], silent: ['faint', 'silence', ''], cued: ['c5', 'partly', '~'], diverged: ['ink', 'diverged', '×'] };
const kindOf = test => test.kind;
function dial() {
  const svg = $('compass'), made = (tag, a, text) => { const e = document.createElementNS('http://www.w3.org/2000/svg', tag); for (const [k, v] of Object.entries(a)) e.setAttribute(k, v); if (text) e.textContent = text; return e; };
  const at = (angle, r) => [r * Math.cos(angle * Math.PI / 180), -r * Math.sin(angle * Math.PI / 180)], parts = [];
  for (const angle of manifest.dial) {
    const [a, b, c, d] = [at(angle - 7, 88), at(angle + 7, 88), at(angle + 7, 74), at(angle - 7, 74)], known = directions[angle];
    parts.push(made('path', { d: `M${a} A88 88 0 0 0 ${b} L${c} A74 74 0 0 1 ${d} Z`, fill: known ? `var(--pl-${Kinds[kindOf(known)][0]})` : 'none', stroke: 'var(--pl-muted)', 'stroke-width': known ? 0 : 0.6 }));
    if (known) { const [x, y] = at(angle, 81); parts.push(made('text', { x, y: y + 3.5, class: 'sign' }, Kinds[kindOf(known)][2])); }
  }
  for (const [angle, text] of [[0, 'Hebb'], [90, 'STDP'], [180, 'anti-Hebb'], [270, 'anti-STDP']]) { const [x, y] = at(angle, angle % 180 ? 102 : 50); parts.push(made('text', { x, y: y + 4 }, text)); }
  const on = s.kernel.startsWith('dial.') ? +s.kernel.slice(5) : null;
  if (on !== null) { const [x, y] = at(on, 70); parts.push(made('line', { x1: 0, y1: 0, x2: x, y2: y, stroke: 'var(--pl-ink)', 'stroke-width': 3, 'stroke-linecap': 'round' }), made('circle', { cx: 0, cy: 0, r: 5, fill: 'var(--pl-ink)' })); }
  const used = [...new Set(Object.values(directions).map(kindOf))];
  $('dial-key').replaceChildren(...used.map(kind => { const e = Object.assign(document.createElement('span'), { textContent: ` ${Kinds[kind][2]} ${Kinds[kind][1]}` }), box = document.createElement('i'); box.style.background = `var(--pl-${Kinds[kind][0]})`; e.prepend(box); return e; }));
  svg.replaceChildren(...parts);
  $('angle').value = on ?? 45; $('angle-told').textContent = on === null ? 'off' : `${on}°`; $('angle').setAttribute('aria-valuetext', on === null ? 'off' : `${on} degrees`);
}
const direction = angle => choose(`dial.${String((Math.round(angle / 15) * 15 + 360) % 360).padStart(3, '0')}`, { ghosts: !s.kernel.startsWith('dial.') });

// —— acts ———————————————————————————————————————————————————————————————
function keepGhost() {
  const { settling } = kernel.d.task, rows = shown.rows.length, copy = new Float64Array(rows * kernel.units);
  for (let t = 0; t < rows; t++) for (let i = 0; i < kernel.units; i++) copy[t * kernel.units + i] = kernel.played(t + settling, i);
  const n = kernel.units;
  ghost = { name: ruleName(), state: { ...s }, points, lags, shown, w: kernel.weights(), spectrum, kernel: { units: n, items: kernel.items, order: kernel.order, d: kernel.d, replayCopy: (t, unit) => copy[t * n + unit] } };
}

async function choose(name, { ghosts = true, changes = {}, run = true } = {}) {
  if (kernel && ghosts && points.length > 1) keepGhost();
  tour = false;
  try { await begin({ run: run && !still.matches, state: { ...s, ...changes, kernel: name } }); problem(); } catch (error) { problem(`${nameOf(name)} could not be loaded: ${error.message.replace(/\.$/, '')}. The experiment before goes on.`); tell(); }
}

const study = (count = 1) => studyText(s, { first: known(s), then: s.then && known(s, s.then), name: ruleName(), touched, count });

/** The study file that gives the same weights, S and D from the command line. */
function saveStudy() {
  const { text, cannot } = study();
  $('study-told').textContent = cannot.length ? `This experiment cannot be written as a study: ${cannot.join('; ')}.` : `Saved. In its folder, run: plasticity study run lab-${s.preset}.yaml. Its runs.csv tells the weights ${touched ? 'of a training in which nothing is changed' : 'that stand here'}.${ghost ? ' The run before is no part of it.' : ''}`;
  if (cannot.length === 0) save(`lab-${s.preset}.yaml`, URL.createObjectURL(new Blob([text], { type: 'application/yaml' })));
}
function save(name, href) { const a = document.createElement('a'); a.download = name; a.href = href; a.click(); if (href.startsWith('blob:')) setTimeout(() => URL.revokeObjectURL(href), 1000); }

/** Opens a state; where it is to be compared with another run, that one is trained first and stands as the run before. */
async function compared(state, run) {
  ghost = null;
  if (state.before) { sliding = true; await begin({ keepGhost: false, state: { ...state, ...state.before, before: null } }); running = true; train(1e9); setRunning(false); keepGhost(); sliding = false; }
  await begin({ state, run });
}

let wanted = {}, asked = 0;
/** Another task or network by the same rule: a kernel of its own, from reset. */
async function reform(changes) {
  Object.assign(wanted, changes);
  const mine = ++asked;
  // Written first: what is changed meanwhile is not lost, and of several changes the last has all.
  try { for (const name of [s.kernel, s.then]) if (name) await described(name, { ...s, ...wanted }); } catch (error) { for (const key of Object.keys(changes)) delete wanted[key]; throw error; }
  if (mine !== asked) return;
  changes = wanted; wanted = {};
  if (points.length > 1) keepGhost();
  tour = false;
  await begin({ run: !still.matches, state: { ...s, ...changes } });
  problem();
}

async function preset(id) {
  const p = manifest.presets.find(x => x.id === id);
  ghost = null; directions = {};
  history.replaceState(history.state, '', `#v=1&preset=${id}`);
  await compared({ ...Cut, preset: id, ...p.state }, !still.matches && !p.state.plane);
  $('preset').value = id;
}

function offers() {
  if (!kernel || !shown) return;
  const list = [], done = over() && !running, rule = id => manifest.rules.find(r => r.kernel === id);
  const other = s.kernel === 'rule.hebbian' ? 'rule.causal_trace_hebb' : 'rule.hebbian';
  if (done) {
    if (shown.kind === 'stuck' && s.adaptation === 0) list.push(['Give the neurons fatigue', () => choose(s.kernel, { changes: { adaptation: 1 } })]);
    if (shown.kind === 'backward') list.push([`Cue ${names().at(-1)}`, () => { s.cue = kernel.items - 1; look(); tell(); show(); }]);
    if (shown.kind === 'bounces') list.push(['Turn the dial to 300°', () => choose('dial.300', { changes: { adaptation: 0 } })]);
    list.push([`Same brain, other rule: ${rule(other).name}`, () => choose(other, { changes: { cue: 0 } })]);
    list.push(['Is it luck?', () => { $('panel-luck').scrollIntoView({ behavior: still.matches ? 'auto' : 'smooth' }); startLuck(); }]);
    list.push(['Your own rule', () => { $('own').open = true; $('own-text').focus(); }]);
  }
  renew($('offers'), ...list.map(([text, act], k) => { const b = Object.assign(document.createElement('button'), { type: 'button', textContent: text, onclick: act }); if (k === 0) b.className = 'first'; return b; }));
}

const workers = {};
function jobs(purpose, list, each, end) {
  workers[purpose]?.terminate();
  const worker = workers[purpose] = makeWorker(), over = () => { worker.terminate(); end(); };
  worker.onmessage = ({ data }) => data.done ? over() : each(data);
  worker.onerror = event => { problem(`The networks in the background stopped: ${event.message ?? 'the browser allows no workers here'}.`); over(); };
  worker.postMessage({ jobs: list });
}
const numbersOf = state => Object.fromEntries(Object.entries(Numbers).flatMap(([key, x]) => x.places.map(place => [place, x.of ? x.of(state[key]) : state[key]])));

const jobOf = state => ({ kernel: known(state), then: state.then && known(state, state.then), more: state.more, lesion: state.lesion, cut: state.cut, numbers: numbersOf(state) });
function startLuck() {
  const rows = [{ id: 0, name: ruleName(), values: [], word: 'c0', state: { ...s } }, ...(ghost ? [{ id: 1, name: ghost.name, values: [], word: 'c1', state: ghost.state }] : [])], seeds = Array.from({ length: 20 }, (_, k) => 100 + k);
  const total = rows.length * seeds.length; let done = 0;
  $('seeds').hidden = false; $('luck-progress').hidden = false; $('luck').disabled = true; $('luck-told').textContent = '';
  jobs('luck', seeds.flatMap(seed => rows.map(row => ({ id: row.id, seed, ...jobOf(row.state) }))), ({ id, s: value }) => {
    rows[id].values.push(value); $('luck-progress').value = ++done / total; dots($('seeds'), rows);
  }, () => { $('luck').disabled = false; $('luck-progress').hidden = true; dots($('seeds'), rows); $('luck-told').textContent = luck(rows); $('seeds').setAttribute('aria-label', $('luck-told').textContent); });
}

// Eigenvalues of the weights, in the units of the letters' links; every presentation in small networks, else when it pauses.
function spread() {
  const w = kernel.weights(), n = kernel.units;
  spectrum = w.every(Number.isFinite) ? eigenvalues(Array.from({ length: n }, (_, i) => w.subarray(i * n, (i + 1) * n))) : null;
  const lead = spectrum?.reduce((a, b) => b[0] > a[0] ? b : a), beyond = spectrum?.filter(z => Math.hypot(...z) > 0.6) ?? [];
  $('spectrum-told').textContent = spectrum ? `Largest real part ${told(lead[0])}${lead[1] ? `, imaginary part ±${told(Math.abs(lead[1]))}` : ''}. Beyond 0.6 lie ${beyond.length} eigenvalues, ${beyond.filter(([, im]) => im !== 0).length} of them complex.` : '';
  dirty = true;
}

// What was found is of one moment of one network; anything else clears it.
let sought = 0, ends = null;
function forgetAttractors() { sought++; $('find').disabled = false; $('ends').replaceChildren(); $('ends-told').textContent = ''; }
async function findAttractors() {
  const mine = ++sought, heard = heardNow(), percent = x => `${Math.round(100 * x)}`;
  if (!Number.isFinite(lags[0])) return;
  $('find').disabled = true; $('ends-told').textContent = 'The network is let go from 200 states …';
  ends ??= await fetchPart('attractors');
  const found = await ends.attractors(ends.reduced(kernel, blocks(kernel).b, s.adaptation), s.seed, () => mine === sought);
  if (!found) return;
  $('find').disabled = false;
  const { list, open, starts } = found, first = list[0], plain = a => a.letters.map(k => names()[k]).join('') || 'silence';
  // Where two have the same letters on, the strongest of the others tells them apart.
  const on = a => {
    if (a.kind === 'cycle' || !list.some(b => b !== a && b.kind !== 'cycle' && plain(b) === plain(a))) return plain(a);
    const next = names().map((_, k) => k).filter(k => !a.letters.includes(k)).sort((k, l) => a.x[l] - a.x[k])[0];
    return next === undefined ? plain(a) : `${plain(a)}, ${names()[next]} at ${a.x[next].toFixed(2)}`;
  };
  $('ends').replaceChildren(tableOf('Ends of the activity', ['letters on', 'kind', 'stability', 'starts', 'share [%], 95 % interval'], list.map(a => [on(a), a.kind === 'cycle' ? `cycle of ${a.period.toFixed(0)} ms` : 'equilibrium', a.kind === 'cycle' ? 'orbits close on it' : `back in ${(-kernel.d.network.tau / a.rate).toFixed(0)} ms`, a.count, `${percent(a.share)}, ${percent(a.interval[0])} to ${percent(a.interval[1])}`])));
  $('ends-told').textContent = first ? `After ${heard} presentations: at least ${list.length} attractor${list.length === 1 ? '' : 's'}${list.length > 1 ? '; most starts end' : '; all that settle end'} ${first.kind === 'cycle' ? `on a cycle through ${on(first)}` : first.letters.length ? `with ${on(first)} on` : 'in silence'} (${first.count} of ${starts}).${open ? ` ${open} did not settle within 6 s.` : ''}` : `None of ${starts} starts settled within 6 s.`;
}

async function around() {
  $('around').disabled = true;
  let list;
  try { list = await Promise.all(manifest.dial.map(async angle => ({ id: angle, seed: s.seed, kernel: await described(`dial.${String(angle).padStart(3, '0')}`, s), numbers: numbersOf(s) }))); }
  catch (error) { problem(error.message); $('around').disabled = false; return; }
  jobs('dial', list, result => { directions[result.id] = result; dial(); }, () => { $('around').disabled = false; });
}

/** Has the host write a kernel. */
async function kernelFor(order) {
  if (!manifest.composes) throw new Error('This page has its kernels written beforehand. To write one, run "plasticity lab" on your machine and open the page it names.');
  const answer = await ask('kernel', order), body = await answer.json();
  if (!answer.ok) throw new Error(body.problem);
  return body;
}
async function compose(text) { kernels.set(`own.${text}`, await kernelFor({ equation: text })); return `own.${text}`; }

async function ownRule(text) {
  const wrong = $('own-problem'), field = $('own-text');
  try {
    const name = await compose(text);
    wrong.hidden = true; field.removeAttribute('aria-invalid');
    await choose(name);
  } catch (error) { wrong.textContent = error.message; wrong.hidden = false; field.setAttribute('aria-invalid', 'true'); }
}

function scrub(k) {
  if (!states[k]) k = states.length - 1;
  setRunning(false); tour = false; playback = null;
  // From the state before, so that what was heard can be shown; the phase that it belongs to comes with it.
  const [owner, state] = states[k > 0 && states[k - 1] ? k - 1 : k];
  kernel = owner; past = later && kernel === later ? first() : 0; kernel.restore(state);
  if (k > 0 && states[k - 1]) { kernel.step(kernel.each); if (kernel.heard >= kernel.presentations) kernel.step(1e9); }
  apply(); look(); tell();
}

// —— why: one synapse ————————————————————————————————————————————————————
async function why() {
  const heard = heardNow(), here = kernel, size = kernel.units / kernel.items;
  pinned ??= [size, 0]; // from the first neuron of the first letter to the first of the second, by place in the picture
  const [i, j] = pinned, [to, from] = [kernel.order[i], kernel.order[j]], who = k => `neuron ${k % size + 1} of ${names()[Math.floor(k / size)]}`;
  $('why-who').textContent = `From ${who(j)} to ${who(i)}: what each term of the rule gave in presentation ${Math.max(1, heard)}. Click another weight in the matrix, or press Enter there.`;
  if (kernel.d.rule.terms.length === 0) { reason = null; $('why-told').textContent = s.kernel === 'rule.no_learning' ? 'No rule: nothing changes.' : 'This rule is no sum of products, so it has no terms to show.'; dirty = true; return; }
  if (kernel.heard === 0 || !states[heard - 1]) { reason = null; $('why-told').textContent = 'Nothing has been heard yet.'; dirty = true; return; }
  if (twin?.d !== kernel.d) twin = await Kernel.open(kernel.d);
  if (here !== kernel || heardNow() !== heard) return;
  reason = { ...explain(twin, states[heard - 1][1], numbersOf(s), to, from), items: [Math.floor(i / size), Math.floor(j / size)] };
  const sign = x => `${x < 0 ? '−' : '+'}${Math.abs(x).toFixed(3)}`;
  $('why-told').textContent = `The weight went from ${sign(reason.first)} to ${sign(reason.first + reason.change)}: ${kernel.d.rule.terms.map((term, k) => `${termWords(term)} gave ${sign(reason.terms[k])}`).join('; ')}; bounds and cap ${sign(reason.rest)}.`;
  dirty = true;
}

// —— keys ————————————————————————————————————————————————————————————————
const Keys = [[' ', 'Space', 'run or pause', () => $('run').click()], ['.', '.', 'one presentation', () => $('step').click()], ['r', 'R', 'reset', () => $('reset').click()], ['n', 'N', 'new seed', () => $('fresh').click()], ['t', 'T', 'test', () => $('test').click()], ['l', 'L', 'learning on or off', () => $('learning').click()],
  ['[', '[', 'slower', () => shift(-1)], [']', ']', 'faster', () => shift(1)], ['g', 'G', 'keep this run as the one before', () => { keepGhost(); tell(); dirty = true; }], ['d', 'D', 'weights as difference to the run before', () => $('difference').click()], ['f', 'F', 'next equilibrium of the plane', () => nextPoint()], ['a', 'A', 'tables', () => { $('table-box').open = !$('table-box').open; if ($('table-box').open) { tables(); $('table-box').scrollIntoView(); } }], ['s', 'S', 'save a picture of the panel in focus', () => savePicture()], ['undo', 'Ctrl+Z', 'undo the last change', () => {}], ['redo', 'Ctrl+Y', 'redo it', () => {}], ['?', '?', 'this list', () => $('help').showModal()],
  ...['rule', 'replay', 'weights', 'plane', 'learning', 'why', 'luck', 'details', 'attractors', 'task'].map((panel, k) => [`${(k + 1) % 10}`, `${(k + 1) % 10}`, `panel: ${panel}`, () => { const box = $(`panel-${panel}`); box.scrollIntoView({ block: 'nearest' }); (box.querySelector('canvas[tabindex], button, select, input, summary') ?? box).focus(); }])];
function shift(by) { const select = $('speed'); select.selectedIndex = Math.max(0, Math.min(select.options.length - 1, select.selectedIndex + by)); select.dispatchEvent(new Event('change')); }
function nextPoint() { const k = plane.points.findIndex(p => Math.hypot(p.x - cursor[0], p.y - cursor[1]) < 1e-3), p = plane.points[(k + 1) % plane.points.length]; if (p) { cursor = [p.x, p.y]; $('plane').focus(); $('plane-told').textContent = `${p.type} at (${p.x.toFixed(2)}, ${p.y.toFixed(2)}).`; dirty = true; } }
function savePicture() { const c = document.activeElement?.closest('section')?.querySelector('canvas') ?? $('played'); save(`plasticity-${c.id}.png`, c.toDataURL()); }

function start(x, y, back) {
  const points = back ? backward(plane.system, x, y) : launch(plane.system, x, y), [ex, ey] = points.at(-1);
  launched = [...launched.slice(-19), points];
  const near = plane.points.find(p => Math.hypot(p.x - ex, p.y - ey) < 0.02);
  $('plane-told').textContent = back ? `Backward from (${x.toFixed(2)}, ${y.toFixed(2)}): it came from near (${ex.toFixed(2)}, ${ey.toFixed(2)}).` : `From (${x.toFixed(2)}, ${y.toFixed(2)}) the activity ${near?.type.startsWith('stable') ? `ends at the stable point ${s.plane ? '' : `${place(near)} `}(${near.x.toFixed(2)}, ${near.y.toFixed(2)})` : `is at (${ex.toFixed(2)}, ${ey.toFixed(2)}) after 300 ${s.plane ? 'time constants' : 'ms'}, not settled`}.`;
  dirty = true;
}

function wire() {
  $('run').onclick = () => { tour = false; if (running || playback) { silence(); setRunning(false); } else if (over()) begin({ run: true }); else setRunning(true); };
  $('step').onclick = () => { tour = false; if (over()) return; if (kernel.over) goOn(); running = true; train(kernel.each - (kernel.position % kernel.each)); setRunning(false); tell(); };
  $('reset').onclick = () => { tour = false; begin(); };
  $('test').onclick = () => { tour = false; look(); tell(); show(); };
  $('learning').onchange = () => { s.learning = $('learning').checked; touched ||= kernel.position > 0; apply(); tell(); };
  $('speed').onchange = () => { speed = +$('speed').value; };
  $('time').oninput = () => scrub(+$('time').value);
  $('fresh').onclick = () => { s.seed = Math.floor(Math.random() * 1e6); begin({ keepGhost: false, run: !still.matches }); };
  $('seed').onchange = () => { const x = $('seed').valueAsNumber; if (!Number.isInteger(x) || x < 0 || x > Number.MAX_SAFE_INTEGER) { problem(`The seed must be a whole number from 0 to 9007199254740991, but is "${$('seed').value}".`); $('seed').value = s.seed; return; } problem(); s.seed = x; begin({ keepGhost: false }); };
  $('then').onchange = () => choose(s.kernel, { changes: { then: $('then').value } });
  $('more').onchange = () => { const x = $('more').valueAsNumber; if (!Number.isInteger(x) || x < 1 || x > first()) { problem(`The second rule can be heard 1 to ${first()} times, but "${$('more').value}" was asked for.`); $('more').value = s.more; return; } problem(); choose(s.kernel, { changes: { more: x } }); };
  $('study').onclick = saveStudy;
  $('rule').onchange = () => $('rule').value === 'dial' ? direction(45) : choose($('rule').value);
  $('angle').onchange = () => direction(+$('angle').value);
  $('angle').oninput = () => { $('angle-told').textContent = `${$('angle').value}°`; };
  const turn = event => { const box = $('compass').getBoundingClientRect(); return (Math.atan2(box.top + box.height / 2 - event.clientY, event.clientX - box.left - box.width / 2) * 180 / Math.PI + 360) % 360; };
  $('compass').onpointerup = event => direction(turn(event));
  $('around').onclick = around;
  $('find').onclick = findAttractors;
  $('difference').onclick = () => { difference = !difference; tell(); dirty = true; };
  $('luck').onclick = startLuck;
  $('own-form').onsubmit = event => { event.preventDefault(); ownRule($('own-text').value.trim()); };
  $('share').onclick = async () => { try { await navigator.clipboard.writeText(location.href); $('share').textContent = 'Copied'; } catch { $('share').textContent = 'Copy it from the address bar'; } setTimeout(() => { $('share').textContent = 'Copy link'; }, 2000); };
  $('keys').onclick = () => $('help').showModal();
  $('help-list').replaceChildren(...Keys.flatMap(([, key, text]) => [document.createElement('dt'), document.createElement('dd')].map((e, k) => { if (k) e.textContent = text; else e.append(Object.assign(document.createElement('kbd'), { textContent: key })); return e; })));
  $('table-box').ontoggle = () => { if ($('table-box').open) tables(); };
  document.querySelector('.skip').onclick = event => { event.preventDefault(); $('stage').focus(); }; // the address is the experiment's
  $('lesson-pick').onkeydown = event => { if (event.key === 'Enter' && !$('lesson').hidden) { event.preventDefault(); $('lesson-title')?.focus(); } };
  $('lesson-pick').onchange = () => { tour = false; setRunning(false); lesson($('lesson-pick').value); writeLesson(); };
  $('then').replaceChildren(new Option('nothing more', ''), ...manifest.rules.map(r => new Option(r.name, r.kernel)));
  $('preset').onchange = () => preset($('preset').value);
  const set = (key, value) => { s[key] = value; touched ||= kernel.position > 0; apply(); look(); tell(); };
  const slide = (key, input) => { input.onchange = () => { sliding = false; commit(); }; input.oninput = () => { sliding = true; set(key, +input.value); }; };
  for (const [key, x] of Object.entries(Numbers)) if (!x.field) {
    const label = document.createElement('label'), output = Object.assign(document.createElement('output'), { id: `o-${key}` }), input = Object.assign(document.createElement('input'), { type: 'range', id: `n-${key}`, min: x.min, max: x.max, step: x.step });
    label.append(x.label, output, input); label.htmlFor = input.id; $('live').append(label);
    slide(key, input);
  }
  showForm = mountForm($, manifest, { set, slide, stop: error => problem(error.message), reform });
  $('sound').onclick = () => { const on = !sounding(); $('sound').textContent = !setSound(on) ? 'Sound: not in this browser' : on ? 'Sound: on' : 'Sound: off'; $('sound').setAttribute('aria-pressed', sounding()); if (sounding()) { look(); tell(); show(); } else silence(); };
  $('system').onchange = () => { s.plane = $('system').value; launched = []; look(); tell(); };
  $('plane').onclick = event => { if (!view) return; const r = $('plane').getBoundingClientRect(); cursor = view.from(event.clientX - r.left, event.clientY - r.top).map(v => Math.min(1.02, Math.max(-0.02, v))); start(...cursor, event.shiftKey); };
  $('plane').onkeydown = event => {
    const far = event.shiftKey ? 0.1 : 0.02, moves = { ArrowLeft: [-far, 0], ArrowRight: [far, 0], ArrowUp: [0, far], ArrowDown: [0, -far] };
    if (moves[event.key]) { cursor = cursor.map((v, i) => Math.min(1, Math.max(0, v + moves[event.key][i]))); $('plane-told').textContent = `Cursor at (${cursor.map(v => v.toFixed(2)).join(', ')}).`; }
    else if (event.key === 'Enter') start(...cursor, event.shiftKey);
    else if (event.key === 'Backspace') launched = launched.slice(0, -1);
    else return;
    event.preventDefault(); event.stopPropagation(); dirty = true;
  };
  const cutNeuron = row => { const unit = kernel.order[row], size = kernel.units / kernel.items, gone = s.cut.includes(unit); s.cut = gone ? s.cut.filter(i => i !== unit) : [...s.cut, unit]; apply(); look(); tell(); $('weight-told').textContent = `Neuron ${row % size + 1} of ${names()[Math.floor(row / size)]} is ${gone ? 'back' : 'lost in the test: its synapses are cut'}.`; };
  const readWeight = ([i, j]) => { if (i < 0 || j < 0 || i >= kernel.units || j >= kernel.units) return; const size = kernel.units / kernel.items, [to, from] = [kernel.order[i], kernel.order[j]]; $('weight-told').textContent = `From neuron ${j % size + 1} of ${names()[Math.floor(j / size)]} to neuron ${i % size + 1} of ${names()[Math.floor(i / size)]}: ${kernel.weight(to, from) < 0 ? '−' : '+'}${Math.abs(kernel.weight(to, from)).toFixed(4)}`; };
  $('weights').onmousemove = event => { if (!weightView) return; const r = $('weights').getBoundingClientRect(); readWeight(weightView.at(event.clientX - r.left, event.clientY - r.top)); };
  $('weights').onclick = event => { if (!weightView) return; const r = $('weights').getBoundingClientRect(), [i, j] = weightView.at(event.clientX - r.left, event.clientY - r.top); if (i < 0 || j < 0 || i >= kernel.units || j >= kernel.units) return; if (event.shiftKey) cutNeuron(i); else if (i !== j) { pinned = [i, j]; why(); } };
  $('weights').onkeydown = event => {
    if (event.key.toLowerCase() === 'x' && weightCursor && $('keys-on').checked) { cutNeuron(weightCursor[0]); event.stopPropagation(); return; }
    if (event.key === 'Enter' && weightCursor && weightCursor[0] !== weightCursor[1]) { pinned = [...weightCursor]; why(); return; }
    const moves = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }, m = moves[event.key];
    if (!m) return;
    weightCursor = (weightCursor ?? [0, 0]).map((v, k) => Math.min(kernel.units - 1, Math.max(0, v + m[k] * (event.shiftKey ? kernel.units / kernel.items : 1)))); readWeight(weightCursor); event.preventDefault(); dirty = true;
  };
  for (const c of [$('plane'), $('weights')]) for (const kind of ['focus', 'blur']) c.addEventListener(kind, () => { dirty = true; });
  document.addEventListener('keydown', event => {
    if ((event.ctrlKey || event.metaKey) && ['z', 'y'].includes(event.key.toLowerCase()) && !event.target.matches('input:not([type=range], [type=checkbox]), textarea')) {
      event.preventDefault();
      if (event.key.toLowerCase() === 'y' || event.shiftKey) history.forward(); else if (history.state?.n > 0) history.back();
      return;
    }
    if (!$('keys-on').checked || event.ctrlKey || event.altKey || event.metaKey || document.querySelector('dialog[open]') || event.target.matches('input:not([type=range], [type=checkbox]), textarea') || event.target.matches('select')) return;
    if (event.key === ' ' && event.target.matches('button, summary, input')) return;
    const found = Keys.find(([key]) => key === event.key.toLowerCase());
    if (found) { event.preventDefault(); found[3](); }
  });
  new ResizeObserver(() => { dirty = true; }).observe($('stage'));
  const recolour = () => { if (!kernel) return; readColours(kernel.items); freshRamps(); dirty = true; };
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', recolour);
  document.addEventListener('visibilitychange', () => { last = performance.now(); if (document.hidden) sound(); });
  addEventListener('popstate', () => follow());
  addEventListener('message', event => message(event));
}

// —— lessons ——————————————————————————————————————————————————————————————
async function lesson(id) {
  if (!id) { $('lesson').hidden = true; $('lesson').replaceChildren(); return; }
  try {
    const { Lessons, teach } = await fetchPart('lessons');
    if ($('lesson-pick').value === id) teach($('lesson'), Lessons.find(l => l.id === id), taught);
  } catch (error) { problem(error.message); }
}
async function taught(state, until) {
  if (points.length > 1) keepGhost();
  tour = false;
  await begin({ state: { ...Cut, preset: s.preset, seed: s.seed, ...state } });
  running = true; train(until === Infinity ? 1e9 : until * kernel.each); setRunning(false); tell();
  show();
  return [shown, lags, { ...plane, stable: plane.points.filter(p => p.type.startsWith('stable')).map(place) }];
}
function writeLesson() { const hash = new URLSearchParams(location.hash.slice(1)), id = $('lesson-pick').value; if (id) hash.set('lesson', id); else hash.delete('lesson'); history.replaceState(history.state, '', `#${hash}`); committed = location.hash; }

// Embedding: data only, answered to who asked.
function message({ data, source, origin }) {
  if (!source || source === window || typeof data !== 'object' || data === null) return;
  const acts = { run: () => setRunning(true), pause: () => setRunning(false), reset: () => begin(), test: () => $('test').click(), set: () => { const { state, notices } = readLink(`#${new URLSearchParams(data.state)}`, Cut, manifest); problem(notices.join(' ')); return begin({ state }); }, get: () => {} };
  if (!acts[data.plasticity]) return;
  Promise.resolve(acts[data.plasticity]()).then(() => source.postMessage({ plasticity: 'state', heard: heardNow(), s: shown.s, d: shown.d, letters: letters(shown.visits, names()), running }, origin === 'null' ? '*' : origin));
}

async function follow() {
  committed = '';
  const { hash } = location, { state, ui, lock, hide, lesson: asked, equation, notices } = readLink(hash, Cut, manifest);
  if (equation) try { state.kernel = await compose(equation); $('own').open = true; $('own-text').value = equation; } catch (error) { notices.push(`The rule "${equation.slice(0, 60)}" of the link is not used: ${error.message}`); }
  document.documentElement.dataset.ui = ui;
  $('preset').value = state.preset ?? '';
  for (const panel of document.querySelectorAll('#panels section')) panel.toggleAttribute('data-hidden', hide.includes(panel.dataset.name));
  for (const control of lock.flatMap(id => [$(id), $(`n-${id}`), $(`f-${id}`)])) if (control) { control.disabled = true; control.dataset.locked = ''; }
  try { await compared(state); } catch (error) {
    const plain = Object.keys({ tune: '', order: '', ...Shape }).every(key => state[key] === Cut[key]);
    if (plain && !state.then) throw error;
    notices.push(plain ? `The second rule is left out: ${error.message}.` : `Task and network of the link are left out: ${error.message}`);
    await compared({ ...state, then: plain ? '' : state.then, tune: '', order: '', ...Object.fromEntries(Object.keys(Shape).map(key => [key, null])) });
  }
  problem(notices.join(' '));
  linked = hash;
  if (asked !== ($('lesson-pick').value || null)) { $('lesson-pick').value = asked ?? ''; lesson($('lesson-pick').value); }
}

try {
  manifest = await loadStored('manifest');
  $('preset').replaceChildren(...manifest.presets.map(p => new Option(p.name, p.id)));
  $('rule').replaceChildren(...manifest.rules.map(r => new Option(r.name, r.kernel)), new Option('compass (dial below)', 'dial'));
  $('words').replaceChildren(...manifest.words.flatMap(([term, meaning]) => [Object.assign(document.createElement('dt'), { textContent: term }), Object.assign(document.createElement('dd'), { textContent: meaning })]));
  wire();
  const plain = !location.hash;
  await follow();
  const lessonNow = $('lesson-pick').value !== '';
  tour = plain && !still.matches;
  if (!still.matches && !lessonNow) setRunning(true);
  requestAnimationFrame(frame);
  globalThis.lab = { get kernel() { return kernel; }, get state() { return s; }, get shown() { return shown; }, get points() { return points; }, get plane() { return plane; }, get ghost() { return ghost; }, get running() { return running; }, get heard() { return heardNow(); }, get linked() { return linked; }, study, get playing() { return playback !== null; }, get note() { return noteNow(); }, get struck() { return struck; }, populations,  finish: () => { running = true; playback = null; tour = false; train(1e9); setRunning(false); tell(); return { s: shown.s, d: shown.d }; }, begin, choose, get attractors() { return ends.attractors; }, get reduced() { return ends.reduced; }, trained, eigenvalues, Kernel, test, blocks, hash, overlaps, explain, loadStored, colour };
} catch (error) {
  problem(`The live lab could not start: ${error.message}. It needs a browser of 2023 or later with WebAssembly and its vectors (SIMD).`);
  throw error;
}
