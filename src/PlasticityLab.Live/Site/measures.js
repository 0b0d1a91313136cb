// What a replay did, as the program measures it (Analysis/Sequence, Studies/Runs/RecallMeasures); a test holds both equal to the bit.
const LeastOverlap = 0.35, LeastLead = 0.1, LeastDuration = 0.003;

/** m_k(t) = Σ (ξ − f) r / (n_A (1 − f)) of the last replay from its cue on, [time][item]. */
export function overlaps(kernel, length) {
  const rows = [], n = kernel.units;
  for (let t = kernel.d.task.settling; t < length; t++) {
    let total = 0;
    for (let i = 0; i < n; i++) total += kernel.played(t, i);
    rows.push(kernel.members.map(members => {
      let sum = 0; const f = members.length / n;
      for (const i of members) sum += kernel.played(t, i);
      return (sum - f * total) / (members.length * (1 - f));
    }));
  }
  return rows;
}

function dominant(m) {
  let best = -1, first = -Infinity, second = -Infinity;
  m.forEach((x, k) => { if (x > first) [second, first, best] = [first, x, k]; else if (x > second) second = x; });
  return first >= LeastOverlap && first - second >= LeastLead ? [best, first - second] : [-1, 0];
}

/** The items that were active one after another. */
export function visits(rows, step) {
  const least = Math.ceil(LeastDuration / step - 1e-9), found = [];
  for (let t = 0; t < rows.length;) {
    const start = t; let [item, margin] = dominant(rows[t++]);
    while (t < rows.length) { const [next, lead] = dominant(rows[t]); if (next !== item) break; margin = Math.max(margin, lead); t++; }
    if (item < 0 || t - start < least) continue;
    const last = found.at(-1);
    if (last?.item === item) { last.end = t; last.margin = Math.max(last.margin, margin); } else found.push({ item, start, end: t, margin });
  }
  return found;
}

/** Order and fidelity against the learned order 0, 1, …, P − 1. */
export function score(list, items) {
  const correct = new Set(); let wrong = 0, end = 0, reached = false;
  for (let v = 1; v < list.length && !reached; v++) {
    end = v;
    if (list[v - 1].item + 1 === list[v].item) correct.add(list[v - 1].item); else wrong++;
    reached = list[v].item === items - 1;
  }
  const order = Math.min(1, Math.max(0, (correct.size - wrong) / (items - 1)));
  let fidelity = 0;
  for (let v = 1; v <= end; v++) fidelity += Math.min(1, Math.max(0, list[v].margin / 0.5)) / end;
  return { s: order * fidelity, order, reached, bounced: reached && list[end + 1]?.item === items - 2 };
}

/** The whole test: cues at the first item under four noises, then at each inner item. */
export function test(kernel, cued = 0) {
  const { cue, free, inner, cueRepeats, settling } = kernel.d.task, step = kernel.d.network.step / 1000, P = kernel.items;
  let s = 0, bounce = 0, hold = 0, d = 0;
  for (let k = cueRepeats - 1; k >= 0; k--) {
    const rows = overlaps(kernel, kernel.ask(0, k, free)), { s: one, bounced } = score(visits(rows, step), P);
    s += one; bounce += bounced ? 1 : 0; hold += rows.slice(cue).filter(m => m[0] > LeastOverlap).length;
  }
  for (let k = 1; k < P - 1; k++) {
    const list = visits(overlaps(kernel, kernel.ask(k, cueRepeats + k - 1, inner)), step);
    const next = list.find(v => v.item !== k && v.end > cue)?.item;
    d += next === k + 1 ? 1 : next === k - 1 ? -1 : 0;
  }
  // The replay that is shown comes last, so that it stays in the memory.
  const length = kernel.ask(cued, cued === 0 ? 0 : cueRepeats + cued - 1, free), rows = overlaps(kernel, length);
  return { s: s / cueRepeats, d: d / (P - 2), bounce: bounce / cueRepeats, hold: hold / cueRepeats * kernel.d.network.step, free: free * kernel.d.network.step, visits: visits(rows, step), rows, length, cued, settling };
}

/** B_kl = n_A × mean weight from item l to item k, self-connections left out; and L(d), its mean over places d later. */
export function blocks(kernel) {
  const P = kernel.items, size = kernel.units / P, b = [], lags = {};
  for (let k = 0; k < P; k++) {
    b.push([]);
    for (let l = 0; l < P; l++) {
      let sum = 0, count = 0;
      for (const i of kernel.members[k]) for (const j of kernel.members[l]) if (i !== j) { sum += kernel.weight(i, j); count++; }
      b[k].push(size * sum / count);
    }
  }
  for (let lag = 1 - P; lag < P; lag++) {
    let sum = 0, count = 0;
    for (let k = 0; k < P; k++) if (k + lag >= 0 && k + lag < P) { sum += b[k + lag][k]; count++; }
    lags[lag] = sum / count;
  }
  return { b, lags };
}

/** The first 12 digits of the hash of the weights, or null where the browser has no hash (a page from another machine without https). */
export async function hash(kernel) {
  if (!globalThis.crypto?.subtle) return null;
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', kernel.weights()));
  return Array.from(digest.slice(0, 6), x => x.toString(16).padStart(2, '0')).join('');
}
