// Where a page that is one file gets its stored files and its worker from: out of itself.
const packed = JSON.parse(document.getElementById('stored').textContent);
export async function loadStored(name) {
  if (!packed[name]) throw new Error(`there is no ${name} in this file`);
  const raw = Uint8Array.from(atob(packed[name]), c => c.charCodeAt(0));
  return new Response(new Blob([raw]).stream().pipeThrough(new DecompressionStream('gzip'))).json();
}
export const fetchPart = async name => ({ lessons: { Lessons, teach }, attractors: { attractors, reduced }, engine: { mountEngine } })[name];
export const makeWorker = () => { const address = URL.createObjectURL(new Blob([document.getElementById('seeds-script').textContent], { type: 'text/javascript' })); return new Worker(address); };
export const keepOffline = () => {};
export const ask = () => Promise.reject(new Error('This page is one file and has no program behind it.'));
