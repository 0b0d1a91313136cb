// Sound: one quiet voice, off until it is asked for. It plays the note of each letter that a replay visits.
const Loudness = 0.05, Scale = [0, 2, 4, 5, 7, 9, 11], LetterLength = 250; // ms
let voice = null, now = null;
/** The notes since sound was asked for, the last hundred [Hz]. */
export const struck = [];

export const sounding = () => voice !== null;
/** The note of now [Hz], or null. */
export const noteNow = () => now?.frequency ?? null;
/** Frequency of an item: of the tune's note, else along the scale of C major [Hz]. */
export const frequencyOf = (item, tune) => tune ? 440 * 2 ** ((tune.pitches[item] - 69) / 12) : 261.63 * 2 ** (Scale[item % 7] / 12 + Math.floor(item / 7));
/** How long an item sounds [ms]: as the score has it. */
export const lengthOf = (item, tune) => tune ? tune.beats[item] * 60000 / tune.tempo : LetterLength;

/** False where the browser has no sound. */
export function setSound(on) {
  if (on && !globalThis.AudioContext) return false;
  if (on && !voice) {
    const context = new AudioContext(), source = new OscillatorNode(context, { type: 'triangle' }), gain = new GainNode(context, { gain: 0 });
    source.connect(gain).connect(context.destination); source.start();
    voice = { context, source, gain };
  } else if (!on && voice) { voice.context.close(); voice = now = null; }
  return true;
}

/** The visit that sounds from now on; undefined: silence. The same note twice is struck twice. */
export function sound(visit, tune) {
  if (!voice || now?.visit === visit) return;
  const at = voice.context.currentTime, { gain } = voice.gain;
  gain.cancelScheduledValues(at); gain.setTargetAtTime(0, at, 0.006);
  now = visit ? { visit, frequency: frequencyOf(visit.item, tune) } : null;
  if (!now) return;
  struck.push(now.frequency); if (struck.length > 100) struck.shift();
  voice.source.frequency.setValueAtTime(now.frequency, at + 0.02); gain.setTargetAtTime(Loudness, at + 0.02, 0.008);
}
