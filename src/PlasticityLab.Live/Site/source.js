// Where the page gets its stored files and its worker from: beside it on the server.
export async function loadStored(name) {
  const answer = await fetch(`${name}.json`);
  if (!answer.ok) throw new Error(`there is no ${name} beside this page (${answer.status})`);
  return answer.json();
}
/** A part of the page that is fetched when it is asked for. */
export const fetchPart = name => import(`./${name}.js`);
export const makeWorker = () => new Worker(new URL('seeds.js', import.meta.url), { type: 'module' });
/** A published page keeps itself for when there is no network; the host on this machine is there anyway. */
export const keepOffline = () => navigator.serviceWorker?.register('sw.js').catch(() => {});
