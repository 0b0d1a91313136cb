// Where a network without noise ends: it is reduced to its letters by the mean weights between them, fatigue included, and let go from 200 random states.
const AttractorStarts = 200, Near = 1e-3, Horizon = 600, StepLength = 0.1; // times in units of τ

/** τ dr/dt of each letter, and (τ/τ_a) (r − a) of each fatigue: one equation with Analysis' AssemblyField. */
export function reduced(kernel, b, adaptation) {
  const n = kernel.d.network, P = kernel.items, [gain, inhibition] = [kernel.number('recall_gain'), kernel.number('recall_inhibition')], pace = n.tau / n.adaptationTau, size = adaptation > 0 ? 2 * P : P;
  const input = (x, k) => { let sum = 0; for (let l = 0; l < P; l++) sum += b[k][l] * x[l]; return gain * sum; };
  const excess = x => { let sum = 0; for (let l = 0; l < P; l++) sum += x[l]; return sum - n.inhibitionThreshold; };
  const phi = u => 1 / (1 + Math.exp(-n.beta * (u - n.theta)));
  return {
    P, size, tau: n.tau,
    at(x, out = new Float64Array(size)) {
      const held = inhibition * Math.max(0, excess(x));
      for (let k = 0; k < P; k++) { out[k] = -x[k] + phi(input(x, k) - held - (size > P ? adaptation * x[P + k] : 0)); if (size > P) out[P + k] = pace * (x[k] - x[P + k]); }
      return out;
    },
    jacobian(x) {
      const e = excess(x), held = inhibition * Math.max(0, e), J = Array.from({ length: size }, () => new Float64Array(size));
      for (let k = 0; k < P; k++) {
        const f = phi(input(x, k) - held - (size > P ? adaptation * x[P + k] : 0)), slope = n.beta * f * (1 - f);
        for (let l = 0; l < P; l++) J[k][l] = slope * (gain * b[k][l] - (e > 0 ? inhibition : 0)) - (k === l ? 1 : 0);
        if (size > P) { J[k][P + k] = -slope * adaptation; J[P + k][k] = pace; J[P + k][P + k] = -pace; }
      }
      return J;
    },
  };
}

function rungeKutta(s, x, h, [a, b, c, d, y]) {
  const n = s.size, mix = (v, f) => { for (let k = 0; k < n; k++) y[k] = x[k] + f * v[k]; return y; };
  s.at(x, a); s.at(mix(a, h / 2), b); s.at(mix(b, h / 2), c); s.at(mix(c, h), d);
  for (let k = 0; k < n; k++) x[k] += h / 6 * (a[k] + 2 * b[k] + 2 * c[k] + d[k]);
}

// Newton's method with Gaussian elimination; null where it does not arrive.
function rootNear(s, from) {
  const x = Float64Array.from(from), n = s.size;
  for (let step = 0; step < 30; step++) {
    const f = s.at(x), A = s.jacobian(x).map((row, i) => [...row, -f[i]]);
    for (let c = 0; c < n; c++) {
      let p = c; for (let r = c + 1; r < n; r++) if (Math.abs(A[r][c]) > Math.abs(A[p][c])) p = r;
      if (Math.abs(A[p][c]) < 1e-12) return null;
      [A[c], A[p]] = [A[p], A[c]];
      for (let r = c + 1; r < n; r++) { const q = A[r][c] / A[c][c]; if (q) for (let k = c; k <= n; k++) A[r][k] -= q * A[c][k]; }
    }
    let far = 0;
    for (let r = n - 1; r >= 0; r--) { let v = A[r][n]; for (let k = r + 1; k < n; k++) v -= A[r][k] * A[k][n]; A[r][n] = v / A[r][r]; }
    for (let k = 0; k < n; k++) { x[k] += A[k][n]; far = Math.max(far, Math.abs(A[k][n])); }
    if (far < 1e-13) return { x, residual: Math.max(...s.at(x).map(Math.abs)) };
  }
  return null;
}

/** The largest real part of the eigenvalues [1/τ]: the growth of exp(tJ) over t = 4096 τ, by squaring. */
export function leading(J) {
  const n = J.length, times = (A, B) => A.map(row => B[0].map((_, j) => row.reduce((sum, v, k) => sum + v * B[k][j], 0))), one = J.map((_, i) => J.map((__, j) => i === j ? 1 : 0));
  let E = one, term = one;
  for (let k = 1; k < 20; k++) { term = times(term, J.map(row => Array.from(row, v => v / 8 / k))); E = E.map((row, i) => row.map((v, j) => v + term[i][j])); }
  let t = 1 / 8, log = 0; // E · exp(log) = exp(t J)
  for (; t < 4096; t *= 2) { E = times(E, E); log *= 2; const norm = Math.max(...E.flat().map(Math.abs)); if (!(norm > 0)) return -Infinity; E = E.map(row => row.map(v => v / norm)); log += Math.log(norm); }
  return log / t;
}

