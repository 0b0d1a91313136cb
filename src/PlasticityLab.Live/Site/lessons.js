import { forTeachers } from './teacher.js';

// Lessons: each asks before it shows. Which answer is right is decided by the run, never by the text.
const isKind = name => told => told.kind === name;
const byLinks = test => (told, lags) => test(lags);

export const Lessons = [
  { id: 'moves-on', name: '1. Which rule moves on?', minutes: 15, goal: 'See that a rule must tell before from after to store an order.', steps: [
    { state: { kernel: 'rule.hebbian' }, question: 'Hebb’s rule links A to B as strongly as B to A. After 15 presentations only A is cued. What happens?', answers: [['It plays A to H', isKind('plays')], ['It stays at A', isKind('stuck')], ['Nothing stays active', isKind('silent')]] },
    { state: { kernel: 'rule.causal_trace_hebb' }, question: 'Now a synapse grows when its sender was active up to about 12 ms before its receiver. Which link of a letter grows more?', answers: [['The one to the next letter', byLinks(l => l[1] > l[-1] + 0.2)], ['The one back', byLinks(l => l[-1] > l[1] + 0.2)], ['Both the same', byLinks(l => Math.abs(l[1] - l[-1]) <= 0.2)]] },
    { state: { kernel: 'rule.rate_stdp' }, question: 'STDP also weakens a synapse whose receiver came first. What becomes of the mean link back?', answers: [['It is positive', byLinks(l => l[-1] > 0.02)], ['It is negative', byLinks(l => l[-1] < -0.02)], ['It stays at 0', byLinks(l => Math.abs(l[-1]) <= 0.02)]] },
  ], task: 'Move the slider of presentations: after how many does trace Hebb first play all eight letters, and STDP?' },
  { id: 'fatigue', name: '2. Fatigue is another clock', minutes: 15, goal: 'See that symmetric links and tired neurons move too, but without a direction.', steps: [
    { state: { kernel: 'rule.hebbian', adaptation: 1 }, question: 'The links of Hebb are symmetric, but an active neuron now tires. Cued with A, the network …', answers: [['stays at A', isKind('stuck')], ['plays to H and stays there', isKind('plays')], ['plays to H and turns back', isKind('bounces')]] },
    { state: { kernel: 'rule.hebbian', adaptation: 1, cue: 3 }, question: 'And cued in the middle, at D?', answers: [['It goes on to E', t => t.visits.find(v => v.item !== 3)?.item === 4], ['It goes back to C', t => t.visits.find(v => v.item !== 3)?.item === 2], ['Something else', t => ![2, 4].includes(t.visits.find(v => v.item !== 3)?.item)]] },
    { state: { kernel: 'rule.causal_trace_hebb', adaptation: 0 }, question: 'Does trace Hebb need fatigue to play?', answers: [['Yes: without it the activity stays', isKind('stuck')], ['No: it plays without', isKind('plays')], ['Without it nothing stays active', isKind('silent')]] },
  ], task: 'Take a new seed and cue D again: does it go the same way? Run 20 seeds and look at D.' },
  { id: 'compass', name: '3. The compass', minutes: 20, goal: 'One dial from Hebb to STDP to anti-Hebb: find where it replays.', steps: [
    { state: { kernel: 'dial.045' }, question: 'At 45° the rule is half Hebb, half STDP. Cued with A, the network …', answers: [['plays A to H', isKind('plays')], ['stays at A', isKind('stuck')], ['is silent', isKind('silent')]] },
    { state: { kernel: 'dial.090' }, question: 'At 90° what strengthens and what weakens are equal. Does a letter still hold itself active?', answers: [['Yes: its link to itself is strong', byLinks(l => l[0] > 0.3)], ['No: its link to itself is near 0', byLinks(l => Math.abs(l[0]) <= 0.3)], ['It inhibits itself', byLinks(l => l[0] < -0.3)]] },
    { state: { kernel: 'dial.300', cue: 7 }, question: 'At 300° the rule is Hebb with STDP turned round. H is cued. What do you hear?', answers: [['The letters from H back', t => t.visits[1]?.item === 6], ['H alone', t => t.visits.length === 1], ['Nothing', t => t.visits.length === 0]] },
  ], task: 'Press “Measure all 24 directions”. Which range plays on? Which runs back?' },
  { id: 'points', name: '4. Points that move', minutes: 20, goal: 'Read from the plane what the network will do.', steps: [
    { state: { kernel: 'rule.causal_trace_hebb' }, until: 0, question: 'Before any learning: how many equilibria has the plane of two letters?', answers: [['One', (t, l, p) => p.points.length === 1], ['Two', (t, l, p) => p.points.length === 2], ['Three or more', (t, l, p) => p.points.length > 2]] },
    { state: { kernel: 'rule.causal_trace_hebb' }, question: 'After training with trace Hebb, which state of the two letters is stable beside silence?', answers: [['This letter on, the next off', (t, l, p) => p.stable.includes('(on, off)') && !p.stable.includes('(off, on)')], ['This letter off, the next on', (t, l, p) => p.stable.includes('(off, on)') && !p.stable.includes('(on, off)')], ['Both of them', (t, l, p) => p.stable.includes('(off, on)') && p.stable.includes('(on, off)')]] },
    { state: { kernel: 'rule.hebbian' }, until: 6, question: 'And after six presentations with Hebb?', answers: [['Only (off, on)', (t, l, p) => p.stable.includes('(off, on)') && !p.stable.includes('(on, off)')], ['Both (on, off) and (off, on)', (t, l, p) => p.stable.includes('(off, on)') && p.stable.includes('(on, off)')], ['Neither', (t, l, p) => !p.stable.includes('(off, on)') && !p.stable.includes('(on, off)')]] },
  ], task: 'Click on both sides of a saddle: where do the courses end? Then predict a rule of your choice from its plane alone.' },
  { id: 'runaway', name: '5. Runaway and rescue', minutes: 15, goal: 'Growth feeds growth; see what stops it.', steps: [
    { state: { kernel: 'runaway.hebbian' }, question: 'Hebb without bound and without cap: how strong is a letter’s link to itself after 15 presentations? (About 0.5 makes a letter hold itself.)', answers: [['About 1', byLinks(l => l[0] < 2)], ['2 to 5', byLinks(l => l[0] >= 2 && l[0] <= 5)], ['More than 5', byLinks(l => l[0] > 5)]] },
    { state: { kernel: 'runaway.oja' }, question: 'Oja’s rule subtracts α r² w. And now?', answers: [['It stays below 2', byLinks(l => l[0] < 2)], ['2 to 5', byLinks(l => l[0] >= 2 && l[0] <= 5)], ['More than 5', byLinks(l => l[0] > 5)]] },
    { state: { kernel: 'rule.anti_hebbian' }, question: 'Anti-Hebb weakens what is active together. Cued with A, the network …', answers: [['stays at A', isKind('stuck')], ['plays', isKind('plays')], ['is silent', isKind('silent')]] },
  ], task: 'Look at “Why one weight changes” under Oja: which two bars balance?' },
  { id: 'circuits', name: '6. One behaviour, many circuits', minutes: 20, goal: 'The same replay can come from different weights.', steps: [
    { state: { kernel: 'rule.rate_stdp' }, question: 'STDP without fatigue: does it play?', answers: [['Yes', t => t.s >= 0.7], ['No', t => t.s < 0.7]] },
    { state: { kernel: 'rule.hebbian', adaptation: 1 }, question: 'Hebb with fatigue: is the link to the next letter stronger than the one back, as it was under STDP?', answers: [['Yes, clearly', byLinks(l => l[1] > l[-1] + 0.2)], ['No, they are alike', byLinks(l => Math.abs(l[1] - l[-1]) <= 0.2)]] },
    { state: { kernel: 'shuffled.causal_trace_hebb' }, question: 'Control: trace Hebb, but the letters come in another order each time. Does it play A to H?', answers: [['Yes', t => t.s >= 0.7], ['No', t => t.s < 0.7]] },
  ], task: 'Compare the lag profiles of the two circuits (the one before stands as outlines). Is it luck?' },
];

