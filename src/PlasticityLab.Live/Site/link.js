// The state of an experiment in the address: readable, versioned, only what differs from the preset; data, never code.
import { Numbers, Orders, Shape, wrongNumber } from './form.js';

const LongestEquation = 400, Kept = ['plane', 'tune', 'order', ...Object.keys(Numbers), ...Object.keys(Shape)];

/** The state that a link asks for; what cannot be is told and left at its default. */
export function readLink(hash, standard, manifest) {
  const notices = [], parameters = new URLSearchParams(hash.slice(1, 4000)), ids = manifest.presets.map(p => p.id);
  let id = parameters.get('preset') ?? ids[0];
  if (!ids.includes(id)) { notices.push(`There is no experiment "${id.slice(0, 40)}"; ${ids[0]} is shown.`); id = ids[0]; }
  if ((parameters.get('v') ?? '1') !== '1') notices.push('The link is of a newer version; what is not known was left out.');
  const state = { ...standard, preset: id, ...manifest.presets.find(p => p.id === id).state }, known = manifest.rules.map(r => r.kernel);
  const number = (key, of) => {
    if (!parameters.has(key)) return;
    const wrong = wrongNumber(key, parameters.get(key), of);
    if (wrong) notices.push(`${wrong}; ${state[key] ?? 'the standard'} is used.`); else state[key] = Number(parameters.get(key));
  };
  const one = (key, known) => { const text = parameters.get(key) ?? ''; if (known.includes(text)) state[key] = text; else if (text === 'none') state[key] = ''; else if (text) notices.push(`${key} must be one of ${known.join(', ')}, but is "${text.slice(0, 40)}".`); };
  if (parameters.has('rule')) { const rule = `rule.${parameters.get('rule')}`; if (known.includes(rule)) state.kernel = rule; else notices.push(`There is no rule "${parameters.get('rule').slice(0, 40)}".`); }
  if (parameters.has('angle')) { const angle = Number(parameters.get('angle')); if (manifest.dial.includes(angle)) state.kernel = `dial.${String(angle).padStart(3, '0')}`; else notices.push(`angle must be one of ${manifest.dial[0]}, ${manifest.dial[1]}, … ${manifest.dial.at(-1)}, but is "${parameters.get('angle').slice(0, 40)}".`); }
  if (parameters.has('then')) {
    const [rule, times = '3'] = parameters.get('then').split(':'), more = Number(times);
    if (rule === 'none') state.then = '';
    else if (!known.includes(`rule.${rule}`)) notices.push(`There is no rule "${rule.slice(0, 40)}" to go on with.`);
    else if (!Number.isInteger(more) || more < 1 || more > 15) notices.push(`then must give 1 to 15 presentations, as in then=anti_hebbian:3, but gives "${times.slice(0, 20)}".`);
    else [state.then, state.more] = [`rule.${rule}`, more];
  }
  if (parameters.has('cut')) {
    const cut = parameters.get('cut').split(',').map(Number);
    if (cut.length > 600 || cut.some(i => !Number.isInteger(i) || i < 0 || i > 599)) notices.push('cut must be numbers of neurons from 0, with commas between them; none is cut.'); else state.cut = [...new Set(cut)];
  }
  let equation = parameters.get('equation') ?? '';
  if (equation.length > LongestEquation) { notices.push(`An equation in a link has at most ${LongestEquation} characters, but this one has ${equation.length}; it was left out.`); equation = ''; }
  number('seed', { min: 0, max: Number.MAX_SAFE_INTEGER, whole: true }); number('cue', { min: 0, max: 31, whole: true });
  for (const [key, x] of Object.entries(Numbers)) number(key, x);
  for (const [key, x] of Object.entries(Shape)) number(key, { ...x, whole: true });
  one('tune', manifest.tunes.map(t => t.id)); one('order', Object.keys(Orders)); one('plane', ['bistable', 'oscillating']);
  if (state.tune && state.items) { notices.push('A tune has as many items as notes; items is left out.'); state.items = null; }
  if (parameters.get('learning') === 'off') state.learning = false;
  const ui = ['full', 'lesson', 'bare'].includes(parameters.get('ui')) ? parameters.get('ui') : 'full', list = key => (parameters.get(key) ?? '').split(',').filter(Boolean).slice(0, 20);
  const all = ['v', 'preset', 'rule', 'angle', 'seed', 'cue', 'learning', 'then', 'cut', 'equation', 'ui', 'lock', 'hide', 'lesson', ...Kept], unknown = [...new Set(parameters.keys())].filter(key => !all.includes(key));
  if (unknown.length) notices.push(`The link says ${unknown.slice(0, 5).map(x => `"${x.slice(0, 20)}"`).join(', ')}, which means nothing here.`);
  return { state, ui, lock: list('lock'), hide: list('hide'), lesson: parameters.get('lesson'), equation, notices };
}

/** Writes the state into the address, beside what the link said of the page. */
export function writeLink(state, standard, manifest) {
  const before = new URLSearchParams(location.hash.slice(1)), after = new URLSearchParams({ v: '1' }), preset = manifest.presets.find(p => p.id === state.preset) ?? manifest.presets[0], base = { ...standard, ...preset.state };
  after.set('preset', preset.id);
  if (state.kernel !== base.kernel) { if (state.kernel.startsWith('rule.')) after.set('rule', state.kernel.slice(5)); else if (state.kernel.startsWith('dial.')) after.set('angle', +state.kernel.slice(5)); else if (state.kernel.startsWith('own.')) after.set('equation', state.kernel.slice(4)); }
  if (state.then !== base.then || state.then && state.more !== base.more) after.set('then', state.then ? `${state.then.slice(5)}:${state.more}` : 'none');
  if (state.cut.length) after.set('cut', state.cut);
  for (const key of ['seed', 'cue', ...Kept]) if (state[key] !== base[key]) after.set(key, state[key] || state[key] === 0 ? state[key] : 'none');
  if (!state.learning) after.set('learning', 'off');
  for (const key of ['ui', 'lock', 'hide', 'lesson']) if (before.get(key)) after.set(key, before.get(key));
  if (`#${after}` !== location.hash) history.replaceState(history.state, '', `#${after}`);
}
