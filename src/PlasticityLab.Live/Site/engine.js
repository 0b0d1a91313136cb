// The engine of the machine that serves this page: larger networks, spikes, many seeds. A page without a host has none, and says so.
import { dots, raster, weights } from './draw.js';
import { ask } from './source.js';

const EngineLetters = k => String.fromCharCode(65 + k);

/** Sends an order and hands on each line of the answer as it comes. */
async function order(wish, token, each, signal, place = 'engine') {
  const answer = await ask(place, wish, token, signal);
  if (!answer.ok) throw new Error((await answer.json()).problem);
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  for (let rest = ''; ;) {
    const { done, value } = await reader.read();
    if (done) return;
    const lines = (rest + value).split('\n'); rest = lines.pop();
    for (const line of lines) if (line) each(JSON.parse(line));
  }
}

/** Makes the panel work; host: whether there is one, rules: those of rates, state: what the page does now. */
export async function mountEngine($, host, rules, state, study) {
  const controls = ['engine-kind', 'engine-neurons', 'engine-rule', 'engine-networks', 'engine-go'].map($);
  if (!host) { for (const c of controls) c.disabled = true; $('engine-told').textContent = 'This page has no program behind it. Run "plasticity lab" on your machine: the page that it opens trains networks of up to 4000 neurons, spiking ones, and many at once.'; return; }
  const { token, spiking } = await (await fetch('engine')).json();
  const choices = () => { const list = $('engine-kind').value === 'spikes' ? spiking : rules.map(r => ({ id: r.kernel.slice(5), name: r.name })); $('engine-rule').replaceChildren(...list.map(r => new Option(r.name, r.id))); $('engine-neurons').disabled = $('engine-kind').value === 'spikes'; };
  $('engine-kind').onchange = choices; choices();
  $('engine-rule').value = 'causal_trace_hebb';
  let stop = null;
  $('study-host').hidden = false;
  $('study-run').onclick = async () => {
    const count = $('study-seeds').valueAsNumber, { text, cannot, print } = await study(count), lines = [], told = $('study-told');
    if (!Number.isInteger(count) || count < 1 || count > 40) { told.textContent = 'Seeds must be a whole number from 1 to 40.'; return; }
    if (cannot.length) { told.textContent = `This experiment cannot be written as a study: ${cannot.join('; ')}.`; return; }
    $('study-run').disabled = true; told.textContent = 'The program runs the study …';
    try {
      await order({ study: text }, token, line => { lines.push(line); told.textContent = `${lines.length} of ${line.of} networks are done.`; }, undefined, 'study');
      const mean = key => (lines.reduce((sum, line) => sum + line[key], 0) / lines.length).toFixed(2).replace('-', '−'), first = lines.find(line => line.seed === state().seed);
      told.textContent = `The program ran the study: ${count === 1 ? '' : `${lines.filter(line => line.s >= 0.7).length} of ${count} networks play; mean `}S ${mean('s')}, D ${mean('d')}. Weights of seed ${first.seed}: ${first.weights}, ${first.weights === print ? 'those of this page' : 'while this page has others: train it to the end without changes to compare'}.`;
    } catch (error) { told.textContent = error.message; }
    $('study-run').disabled = false;
  };
  $('engine-stop').onclick = () => stop?.abort();
  $('engine-go').onclick = async () => {
    const networks = $('engine-networks').valueAsNumber, name = $('engine-rule').selectedOptions[0].text, rows = [{ name, values: [], word: 'c0' }], wish = { spikes: $('engine-kind').value === 'spikes', rule: $('engine-rule').value, neurons: $('engine-neurons').valueAsNumber, adaptation: state().adaptation > 0, seed: state().seed, networks };
    if (![wish.neurons, networks].every(Number.isInteger)) { $('engine-told').textContent = 'Neurons and networks must be whole numbers.'; return; }
    stop = new AbortController(); $('engine-go').disabled = true; $('engine-stop').disabled = false; $('engine-told').textContent = 'The network is made …';
    $('engine-seeds').hidden = networks === 1; $('engine-pictures').hidden = networks > 1;
    let trouble = '';
    try { await order(wish, token, line => { if (line.problem) trouble = line.problem; else if (networks > 1) { rows[0].values.push(line.s); dots($('engine-seeds'), rows); tellMany(rows[0].values, networks); } else shown(line); }, stop.signal); }
    catch (error) { trouble = error.name === 'AbortError' ? 'Stopped.' : error.message; }
    if (trouble) $('engine-told').textContent = trouble;
    $('engine-go').disabled = false; $('engine-stop').disabled = true;
  };
  const tellMany = (values, of) => { const sorted = [...values].sort((a, b) => a - b), m = (sorted[Math.floor((sorted.length - 1) / 2)] + sorted[Math.ceil((sorted.length - 1) / 2)]) / 2; $('engine-told').textContent = `${values.length} of ${of} networks: ${values.filter(v => v >= 0.7).length} play the sequence (S at least 0.7; median ${m.toFixed(2)}).`; $('engine-seeds').setAttribute('aria-label', $('engine-told').textContent); };
  const shown = line => {
    const m = Uint8Array.from(atob(line.replay), c => c.charCodeAt(0)), P = line.items, T = m.length / P, fake = { units: P, items: P, order: Array.from({ length: P }, (_, k) => k), d: { network: { items: Array.from({ length: P }, (_, k) => EngineLetters(k)) } }, weight: (i, j) => line.blocks[i * P + j] }, length = `${Math.round(T * line.step)} ms`;
    raster($('engine-replay'), fake, T, (t, k) => m[t * P + k] / 255, { high: 150, ticks: [[0, '0'], [T, length]] });
    weights($('engine-blocks'), fake, Math.max(0.02, ...line.blocks.map(Math.abs)));
    $('engine-told').textContent = `${line.neurons} neurons, presentation ${line.presentation} of ${line.of}: plays ${line.visits.map(EngineLetters).join('') || 'nothing'} (S ${line.s.toFixed(2)}); the mean link to the next letter is ${line.next.toFixed(2)}, the one back ${line.back.toFixed(2)}.`;
    $('engine-replay').setAttribute('aria-label', `Replay: ${$('engine-told').textContent}`); $('engine-blocks').setAttribute('aria-label', 'Mean weights between letters: from (across) to (down)');
  };
}
