// A worker that trains and tests networks one after another, away from the page.
import { Kernel } from './kernel.js';
import { blocks, test } from './measures.js';
import { finding } from './words.js';

onmessage = async ({ data: { jobs } }) => {
  for (const job of jobs) {
    const kernel = await Kernel.open(job.kernel);
    kernel.reset(job.seed);
    for (const [name, value] of Object.entries(job.numbers)) kernel.setNumber(name, value);
    kernel.step(1e9);
    const told = test(kernel), [kind] = finding(told, blocks(kernel).lags, kernel.d.network.items, { heard: kernel.heard, adaptation: job.numbers.adaptation });
    postMessage({ id: job.id, seed: job.seed, s: told.s, d: told.d, kind });
  }
  postMessage({ done: true });
};
