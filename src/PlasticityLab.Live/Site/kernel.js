// A written kernel in its own memory: it trains a network and replays it. The page and its workers use this; no other file touches the memory.
const bytes = text => Uint8Array.from(atob(text), c => c.charCodeAt(0));
const Patterns = 1, TrialOrder = 4, Perturbation = 10, EachPhase = 65536; // purposes of streams; indices that a phase may use

export class Kernel {
  static async open(description) {
    const memory = new WebAssembly.Memory({ initial: description.pages, maximum: description.pages });
    const { instance } = await WebAssembly.instantiate(bytes(description.module), { env: { memory } });
    return new Kernel(description, instance.exports, memory);
  }

  constructor(description, run, memory) {
    Object.assign(this, { d: description, run, map: description.map, image: bytes(description.image), units: description.network.units, items: description.network.items.length });
    this.f64 = new Float64Array(memory.buffer); this.i32 = new Int32Array(memory.buffer); this.u32 = new Uint32Array(memory.buffer); this.u8 = new Uint8Array(memory.buffer); this.i16 = new Int16Array(memory.buffer);
    [this.stride, this.record] = [description.stride / 8, description.recordStride / 8];
    const t = description.task;
    this.each = t.silence + this.items * t.item; // steps of a presentation
    this.presentations = t.presentations; this.lost = [];
  }

  number(name) { return this.f64[this.map[name] / 8]; }
  setNumber(name, value) { this.f64[this.map[name] / 8] = value; }
  whole(name) { return this.i32[this.map[name] / 4]; }
  setWhole(name, value) { this.i32[this.map[name] / 4] = value; }

  /** Back to the first step, with the weights, letters and noise of a seed; a later phase has noise and order of its own. */
  reset(seed, phase = 0) {
    this.u8.fill(0); this.u8.set(this.image);
    this.u32[this.map.key / 4] = seed % 4294967296; this.u32[this.map.key / 4 + 1] = Math.floor(seed / 4294967296);
    this.assign();
    this.setWhole('training_stream.index', phase * EachPhase);
    if (this.d.task.shuffled) this.shuffle(phase * EachPhase);
    this.run.draw(); this.run.begin();
  }

  /** A later phase: from the first step with the weights that another kernel of the same network has, for so many presentations. */
  goOn(before, seed, phase, presentations) {
    this.reset(seed, phase);
    this.presentations = presentations;
    this.setWhole('length', presentations * this.each + this.d.task.end);
    for (let i = 0; i < this.units; i++) for (let j = 0; j < this.units; j++) this.f64[this.map.weights / 8 + i * this.stride + j] = before.weight(i, j);
  }

  /** Neurons that a lesion takes from every replay: a share, drawn by the seed, and some by their numbers. */
  lesion(share, named = []) {
    const count = share * this.units, whole = count % 1 === 0.5 ? 2 * Math.round(count / 2) : Math.round(count); // halves go to the even number, as the program rounds
    this.lost = [...new Set([...whole > 0 ? this.shuffled(this.words(Perturbation), this.units).slice(0, whole) : [], ...named.filter(i => i < this.units)])];
  }

  // Which neurons stand for which item: a permutation, cut into pieces.
  assign() {
    const order = this.shuffled(this.words(Patterns), this.units), size = this.units / this.items;
    this.members = Array.from({ length: this.items }, (_, k) => order.slice(k * size, (k + 1) * size).sort((a, b) => a - b));
    this.order = this.members.flat(); // neurons by item
    this.i32.set(this.order.map(unit => unit * 8), this.map.members / 4);
  }

  shuffle(index) {
    const next = this.words(TrialOrder, index), { silence, item, presentations } = this.d.task;
    let at = this.map.schedule / 2;
    for (let p = 0; p < presentations; p++) {
      at += silence;
      for (const k of this.shuffled(next, this.items)) { this.i16.fill(k, at, at + item); at += item; }
    }
  }

