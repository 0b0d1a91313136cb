// What an experiment can be given: numbers that act while it runs, and those that a kernel is written for. The panel "Task and network" shows them.
export const Numbers = { // place in the kernel, range, default, how it is told
  speed: { label: 'Learning rate', min: -3, max: 3, step: 1, standard: 0, whole: true, places: ['speed'], of: x => 2 ** x, told: x => x < 0 ? `1/${2 ** -x} of the rule's` : x === 0 ? "the rule's" : `${2 ** x} times the rule's` },
  adaptation: { label: 'Fatigue (adaptation)', min: 0, max: 2, step: 0.1, standard: 0, field: true, places: ['adaptation'] },
  noise: { label: 'Noise', min: 0, max: 0.3, step: 0.01, standard: 0.05, field: true, places: ['noise_sd'] },
  inhibition: { label: 'Inhibition', min: 0, max: 6, step: 0.25, standard: 2, field: true, places: ['inhibition', 'recall_inhibition'] },
  gain: { label: 'Recurrent gain in the test', min: 0, max: 2, step: 0.1, standard: 1, places: ['recall_gain'] },
  lesion: { label: 'Lesion: neurons lost in the test', min: 0, max: 0.75, step: 0.125, standard: 0, places: [], told: x => `${Math.round(100 * x)} %` },
};
/** What a kernel is written for; null: as the stored one has it, which "of" reads. */
export const Shape = {
  items: { label: 'Letters', min: 2, max: 26, of: d => d.network.items.length },
  size: { label: 'Neurons of each', min: 2, max: 100, of: d => d.network.assemblySize },
  presentations: { label: 'Presentations', min: 1, max: 60, of: d => d.task.presentations },
  item: { label: 'Time of each', unit: 'ms', min: 5, max: 200, of: d => d.task.item * d.network.step },
  adaptation_tau: { label: 'Time constant of fatigue', unit: 'ms', min: 10, max: 1000, of: d => d.network.adaptationTau },
};
export const Orders = { row: 'in a row', ring: 'in a ring', shuffled: 'shuffled each time' };
const MostNeurons = 300, Least = 8;
const orderOf = d => d.task.shuffled ? 'shuffled' : d.task.silence ? 'row' : 'ring';

/** Null, or what is wrong with a number as it was typed, in one sentence. */
export function wrongNumber(name, text, { min, max, unit = '', whole }) {
  const x = Number(text), of = unit && ` ${unit}`;
  return text.trim() !== '' && x >= min && x <= max && (!whole || Number.isInteger(x)) ? null : `${name} must be a ${whole ? 'whole ' : ''}number from ${min} to ${max}${of}, but ${text.trim() === '' ? 'nothing stands there' : `is "${text.slice(0, 40)}"`}`;
}
const wrongSize = (items, size) => items * size >= Least && items * size <= MostNeurons ? null : `The page trains ${Least} to ${MostNeurons} neurons, but ${items} of ${size} make ${items * size}; larger networks stand under “Larger, spiking, many”`;

/** The name of the kernel of a state: the stored one's, with what is not as that has it. */
export const formName = (name, s) => [name, ...['tune', 'order', ...Object.keys(Shape)].filter(key => s[key]).map(key => `${key}=${s[key]}`)].join('~');

/** What the program is asked to write a kernel for: a stored one, changed. */
export function wish(d, s) {
  const { rule, equation, weightMax, cap, softBounds } = d.learning, value = key => s[key] ?? Shape[key].of(d), order = s.order || orderOf(d), wrong = s.tune ? null : wrongSize(value('items'), value('size'));
  if (wrong) throw new Error(wrong);
  return {
    ...equation === null ? { rule, parameters: Object.fromEntries(d.rule.parameters.map(p => [p.name, p.value])) } : { equation }, weightMax, cap: cap ?? 'Infinity', softBounds,
    tune: s.tune, items: value('items'), assemblySize: value('size'), presentations: value('presentations'), itemDuration: value('item') / 1000, adaptationTau: value('adaptation_tau') / 1000, shuffled: order === 'shuffled', ring: order === 'ring',
  };
}