const wilson = (k, n) => { const z = 1.959963984540054, p = k / n, c = 1 + z * z / n, m = (p + z * z / (2 * n)) / c, r = z / c * Math.sqrt(p * (1 - p) / n + z * z / (4 * n * n)); return [Math.max(0, m - r), Math.min(1, m + r)]; };

// Letters above a half.
const lettersOn = (x, P) => Array.from({ length: P }, (_, k) => k).filter(k => x[k] > 0.5);

// The letters that lead one after another along a cycle, from the first letter on.
function lettersInTurn(orbit, P) {
  const led = [];
  for (const x of orbit) { let best = 0; for (let k = 1; k < P; k++) if (x[k] > x[best]) best = k; if (x[best] > 0.5 && led.at(-1) !== best) led.push(best); }
  if (led.length > 1 && led[0] === led.at(-1)) led.pop();
  const turn = led.indexOf(Math.min(...led));
  return turn < 0 ? led : [...led.slice(turn), ...led.slice(0, turn)];
}

// Follows one start to its end: next to a known equilibrium that attracts, or a new one; on a cycle that has closed twice; or nothing yet. Being slow is
// not enough: beside a saddle Newton's method finds the saddle, and the orbit goes on.
function settle(s, x, found, work) {
  const orbit = [], spacing = 5, apart = (a, b) => { let far = 0; for (let i = 0; i < s.size; i++) far = Math.max(far, Math.abs(a[i] - b[i])); return far; }; // a look every half τ
  for (let k = 0; k < Horizon / StepLength; k++) {
    rungeKutta(s, x, StepLength, work);
    if (k % spacing) continue;
    orbit.push(Float64Array.from(x));
    const near = found.find(a => a.kind === 'equilibrium' && apart(a.x, x) < Near);
    if (near) return near;
    if (Math.max(...s.at(x, work[0]).map(Math.abs)) > Near) continue;
    const point = rootNear(s, x);
    if (!point || apart(point.x, x) > Near) continue;
    const rate = leading(s.jacobian(point.x));
    if (rate > -1e-3) continue;
    const made = { kind: 'equilibrium', x: point.x, residual: point.residual, rate, letters: lettersOn(point.x, s.P), count: 0 };
    found.push(made);
    return made;
  }
  // The last third: how long until the state comes back to where it was, twice in a row the same.
  const last = orbit.slice(-Math.floor(orbit.length / 3)), away = t => Math.max(...last[t].map((v, i) => Math.abs(v - last[0][i]))), returns = [];
  for (let t = 1, gone = false; t + 1 < last.length; t++) { if (away(t) > 0.2) gone = true; else if (gone && away(t) < 0.08 && away(t) <= away(t - 1) && away(t) <= away(t + 1)) { returns.push(t); gone = false; } }
  if (returns.length < 2 || Math.abs(returns[1] - 2 * returns[0]) > 2) return null;
  const period = returns.at(-1) / returns.length * spacing * StepLength * s.tau, order = lettersInTurn(last.slice(0, returns[0]), s.P);
  const known = found.find(a => a.kind === 'cycle' && Math.abs(a.period - period) < 0.03 * period && a.letters.join() === order.join());
  if (known) return known;
  const made = { kind: 'cycle', period, letters: order, count: 0 };
  found.push(made);
  return made;
}

/** The attractors that 200 random states lead to, the most frequent first, with the share of starts and its 95 % interval (Wilson). Answers null when it was stopped. */
export async function attractors(s, seed, goesOn = () => true) {
  const found = [], work = Array.from({ length: 5 }, () => new Float64Array(s.size));
  let state = seed >>> 0, open = 0, pause = performance.now();
  const random = () => { state = state + 0x6D2B79F5 | 0; let t = Math.imul(state ^ state >>> 15, 1 | state); t = t + Math.imul(t ^ t >>> 7, 61 | t) ^ t; return ((t ^ t >>> 14) >>> 0) / 4294967296; }; // mulberry32
  for (let k = 0; k < AttractorStarts; k++) {
    const end = settle(s, Float64Array.from({ length: s.size }, random), found, work);
    if (end) end.count++; else open++;
    if (performance.now() - pause > 12) { await new Promise(done => setTimeout(done)); if (!goesOn()) return null; pause = performance.now(); }
  }
  return { list: found.map(a => ({ ...a, share: a.count / AttractorStarts, interval: wilson(a.count, AttractorStarts) })).sort((a, b) => b.count - a.count), open, starts: AttractorStarts };
}
