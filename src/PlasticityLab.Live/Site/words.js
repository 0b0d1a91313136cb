// What is said of a run: every number in a sentence was measured in it.
const n = x => (Object.is(Math.round(x * 100) / 100, -0) ? 0 : x).toFixed(2).replace('-', '−');
const links = l => `the link to the next letter is <strong>${n(l[1])}</strong>, the one back <strong>${n(l[-1])}</strong>`;

/** The letters that a replay visited. */
export const letters = (visits, names) => visits.map(v => names[v.item]).join('');

/** One or two sentences on a test, and its kind. */
export function finding(test, lags, names, { heard, adaptation, things = 'letters' }) {
  const first = names[test.cued], last = names.at(-1), list = test.visits, seen = letters(list, names);
  const even = Math.abs(lags[1] - lags[-1]) < 0.25 * Math.max(Math.abs(lags[1]), Math.abs(lags[-1]), 0.05);
  const after = heard === 0 ? 'Before anything was learned' : `After ${heard} presentation${heard === 1 ? '' : 's'}`;
  if (![lags[0], lags[1]].every(Number.isFinite)) return ['diverged', 'The weights are no longer numbers: growth fed on itself. Press Reset, and take a smaller learning rate or a bound.'];
  const stays = list.length === 1 && list[0].item === test.cued;
  if (test.cued !== 0) {
    const next = list.find(v => v.item !== test.cued)?.item;
    if (next === undefined) return ['cued', stays && list[0].end > 200 ? `Cued with ${first} it stays at ${first}; ${links(lags)}.` : `Cued with ${first} nothing else follows: ${seen || 'silence'}; ${links(lags)}.`];
    return ['cued', `Cued with ${first} it goes ${next > test.cued ? 'on' : 'back'}: <strong>${seen}</strong>; ${links(lags)}.`];
  }
  if (test.s >= 0.7 && test.bounce >= 0.5) return ['bounces', `It plays to ${last} and turns back: <strong>${seen}</strong>. ${capital(links(lags))}${even ? ', about the same both ways' : ''}: ${adaptation > 0 ? 'fatigue pushes the activity on, and' : ''} at the end only the way back is left.`];
  if (test.s >= 0.7) return ['plays', `${after} it plays ${seen === names.join('') ? `all ${names.length} ${things} in order` : `the ${things} in order (${seen})`}: <strong>S ${n(test.s)}</strong>, and ${test.d >= 0.5 ? `knows the direction (D ${n(test.d)})` : test.d <= -0.5 ? `yet from inner letters goes backward (D ${n(test.d)})` : `hardly knows the direction from inner letters (D ${n(test.d)})`}; ${links(lags)}.`];
  if (test.d <= -0.5) return ['backward', `It runs backward: cued with an inner letter it goes to the one before (<strong>D ${n(test.d)}</strong>); ${links(lags)}. Cue ${last} to hear the whole chain.`];
  if (test.hold >= 0.8 * test.free) return ['stuck', `Cued with ${first} it stays at ${first} for <strong>${Math.round(test.hold)} of ${test.free} ms</strong>: ${links(lags)}${even ? ', the same both ways, so nothing tells it where to go' : ''}.`];
  if (list.length <= 1 && test.hold < 0.3 * test.free) return ['silent', lags[0] < 0 ? `${after} nothing stays active: a letter inhibits itself (${n(lags[0])}), and ${links(lags)}.` : `${after} the cue dies away after ${Math.round(test.hold)} ms: the links are too weak to carry it (itself ${n(lags[0])}, next ${n(lags[1])}).`];
  return ['partly', `${after} it plays <strong>${seen || 'nothing'}</strong>: S ${n(test.s)}, D ${n(test.d)}; ${links(lags)}.`];
}
const capital = text => text[0].toUpperCase() + text.slice(1);

/** What twenty seeds say. */
export function luck(rows) {
  const told = rows.map(({ name, values }) => { const good = values.filter(v => v >= 0.7).length, sorted = [...values].sort((a, b) => a - b), m = sorted.length ? (sorted[Math.floor((sorted.length - 1) / 2)] + sorted[Math.ceil((sorted.length - 1) / 2)]) / 2 : NaN; return { name, good, of: values.length, m }; });
  const sentence = told.map(t => `${t.name}: ${t.good} of ${t.of} networks play the sequence (S at least 0.7; median ${n(t.m)})`).join('. ') + '.';
  const [a, b] = told;
  if (!b) return sentence;
  return `${sentence} ${(a.good === a.of && b.good === 0) || (b.good === b.of && a.good === 0) ? 'Not luck: every seed says the same.' : a.good === b.good ? 'No difference by this criterion.' : 'Both rules vary between networks; the report of a study gives intervals.'}`;
}

/** Stable points in words. */
export function planeWords(plane, place) {
  const stable = plane.points.filter(p => p.type.startsWith('stable'));
  const what = stable.map(p => place(p)), has = text => what.includes(text);
  const means = has('(on, off)') && has('(off, on)') ? 'Either letter can stay on: the state stays where it is put.'
    : has('(on, on)') ? 'Both letters hold each other on.'
    : has('(off, on)') ? 'The next letter can stay on, this one cannot: the state must move on.'
    : has('(on, off)') ? 'Only this letter can stay on: the state moves back to it.'
    : 'Nothing can stay on.';
  return `${plane.points.length} ${plane.points.length === 1 ? 'equilibrium' : 'equilibria'} found; stable: ${what.join(', ') || 'none'}. ${means}`;
}
