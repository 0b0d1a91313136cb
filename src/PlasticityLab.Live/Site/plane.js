// The two-letter plane: its equation and its courses are those of a report's living figure; nullclines and equilibria are found here.
import { course, field } from './course.js';
import { colour, open, shade } from './draw.js';

const Grid = 80, Low = -0.02, High = 1.02;

/** The system of two successive letters, with the mean links of the network. */
export function system(kernel, lags, adapted) {
  const n = kernel.d.network;
  return { self: lags[0], forward: lags[1], backward: lags[-1], gain: kernel.number('recall_gain'), inhibition: kernel.number('recall_inhibition'), threshold: n.inhibitionThreshold, outside: 0, beta: n.beta, theta: n.theta, adapted, tau: n.tau };
}

/** Mean activity of an excitatory and an inhibitory population (systems/wilson-cowan-*.json); time in units of τ_E. */
export function populations(name) {
  const [wEE, wEI, wIE, wII, input] = name === 'bistable' ? [9, 4, 13, 11, 0] : [6.4, 4.8, 6, 1.2, 0.8], F = (x, a, theta) => 1 / (1 + Math.exp(-a * (x - theta))) - 1 / (1 + Math.exp(a * theta));
  return { tau: 1, names: ['E', 'I'], field: (E, I) => [-E + F(wEE * E - wEI * I + input, 1.2, 2.8), (-I + F(wIE * E - wII * I, 1, 4)) / 2] };
}

/** What the plane of two populations shows. */
export function populationWords({ system, points }) {
  const list = points.map(p => `${p.type} (${p.x.toFixed(2)}, ${p.y.toFixed(2)})`).join(', '), stable = points.filter(p => p.type.startsWith('stable')), course = launch(system, 0.1, 0.05), settles = stable.some(p => Math.hypot(p.x - course.at(-1)[0], p.y - course.at(-1)[1]) < 0.02);
  return `${points.length} ${points.length === 1 ? 'equilibrium' : 'equilibria'} found: ${list}. ${stable.length > 1 ? 'Which stable one a course ends at is decided by where it starts: click on both sides of the saddle.' : settles ? 'Courses end at the stable point.' : 'A course from (0.10, 0.05) never settles: excitation and inhibition chase each other round a cycle.'}`;
}

function lines(values, at) {
  // Marching squares; a saddle cell is settled by its middle.
  const found = [];
  for (let i = 0; i + 1 < Grid; i++) for (let j = 0; j + 1 < Grid; j++) {
    const c = [values[i][j], values[i][j + 1], values[i + 1][j + 1], values[i + 1][j]];
    const cut = (a, b, p, q) => { const t = c[a] / (c[a] - c[b]); return [p[0] + t * (q[0] - p[0]), p[1] + t * (q[1] - p[1])]; };
    const corner = [[at[j], at[i]], [at[j + 1], at[i]], [at[j + 1], at[i + 1]], [at[j], at[i + 1]]], cuts = [];
    for (let e = 0; e < 4; e++) { const f = (e + 1) % 4; if ((c[e] > 0) !== (c[f] > 0)) cuts.push(cut(e, f, corner[e], corner[f])); }
    if (cuts.length === 2) found.push(cuts);
    else if (cuts.length === 4) { const same = (c[0] + c[1] + c[2] + c[3] > 0) === (c[0] > 0); found.push(same ? [cuts[0], cuts[1]] : [cuts[3], cuts[0]], same ? [cuts[2], cuts[3]] : [cuts[1], cuts[2]]); }
  }
  return found;
}

