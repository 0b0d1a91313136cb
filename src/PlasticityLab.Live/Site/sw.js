// Keeps a published page for when there is no network: every file, once; a new version takes over at the next start.
const name = 'plasticity-lab-VERSION';
addEventListener('install', event => event.waitUntil((async () => {
  const { files } = await (await fetch('manifest.json')).json(), cache = await caches.open(name);
  await cache.addAll(['./', ...files]);
  await skipWaiting();
})()));
addEventListener('activate', event => event.waitUntil((async () => {
  for (const key of await caches.keys()) if (key.startsWith('plasticity-lab-') && key !== name) await caches.delete(key);
  await clients.claim();
})()));
addEventListener('fetch', event => {
  if (event.request.method !== 'GET') return;
  event.respondWith((async () => await (await caches.open(name)).match(event.request, { ignoreSearch: true }) ?? fetch(event.request))());
});
