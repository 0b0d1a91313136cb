// A worker that trains and tests networks one after another, away from the page.
import { trained } from './kernel.js';
import { blocks, test } from './measures.js';
import { finding } from './words.js';

onmessage = async ({ data: { jobs } }) => {
  for (const job of jobs) {
    const kernel = await trained(job);
    const told = test(kernel), [kind] = finding(told, blocks(kernel).lags, kernel.d.network.items, { heard: kernel.heard, adaptation: job.numbers.adaptation });
    postMessage({ id: job.id, seed: job.seed, s: told.s, d: told.d, kind });
  }
  postMessage({ done: true });
};
