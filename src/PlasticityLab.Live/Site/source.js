// Where the page gets its stored files and its worker from: beside it on the server.
export async function loadStored(name) {
  const answer = await fetch(`${name}.json`);
  if (!answer.ok) throw new Error(`there is no ${name} beside this page (${answer.status})`);
  return answer.json();
}
/** Asks the program that serves this page; says so where it has ended. */
export async function ask(place, wish, token = '', signal = undefined) {
  try { return await fetch(place, { method: 'POST', headers: { 'Content-Type': 'application/json', 'X-Plasticity-Token': token }, body: JSON.stringify(wish), signal }); }
  catch (error) { throw error.name === 'AbortError' ? error : new Error('The program that serves this page has ended. Start "plasticity lab" again; what is shown here goes on.'); }
}
/** A part of the page that is fetched when it is asked for. */
export const fetchPart = name => import(`./${name}.js`);
export const makeWorker = () => new Worker(new URL('seeds.js', import.meta.url), { type: 'module' });
/** A published page keeps itself for when there is no network; the host on this machine is there anyway. */
export const keepOffline = () => navigator.serviceWorker?.register('sw.js').catch(() => {});