// Pieces joined end to end, so that a line can be dashed: what tells two lines apart must not be colour alone.
function chained(segments) {
  const name = ([x, y]) => `${x.toFixed(7)} ${y.toFixed(7)}`, at = new Map(), left = new Set(segments), found = [];
  for (const s of segments) for (const end of s) at.set(name(end), [...at.get(name(end)) ?? [], s]);
  const grow = line => { for (let s; (s = at.get(name(line.at(-1))).find(x => left.has(x))); ) { left.delete(s); line.push(name(s[0]) === name(line.at(-1)) ? s[1] : s[0]); } return line; };
  for (const s of segments) if (left.delete(s)) found.push(grow(grow([...s]).reverse()));
  return found;
}

function newton(s, x, y) {
  for (let k = 0; k < 40; k++) {
    const [f, g] = field(s, x, y), h = 1e-6;
    const [r, l, u, d] = [field(s, x + h, y), field(s, x - h, y), field(s, x, y + h), field(s, x, y - h)];
    const [a, b, c, e] = [(r[0] - l[0]) / (2 * h), (u[0] - d[0]) / (2 * h), (r[1] - l[1]) / (2 * h), (u[1] - d[1]) / (2 * h)], det = a * e - b * c;
    if (Math.abs(det) < 1e-14) return null;
    const dx = (e * f - b * g) / det, dy = (a * g - c * f) / det, shorten = Math.min(1, 0.05 / Math.max(1e-12, Math.abs(dx) + Math.abs(dy)));
    x -= shorten * dx; y -= shorten * dy;
    if (Math.abs(dx) + Math.abs(dy) < 1e-11) {
      const trace = a + e, type = det < 0 ? 'saddle' : `${trace < 0 ? 'stable' : 'unstable'} ${trace * trace < 4 * det ? 'focus' : 'node'}`;
      return x < -0.03 || x > 1.03 || y < -0.03 || y > 1.03 ? null : { x, y, type };
    }
  }
  return null;
}

/** Nullclines on a grid of 80 x 80, and the equilibria that Newton's method finds from every cell where both pass. */
export function analyse(s) {
  const at = Array.from({ length: Grid }, (_, k) => Low + (High - Low) * k / (Grid - 1));
  const values = at.map(y => at.map(x => field(s, x, y))), f = values.map(row => row.map(v => v[0])), g = values.map(row => row.map(v => v[1]));
  const changes = (m, i, j) => { const c = [m[i][j], m[i][j + 1], m[i + 1][j], m[i + 1][j + 1]]; return Math.min(...c) <= 0 && Math.max(...c) >= 0; };
  const points = [];
  for (let i = 0; i + 1 < Grid; i++) for (let j = 0; j + 1 < Grid; j++) if (changes(f, i, j) && changes(g, i, j)) {
    const p = newton(s, (at[j] + at[j + 1]) / 2, (at[i] + at[i + 1]) / 2);
    if (p && !points.some(q => Math.abs(p.x - q.x) + Math.abs(p.y - q.y) < 1e-3)) points.push(p);
  }
  return { system: s, x: chained(lines(f, at)), y: chained(lines(g, at)), points };
}

/** (off, off), (on, off), (off, on), (on, on): what a stable point means. */
export const place = p => `(${p.x > 0.5 ? 'on' : 'off'}, ${p.y > 0.5 ? 'on' : 'off'})`;

export function launch(s, x, y) { return course(s, x, y, 0.05, 6000, 20); }

/** A backward course: the same equation with time turned round, until it leaves the square. */
export function backward(s, x, y) {
  const points = [[x, y]];
  for (let k = 0; k < 6000 && x > -0.05 && x < 1.05 && y > -0.05 && y < 1.05; k++) { const [u, v] = field(s, x, y); x -= 0.05 * u; y -= 0.05 * v; if (k % 20 === 19) points.push([x, y]); }
  return points;
}

