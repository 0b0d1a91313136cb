// For teachers: notes and two slides a lesson. The numbers are means over the twenty networks with seeds 100 to 119; the science tests hold them.
const Teachers = {
  'moves-on': {
    notes: ['Trace Hebb plays A to H in 20 of 20 networks (S 1.00, D 1.00), STDP too (S 0.95, D 1.00). Hebb stays at A (S 0.02).', 'Hebb: nothing in rᵢ rⱼ tells who was first, so the links to the next and to the letter before are alike. Ask for a formula that could tell.', 'Under STDP open “Why one weight changes”: the negative bar is the receiver’s trace times the sender’s activity. It makes the mean link back negative.', 'Task: trace Hebb plays from five presentations on (mean S 0.65 after four, 0.98 after five), STDP from eight (0.88).'],
    slides: [['Who was first?', ['Hebb: dw/dt = η rᵢ rⱼ, the same for A → B and B → A', 'Cued with A, the network …?', 'A trace of 12 ms remembers who was first']], ['A rule that can tell moves on', ['Hebb: stays at A', 'Trace Hebb: A to H, 20 of 20 networks', 'STDP: A to H, and the link back is negative']]],
  },
  fatigue: {
    notes: ['Hebb with fatigue (strength 1, 100 ms) plays to H and turns back in 20 of 20 networks: S 1.00, D −0.05.', 'From an inner letter each network has its own way, and it is a coin: give every pupil another seed and count. The class comes out near D 0.', 'Trace Hebb needs no fatigue: S 1.00 without, 0.99 with.', 'It takes longer than a direction does: S of Hebb with fatigue is 0.14 after six presentations, 0.85 after eight, 1.00 after ten.'],
    slides: [['Tired neurons', ['The links are symmetric', 'An active neuron tires within 100 ms', 'Stuck, forward, or back and forth?']], ['A clock without a direction', ['Plays to H and turns back: 20 of 20', 'From the middle: a coin of each network', 'Moving and knowing where to are two things']]],
  },
  compass: {
    notes: ['Replay from 45° to 75°: S 0.99, 0.97, 0.81. At 30° it knows the direction (D 0.83) but does not play (S 0.01).', 'At 90° nothing holds a letter: what strengthens and what weakens a letter’s link to itself are equal.', '105° to 255° are silent. At 300°, cued with H, it plays H to A in 20 of 20 networks (D −1.00).', 'With fatigue the range widens: 0° turns back, 15° and 30° play.'],
    slides: [['One dial', ['0° Hebb, 90° STDP, 180° anti-Hebb, 270° anti-STDP', 'Where does it replay?', 'Where does it run back?']], ['Replay needs both halves', ['Enough Hebb: a letter holds itself', 'Enough STDP: the next one wins', '45° to 75° forward, 285° to 315° backward']]],
  },
  points: {
    notes: ['Before learning: one equilibrium, silence.', 'Trace Hebb: from presentation 4 silence and (off, on) are stable, never (on, off), so the state must move on. STDP: the same from presentation 6.', 'Hebb: from presentation 3 both (on, off) and (off, on) are stable, so it stays; they merge at presentation 12 to 14.', 'Anti-Hebb: silence only. 300°: silence and (on, off).', 'The plane is a reduction: two letters with mean links, the others at rest. Let the class find a rule whose plane misleads.'],
    slides: [['Points that move', ['Where both nullclines meet, nothing changes', 'Filled: stable. Learning moves the lines', 'Which points are there after training?']], ['Read the plane', ['(off, on) alone: it moves on', '(on, off) and (off, on): it stays', 'Only silence: it forgets']]],
  },
  runaway: {
    notes: ['Hebb without bound and cap: the link of a letter to itself grows to about 11. Strong links make strong activity, which makes stronger links.', 'Oja subtracts α rᵢ² w: the two bars in “Why one weight changes” come into balance, and the link stays below 2.', 'The experiment “Forget”: anti-Hebb takes back in three presentations what five have learned. S 1.00 becomes 0.89, 0.42, 0.04, 0.00 after 1, 2, 3, 5.', 'A decay of your own needs “plasticity lab”: dw/dt = 10*(post.rate*pre.fast(12 ms) - 0.5*w).'],
    slides: [['Growth feeds growth', ['Fire together, wire together …', '… and fire more', 'What stops it?']], ['Three brakes', ['A bound: stops at the wall', 'Oja: − α rᵢ² w, a balance', 'Anti-Hebb: takes it back, in three presentations']]],
  },
  circuits: {
    notes: ['STDP without fatigue and Hebb with fatigue both play (S 0.95 and 1.00). Their lag profiles differ: one points forward, the other is symmetric.', 'Control: with the letters in another order each time nothing is played (S 0.01). Not the letters, their order is learned.', 'Damage: trace Hebb loses slowly. S 1.00, 0.89, 0.56, 0.24, 0.06 with 0, 8, 16, 24, 32 of 64 neurons lost (the slider “Lesion”).', 'Which circuit stands a lesion better? Save both as study files, add seeds, and run “plasticity study run”.'],
    slides: [['Same behaviour, same circuit?', ['Both networks play A to H', 'Look at the links, not at the replay', 'Is it luck? Twenty seeds']], ['One behaviour, many circuits', ['STDP: links that point forward', 'Hebb with fatigue: links that do not', 'Behaviour alone does not tell the mechanism']]],
  },
};

/** What a lesson's box holds for teachers: notes, and the slides in a window that fills the screen. */
export function forTeachers(id) {
  const made = (name, text = '', ...children) => { const e = document.createElement(name); e.textContent = text; e.append(...children); return e; }, { notes, slides } = Teachers[id];
  const dialog = made('dialog'), show = k => { const [title, points] = slides[k], head = made('h2', title), turn = made('button', k + 1 < slides.length ? 'Next slide' : 'First slide'), close = made('button', 'Close'); head.id = 'slide-title'; turn.onclick = () => { show((k + 1) % slides.length); }; close.onclick = () => dialog.close(); dialog.replaceChildren(head, made('ul', '', ...points.map(p => made('li', p))), made('p', `${k + 1} of ${slides.length} `, turn, ' ', close)); turn.focus(); };
  dialog.id = 'slides'; dialog.setAttribute('aria-labelledby', 'slide-title');
  dialog.onkeydown = event => { if (['ArrowRight', 'ArrowLeft', 'PageDown', 'PageUp'].includes(event.key)) { dialog.querySelector('button').click(); event.preventDefault(); } event.stopPropagation(); };
  const open = made('button', 'Show the two slides');
  open.type = 'button'; open.onclick = () => { dialog.showModal(); show(0); };
  return made('details', '', made('summary', 'For teachers'), made('ul', '', ...notes.map(n => made('li', n))), open, dialog);
}
