// The study file that does the same from the command line: the same network, rule, seed and changes, in arithmetic whose bits are the same everywhere.
const written = x => x === null ? 'off' : `${x}`;

// One phase of learning, as an entry of a study's rules.
function phase(d, speed, presentations, cannot) {
  const { rule, equation, weightMax, cap, trainingGain, softBounds } = d.learning, factor = 2 ** speed, pairs = [];
  if (equation !== null) pairs.push(['equation', JSON.stringify(factor === 1 ? equation : `dw = ${factor}*(${equation.replace(/^\s*dw(\/dt)?\s*=/, '')})`)]);
  else pairs.push(['rule', rule]);
  if (presentations) pairs.push(['presentations', presentations]);
  for (const { name, unit, value } of equation === null ? d.rule.parameters : []) pairs.push([name, `${name === 'eta' ? value * factor : value}${unit === 's' ? ' s' : ''}`]);
  if (factor !== 1 && equation === null && !d.rule.parameters.some(p => p.name === 'eta') && rule !== 'no_learning') cannot.push(`${d.rule.name} has no learning rate that a study could change`);
  pairs.push(['weight_max', weightMax], ['decay', 0], ['cap', written(cap)], ['training_gain', trainingGain]);
  if (softBounds) pairs.push(['soft_bounds', true]);
  return pairs.map(([key, value]) => `${key}: ${value}`).join(', ');
}

/** The text of the study file, and in words what cannot be said in one. */
export function studyText(s, { first, then, name, touched, count = 1 }) {
  const cannot = [], n = first.network, t = first.task;
  if (!s.learning) cannot.push('learning was switched off by hand; choose "no learning" as the rule instead');
  if (s.cut.length) cannot.push('single neurons were cut by hand; the lesion slider draws them by the seed');
  if (s.seed > 2147483647) cannot.push('the seeds of a study end at 2147483647');
  const phases = [phase(first, s.speed, s.then ? t.presentations : 0, cannot)];
  if (s.then) phases.push(phase(then, s.speed, s.more, cannot));
  const seconds = steps => steps * n.step / 1000, task = [...seconds(t.item) === 0.04 ? [] : [`item: ${seconds(t.item)} s`], ...t.silence ? [] : ['silence: 0 s']].map(x => `, ${x}`).join('');
  const point = `inhibition: ${s.inhibition}, gain: ${s.gain}`;
  const text = `# Written by the live lab${touched ? '; something was changed during its training, and this begins from reset' : ''}.
schema_version: 2
name: lab-${s.preset}
title: ${JSON.stringify(name)}
question: What does this network play?
${t.tune ? `# Its items are the notes of ${t.tune.name}: ${n.items.join(' ')}.\n` : ''}network: { kind: rate, units: ${n.units}, adaptation: ${s.adaptation},${s.adaptation_tau ? ` adaptation_tau: ${s.adaptation_tau / 1000} s,` : ''} noise_sd: ${s.noise}, training_inhibition: ${s.inhibition}, arithmetic: portable }
task: { kind: chain, items: ${n.items.length}, assembly_size: ${n.assemblySize}, overlapping: false, epochs: ${t.presentations}, shuffled: ${t.shuffled}${task} }
conditions:
  lab: { title: as in the lab${s.lesion > 0 ? `, perturbation.lesion_share: ${s.lesion}` : ''} }
rules:
${s.then ? `  - { name: lab, ${point}, learn: [${phases.map(p => `{ ${p} }`).join(', ')}] }` : `  - { name: lab, ${phases[0]}, ${point} }`}
seeds: { first: ${s.seed}, count: ${count} }
`;
  return { text, cannot };
}