export function drawPlane(c, plane, { launched, trail, now, cursor, names, most = 340 }) {
  const [g, wide, high] = open(c, Math.min(most, Math.max(220, c.clientWidth * 0.86))), L = 34, B = 34;
  const x = v => L + (v - Low) / (High - Low) * (wide - L - 8), y = v => high - B - (v - Low) / (High - Low) * (high - B - 6);
  const stroke = (points, style, width, dash = []) => { g.strokeStyle = style; g.lineWidth = width; g.setLineDash(dash); g.beginPath(); points.forEach(([a, b], k) => k ? g.lineTo(x(a), y(b)) : g.moveTo(x(a), y(b))); g.stroke(); g.setLineDash([]); };
  g.strokeStyle = shade.line; g.globalAlpha = 0.5; g.strokeRect(L + 0.5, 6.5, wide - L - 9, high - B - 7); g.globalAlpha = 1;
  g.save(); g.beginPath(); g.rect(L, 6, wide - L - 8, high - B - 6); g.clip();
  for (let i = 0; i <= 10; i++) for (let j = 0; j <= 10; j++) {
    const [u, v] = field(plane.system, i / 10, j / 10), speed = Math.hypot(u, v), r = Math.min(0.045, 0.12 * Math.sqrt(speed));
    if (speed < 1e-9) continue;
    const [tx, ty] = [i / 10 + u / speed * r, j / 10 + v / speed * r], [hx, hy] = [u / speed * 0.012, v / speed * 0.012];
    g.globalAlpha = 0.55; stroke([[i / 10, j / 10], [tx, ty]], shade.line, 1); stroke([[tx - hx - hy, ty - hy + hx], [tx, ty], [tx - hx + hy, ty - hy - hx]], shade.line, 1); g.globalAlpha = 1;
  }
  for (const line of plane.x) stroke(line, colour('c0'), 2.2);
  for (const line of plane.y) stroke(line, colour('c1'), 2.2, [7, 4]);
  if (trail?.length > 1) { g.globalAlpha = 0.8; stroke(trail, colour('c3'), 1.4); g.globalAlpha = 1; }
  for (const points of launched) { stroke(points, colour('c2'), 2); dot(points[0], 3, false, 'c2'); dot(points.at(-1), 4, true, 'c2'); }
  if (now) dot(now, 4.5, true, 'c3');
  function dot([a, b], r, filled, word) { g.beginPath(); g.arc(x(a), y(b), r, 0, 7); g.fillStyle = colour(filled ? word : 'paper'); g.fill(); g.strokeStyle = colour(word); g.lineWidth = 1.6; g.stroke(); }
  for (const p of plane.points) {
    if (p.type === 'saddle') { g.save(); g.translate(x(p.x), y(p.y)); g.rotate(Math.PI / 4); g.fillStyle = colour('paper'); g.fillRect(-4.5, -4.5, 9, 9); g.strokeStyle = colour('ink'); g.lineWidth = 1.6; g.strokeRect(-4.5, -4.5, 9, 9); g.restore(); }
    else dot([p.x, p.y], 5.5, p.type.startsWith('stable'), 'ink');
  }
  g.restore();
  if (cursor) { stroke([[cursor[0] - 0.03, cursor[1]], [cursor[0] + 0.03, cursor[1]]], colour('ink'), 1.6); stroke([[cursor[0], cursor[1] - 0.035], [cursor[0], cursor[1] + 0.035]], colour('ink'), 1.6); }
  g.fillStyle = shade.line; g.font = '12px system-ui, sans-serif'; g.textAlign = 'center';
  g.fillText('0', x(0), high - B + 10); g.fillText('1', x(1), high - B + 10); g.fillText(`activity of ${names[0]}`, (L + wide) / 2, high - 9);
  g.textAlign = 'right'; g.fillText('0', L - 6, y(0)); g.fillText('1', L - 6, y(1));
  g.save(); g.translate(11, (high - B) / 2); g.rotate(-Math.PI / 2); g.textAlign = 'center'; g.fillText(`activity of ${names[1]}`, 0, 0); g.restore();
  return { from: (px, py) => [Low + (px - L) / (wide - L - 8) * (High - Low), Low + (high - B - py) / (high - B - 6) * (High - Low)] };
}