const tag = (name, attributes = {}, ...children) => { const e = document.createElement(name); for (const [k, v] of Object.entries(attributes)) e.setAttribute(k, v); e.append(...children); return e; };

/** Shows a lesson in a box; run(state, until) trains and answers [told, lags, plane]. */
export function teach(box, lesson, run) {
  let at = 0, right = 0, opened = false; // arrow keys in the list go through the lessons: opening one leaves the focus there
  box.hidden = !lesson;
  if (!lesson) { box.replaceChildren(); return; }
  const show = () => {
    const step = lesson.steps[at], head = tag('h2', { id: 'lesson-title', tabindex: -1 }, lesson.name), told = tag('p', { class: 'verdict', role: 'status' });
    if (!step) { box.replaceChildren(head, tag('p', {}, `${right} of ${lesson.steps.length} predictions held.`), tag('p', {}, tag('strong', {}, 'Now try: '), lesson.task), forTeachers(lesson.id)); head.focus(); return; }
    const choices = step.answers.map(([text], k) => tag('label', {}, tag('input', { type: 'radio', name: 'prediction', value: k }), text));
    const go = tag('button', { type: 'submit' }, 'Run it'), form = tag('form', {}, tag('fieldset', {}, tag('legend', {}, step.question), ...choices), go);
    form.onsubmit = async event => {
      event.preventDefault();
      const chosen = form.querySelector('input:checked');
      if (!chosen) { told.textContent = 'Choose an answer first: then the network decides.'; return; }
      go.disabled = true;
      for (const input of form.querySelectorAll('input')) input.disabled = true;
      told.textContent = 'The network runs …';
      const [result, lags, plane] = await run(step.state, step.until ?? Infinity), held = step.answers[+chosen.value][1](result, lags, plane), fits = step.answers.find(([, test]) => test(result, lags, plane));
      right += held ? 1 : 0;
      told.textContent = held ? 'Your prediction held. ' : `Your prediction did not hold; the run says: ${fits ? fits[0] : 'none of the answers, this network does something else'}. `;
      at++;
      const next = tag('button', { type: 'button' }, at < lesson.steps.length ? 'Next question' : 'Finish');
      next.onclick = show;
      told.after(tag('p', {}, 'The sentence above tells what it did, with numbers.'), next);
      next.focus();
    };
    box.replaceChildren(head, tag('p', { class: 'goal' }, `${lesson.goal} About ${lesson.minutes} minutes; question ${at + 1} of ${lesson.steps.length}.`), form, told, forTeachers(lesson.id));
    if (opened) head.focus();
    opened = true;
  };
  show();
}