/** Makes the panel; reform takes what a kernel is written for, set what acts at once, whose sliders slide wires. Answers what shows a state in it. */
export function mountForm($, manifest, { reform, set, slide, stop }) {
  const made = (tag, values = {}, ...children) => { const e = Object.assign(document.createElement(tag), values); e.append(...children); return e; };
  const fields = { ...Shape, ...Object.fromEntries(Object.entries(Numbers).filter(([, x]) => x.field)) };
  let base = null, s = null;
  const say = (key, text) => { $(`p-${key}`).textContent = text && `${text}. ${$(`f-${key}`).dataset.good} is used.`; $(`p-${key}`).hidden = !text; if (text) $(`f-${key}`).setAttribute('aria-invalid', 'true'); else $(`f-${key}`).removeAttribute('aria-invalid'); };
  const change = async (key, changes) => { try { await reform(changes); } catch (error) { if ($(`p-${key}`)) say(key, error.message.replace(/\.$/, '')); else { stop(error); show(s, base); } } };
  for (const [key, x] of Object.entries(fields)) {
    const input = made('input', { id: `f-${key}`, inputMode: 'decimal', autocomplete: 'off' });
    input.setAttribute('aria-describedby', `h-${key} p-${key}`);
    const head = made('label', { htmlFor: input.id }, x.label), row = made('div', { className: 'field' }, head, made('span', {}, input, x.unit ? ` ${x.unit}` : ''), made('small', { id: `h-${key}` }));
    if (x.places) { // at once: a slider with the number beside it
      input.setAttribute('aria-label', `${x.label}, number`); head.htmlFor = `n-${key}`;
      const slider = made('input', { type: 'range', id: `n-${key}`, min: x.min, max: x.max, step: x.step });
      slide(key, slider); row.append(slider);
    }
    row.append(made('p', { id: `p-${key}`, className: 'problem', hidden: true })); row.lastChild.setAttribute('role', 'alert');
    $('form').append(row);
    input.onchange = () => {
      const text = input.value, wrong = wrongNumber(x.label, text, { whole: !x.places, ...x }) ?? (key === 'items' ? wrongSize(+text, s.size ?? Shape.size.of(base)) : key === 'size' ? wrongSize(s.tune ? manifest.tunes.find(t => t.id === s.tune).notes : s.items ?? Shape.items.of(base), +text) : null);
      if (wrong) { say(key, wrong); return; }
      say(key, '');
      if (x.places) set(key, +text); else change(key, { [key]: +text === Shape[key].of(base) ? null : +text });
    };
  }
  $('tune').replaceChildren(new Option('letters', ''), ...manifest.tunes.map(t => new Option(t.name, t.id)));
  $('order').replaceChildren(...Object.entries(Orders).map(([key, text]) => new Option(text, key)));
  $('tune').onchange = () => change('tune', { tune: $('tune').value, items: null, cue: 0 });
  $('order').onchange = () => change('order', { order: $('order').value === orderOf(base) ? '' : $('order').value });
  if (!manifest.composes) $('form-host').hidden = false;
  function show(state, own, now = own, fresh = false) {
    [s, base] = [state, own];
    for (const [key, x] of Object.entries(fields)) {
      const input = $(`f-${key}`), value = x.places ? s[key] : Math.round(1e6 * x.of(now)) / 1e6, standard = x.places ? x.standard : x.of(base);
      input.dataset.good = value;
      $(`h-${key}`).textContent = key === 'items' && s.tune ? 'as many as the tune has notes' : `${x.min} to ${x.max}${x.unit ? ` ${x.unit}` : ''}; standard ${standard}`;
      if (!x.places) input.disabled = 'locked' in input.dataset || !manifest.composes || key === 'items' && s.tune !== '';
      if (fresh) say(key, '');
      if (!input.hasAttribute('aria-invalid')) input.value = value;
    }
    $('tune').value = s.tune; $('order').value = s.order || orderOf(base); $('order').disabled = 'locked' in $('order').dataset || !manifest.composes;
    $('form-told').textContent = `${now.network.items.length} ${s.tune ? 'notes' : 'letters'} of ${now.network.assemblySize} neurons: ${now.network.units} neurons.`;
  }
  return show;
}
