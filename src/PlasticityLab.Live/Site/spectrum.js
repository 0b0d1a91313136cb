// Eigenvalues of a real matrix: elimination to Hessenberg form, then Francis' double shifts (the algorithm of EISPACK's elmhes and hqr).
import { colour, open, shade } from './draw.js';

/** The eigenvalues of a square matrix, [[real, imaginary], …]; null where the iteration does not end. */
export function eigenvalues(matrix) {
  const a = matrix.map(row => Float64Array.from(row)), n = a.length, found = [];
  for (let m = 1; m < n - 1; m++) {
    let i = m, x = 0;
    for (let j = m; j < n; j++) if (Math.abs(a[j][m - 1]) > Math.abs(x)) { x = a[j][m - 1]; i = j; }
    if (i !== m) { for (let j = m - 1; j < n; j++) [a[i][j], a[m][j]] = [a[m][j], a[i][j]]; for (let j = 0; j < n; j++) [a[j][i], a[j][m]] = [a[j][m], a[j][i]]; }
    if (x !== 0) for (i = m + 1; i < n; i++) { const y = a[i][m - 1] / x; if (y === 0) continue; a[i][m - 1] = 0; for (let j = m; j < n; j++) a[i][j] -= y * a[m][j]; for (let j = 0; j < n; j++) a[j][m] += y * a[j][i]; }
  }
  let norm = 0, t = 0;
  for (let i = 0; i < n; i++) for (let j = Math.max(i - 1, 0); j < n; j++) norm += Math.abs(a[i][j]);
  for (let nn = n - 1, its = 0; nn >= 0; ) {
    let l = nn;
    for (; l >= 1; l--) { const s = Math.abs(a[l - 1][l - 1]) + Math.abs(a[l][l]) || norm; if (Math.abs(a[l][l - 1]) + s === s) { a[l][l - 1] = 0; break; } }
    let x = a[nn][nn];
    if (l === nn) { found.push([x + t, 0]); nn--; its = 0; continue; }
    let y = a[nn - 1][nn - 1], w = a[nn][nn - 1] * a[nn - 1][nn];
    if (l === nn - 1) {
      const p = 0.5 * (y - x), q = p * p + w, z = Math.sqrt(Math.abs(q)); x += t;
      if (q >= 0) { const big = p + (p >= 0 ? z : -z); found.push([x + big, 0], [big !== 0 ? x - w / big : x + big, 0]); } else found.push([x + p, z], [x + p, -z]);
      nn -= 2; its = 0; continue;
    }
    if (its === 60) return null;
    if (its === 10 || its === 20) { t += x; for (let i = 0; i <= nn; i++) a[i][i] -= x; const s = Math.abs(a[nn][nn - 1]) + Math.abs(a[nn - 1][nn - 2]); y = x = 0.75 * s; w = -0.4375 * s * s; }
    its++;
    let m = nn - 2, p = 0, q = 0, r = 0;
    for (; m >= l; m--) {
      const z = a[m][m], rr = x - z, ss = y - z;
      p = (rr * ss - w) / a[m + 1][m] + a[m][m + 1]; q = a[m + 1][m + 1] - z - rr - ss; r = a[m + 2][m + 1];
      const s = Math.abs(p) + Math.abs(q) + Math.abs(r); p /= s; q /= s; r /= s;
      if (m === l) break;
      const u = Math.abs(a[m][m - 1]) * (Math.abs(q) + Math.abs(r)), v = Math.abs(p) * (Math.abs(a[m - 1][m - 1]) + Math.abs(z) + Math.abs(a[m + 1][m + 1]));
      if (u + v === v) break;
    }
    for (let i = m + 2; i <= nn; i++) { a[i][i - 2] = 0; if (i !== m + 2) a[i][i - 3] = 0; }
    for (let k = m; k <= nn - 1; k++) {
      if (k !== m) { p = a[k][k - 1]; q = a[k + 1][k - 1]; r = k !== nn - 1 ? a[k + 2][k - 1] : 0; if ((x = Math.abs(p) + Math.abs(q) + Math.abs(r)) !== 0) { p /= x; q /= x; r /= x; } }
      const root = Math.sqrt(p * p + q * q + r * r), s = p >= 0 ? root : -root;
      if (s === 0) continue;
      if (k === m) { if (l !== m) a[k][k - 1] = -a[k][k - 1]; } else a[k][k - 1] = -s * x;
      p += s; x = p / s; y = q / s; const z = r / s; q /= p; r /= p;
      for (let j = k; j <= nn; j++) { p = a[k][j] + q * a[k + 1][j]; if (k !== nn - 1) { p += r * a[k + 2][j]; a[k + 2][j] -= p * z; } a[k + 1][j] -= p * y; a[k][j] -= p * x; }
      for (let i = l; i <= Math.min(nn, k + 3); i++) { p = x * a[i][k] + y * a[i][k + 1]; if (k !== nn - 1) { p += z * a[i][k + 2]; a[i][k + 2] -= p * r; } a[i][k + 1] -= p * q; a[i][k] -= p; }
    }
  }
  return found;
}

/** The eigenvalues in the complex plane, those of the run before as rings; the dashed circle holds those of weights before learning. */
export function drawSpectrum(c, values, ghost, radius) {
  const [g, wide, high] = open(c, 150), all = [...values, ...ghost ?? []], far = Math.max(radius, ...all.map(z => Math.hypot(...z))) * 1.1, scale = (high - 26) / 2 / Math.max(radius * 1.2, ...all.map(([, im]) => Math.abs(im) * 1.1)), flat = Math.min((wide - 24) / 2 / far, scale);
  const x = re => wide / 2 + re * flat, y = im => (high - 14) / 2 - im * flat;
  g.strokeStyle = shade.line; g.globalAlpha = 0.6; g.beginPath(); g.moveTo(8, y(0)); g.lineTo(wide - 8, y(0)); g.moveTo(x(0), 4); g.lineTo(x(0), high - 20); g.stroke();
  g.setLineDash([3, 3]); g.beginPath(); g.arc(x(0), y(0), radius * flat, 0, 7); g.stroke(); g.setLineDash([]); g.globalAlpha = 1;
  if (ghost) { g.strokeStyle = colour('c1'); for (const [re, im] of ghost) { g.beginPath(); g.arc(x(re), y(im), 3.8, 0, 7); g.stroke(); } }
  g.fillStyle = colour('c0'); for (const [re, im] of values) { g.beginPath(); g.arc(x(re), y(im), 2.2, 0, 7); g.fill(); }
  g.fillStyle = shade.line; g.font = '11px system-ui, sans-serif'; g.textAlign = 'left'; g.fillText('imaginary', x(0) + 4, 9);
  g.textAlign = 'center'; g.fillText(`real, from ${(-wide / 2 / flat).toFixed(1).replace('-', '−')} to ${(wide / 2 / flat).toFixed(1)}`, wide / 2, high - 7);
}
