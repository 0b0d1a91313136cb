// Why one weight changes: the last presentation is played again in a kernel of its own, and every term of the rule is added up step by step.
import { open, shade, colour, itemColour } from './draw.js';

const SignalWords = { rate: 'activity', change: 'change', fast: 'trace', slow: 'slow trace' };

/** A term in words: what of the receiver meets what of the sender. */
export function termWords(term) {
  const parts = [...term.post.map(x => `receiver's ${SignalWords[x]}`), ...term.pre.map(x => `sender's ${SignalWords[x]}`), ...Array(term.weight).fill('weight')];
  return `${term.coefficient < 0 ? '−' : '+'} ${parts.join(' × ') || 'constant'}`;
}

/** Plays presentation p again from the state before it; answers what each term gave, what bounds and cap took, and both activities. */
export function explain(twin, state, numbers, to, from) {
  const { d } = twin, dt = d.network.step / 1000, scale = dt * d.network.sign / d.network.assemblySize;
  twin.restore(state);
  for (const [name, value] of Object.entries(numbers)) twin.setNumber(name, value);
  const at = (signal, unit) => twin.f64[twin.map[signal] / 8 + unit], first = twin.weight(to, from), terms = d.rule.terms.map(() => 0), receiver = [], sender = [];
  for (let t = 0; t < twin.each && !twin.over; t++) {
    const w = twin.weight(to, from), known = { post: { rate: at('rates', to), fast: at('post_fast', to), slow: at('post_slow', to) }, pre: { rate: at('rates', from), fast: at('pre_fast', from), slow: at('pre_slow', from) } };
    receiver.push(known.post.rate); sender.push(known.pre.rate);
    twin.step(1);
    known.post.change = at('change', to); known.pre.change = at('change', from);
    d.rule.terms.forEach((term, k) => { terms[k] += numbers.speed * scale * term.coefficient * w ** term.weight * term.post.reduce((x, s) => x * known.post[s], 1) * term.pre.reduce((x, s) => x * known.pre[s], 1); });
  }
  const change = twin.weight(to, from) - first, sum = terms.reduce((a, b) => a + b, 0);
  return { terms, change, rest: change - sum, receiver, sender, first };
}

/** Both activities above, the terms as signed bars below, their sum last. */
export function drawWhy(c, told, d, [toItem, fromItem]) {
  const rows = [...d.rule.terms.map((term, k) => [termWords(term), told.terms[k]]), ['bounds and cap', told.rest], ['change of the weight', told.change]];
  const [g, wide, high] = open(c, 76 + 28 * rows.length), L = 8, w = wide - 16, h = 44;
  const line = (values, word) => { g.strokeStyle = word; g.lineWidth = 2; g.beginPath(); values.forEach((v, t) => { const x = L + t / values.length * w, y = 6 + (1 - v) * h; t ? g.lineTo(x, y) : g.moveTo(x, y); }); g.stroke(); };
  g.setLineDash([5, 3]); line(told.sender, itemColour(fromItem)); g.setLineDash([]); line(told.receiver, itemColour(toItem));
  g.fillStyle = shade.line; g.font = '11px system-ui, sans-serif'; g.textAlign = 'left'; g.fillText('dashed: sender   solid: receiver', L, 62);
  const most = Math.max(1e-9, ...rows.map(([, v]) => Math.abs(v))), middle = wide * 0.72, reach = wide * 0.27;
  g.strokeStyle = shade.line; g.beginPath(); g.moveTo(middle, 72); g.lineTo(middle, high - 2); g.stroke();
  rows.forEach(([name, v], k) => {
    const y = 88 + 28 * k, last = k === rows.length - 1;
    g.font = `${last ? '600 ' : ''}12px system-ui, sans-serif`; g.fillStyle = colour('ink'); g.textAlign = 'left';
    // A long name stands in two lines, then in smaller letters.
    const room = middle - reach - 12, factors = name.split(' × '), cut = Math.ceil(factors.length / 2), tall = g.measureText(name).width > room && factors.length > 1, parts = tall ? [`${factors.slice(0, cut).join(' × ')} ×`, factors.slice(cut).join(' × ')] : [name];
    for (let size = 12; size > 9 && parts.some(part => g.measureText(part).width > room); ) g.font = `${last ? '600 ' : ''}${--size}px system-ui, sans-serif`;
    parts.forEach((part, line) => g.fillText(part, L, y + (tall ? line * 12 - 6 : 0), room));
    g.fillStyle = colour(v < 0 ? 'c1' : 'c0'); g.globalAlpha = last ? 1 : 0.75; g.fillRect(Math.min(middle, middle + v / most * reach), y - 7, Math.abs(v) / most * reach, 14); g.globalAlpha = 1;
    g.fillStyle = colour('ink'); g.textAlign = v < 0 ? 'left' : 'right'; g.font = '11px system-ui, sans-serif'; g.fillText(`${v < 0 ? '−' : '+'}${Math.abs(v).toFixed(3)}`, middle + (v < 0 ? 4 : -4), y);
  });
}