  // Fisher and Yates, from the last place down; whole numbers without bias, as the program draws them.
  shuffled(next, count) {
    const items = Array.from({ length: count }, (_, k) => k);
    for (let i = count - 1; i > 0; i--) {
      const limit = 4294967295 - 4294967296 % (i + 1);
      let word; do word = next(); while (word > limit);
      const j = word % (i + 1); [items[i], items[j]] = [items[j], items[i]];
    }
    return items;
  }

  // The words of a stream, one after another; the kernel gives two blocks of four at a time.
  words(purpose, index = 0) {
    const stream = this.map.spare_stream, at = this.map.words / 4;
    this.u32[stream / 4] = 0; this.u32[stream / 4 + 1] = 0; this.setWhole('spare_stream.purpose', purpose); this.setWhole('spare_stream.index', index);
    let queue = [];
    return () => { if (queue.length === 0) { this.run.words(stream); queue = [0, 1, 4, 5, 2, 3, 6, 7].map(k => this.u32[at + k]); } return queue.shift(); };
  }

  step(count) { return this.run.step(count); }
  get position() { return this.whole('position'); }
  get length() { return this.whole('length'); }
  get over() { return this.position >= this.length; }
  /** Whole presentations heard. */
  get heard() { return Math.min(this.presentations, Math.floor(this.position / this.each)); }

  snapshot() { return this.u8.slice(0, this.map.state_end); }
  restore(state) { this.u8.set(state); this.i32Members(); }
  i32Members() { const size = this.units / this.items; this.order = Array.from(this.i32.subarray(this.map.members / 4, this.map.members / 4 + this.units), x => x / 8); this.members = Array.from({ length: this.items }, (_, k) => this.order.slice(k * size, (k + 1) * size)); }

  /** A replay from rest with the weights of now: an item is cued, then the network is left alone. */
  ask(item, noise, free) {
    const { settling, cue } = this.d.task;
    this.setWhole('recall_length', settling + cue + free); this.setWhole('cue_from', settling); this.setWhole('cue_to', settling + cue);
    this.setWhole('cue_item', item); this.setWhole('recall_stream.index', noise);
    const kept = this.lost.length ? this.weights() : null; // a replay has the synapses of lost neurons cut; what was learned stays
    for (const i of this.lost) for (let j = 0; j < this.units; j++) { this.f64[this.map.weights / 8 + i * this.stride + j] = 0; this.f64[this.map.weights / 8 + j * this.stride + i] = 0; }
    this.run.ask(); this.run.recall(1e9);
    if (kept) for (let i = 0; i < this.units; i++) this.f64.set(kept.subarray(i * this.units, (i + 1) * this.units), this.map.weights / 8 + i * this.stride);
    return settling + cue + free;
  }

  /** Activity of a neuron at a step of the last replay. */
  played(t, unit) { return this.f64[this.map.replay / 8 + t * this.record + unit]; }
  /** Activity of a neuron in training, some steps ago. */
  heardAt(step, unit) { return this.f64[this.map.ring / 8 + step % this.d.ring * this.record + unit]; }
  weight(to, from) { return this.f64[this.map.weights / 8 + to * this.stride + from]; }

  /** The weights row after row, as the program prints their hash. */
  weights() { const n = this.units, w = new Float64Array(n * n); for (let i = 0; i < n; i++) w.set(this.f64.subarray(this.map.weights / 8 + i * this.stride, this.map.weights / 8 + i * this.stride + n), i * n); return w; }
  get finite() { for (let i = 0; i < this.units; i++) for (let j = 0; j < this.units; j++) if (!Number.isFinite(this.weight(i, j))) return false; return true; }
}

/** Trains a network through all its phases: what a worker and a page have in common. */
export async function trained({ kernel: first, then, more, seed, numbers, lesion = 0, cut = [] }) {
  let kernel = await Kernel.open(first);
  const set = () => { for (const [name, value] of Object.entries(numbers)) kernel.setNumber(name, value); };
  kernel.reset(seed); set(); kernel.step(1e9);
  if (then) { const next = await Kernel.open(then); next.goOn(kernel, seed, 1, more); kernel = next; set(); kernel.step(1e9); }
  kernel.lesion(lesion, cut);
  return kernel;
}
