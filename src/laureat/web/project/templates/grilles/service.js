// Keeps the shell of the workshop and nothing else: no page, no answer that says a name ever enters its cache.
"use strict";
const KEPT = {{ kept|safe }};
const SHELLS = {{ shells|safe }}; // by language
const HOME = {{ home|safe }};
const CACHE = "laureat-atelier-{{ version }}";
self.addEventListener("install", function (event) {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(KEPT.map((one) => new Request(one, { cache: "reload", credentials: "omit" })))).then(() => self.skipWaiting()));
});
self.addEventListener("activate", function (event) {
  const others = caches.keys().then((names) => Promise.all(names.filter((one) => one.startsWith("laureat-atelier-") && one !== CACHE).map((one) => caches.delete(one))));
  event.waitUntil(others.then(() => self.clients.claim()));
});
self.addEventListener("fetch", function (event) {
  const address = new URL(event.request.url);
  if (event.request.method !== "GET" || address.origin !== self.location.origin) return;
  if (address.pathname === HOME) event.respondWith(fetch(event.request).catch(last));
  else if (KEPT.includes(address.pathname)) event.respondWith(kept(event.request, address.pathname));
});
async function kept(request, path) {
  const cache = await caches.open(CACHE);
  if (Object.values(SHELLS).includes(path)) await cache.put(HOME, Response.redirect(path)); // the language of the person
  return (await cache.match(path)) || fetch(request);
}
async function last() { // out of reach: the shell last opened, else that of the language of the browser
  const cache = await caches.open(CACHE);
  return (await cache.match(HOME)) || Response.redirect(SHELLS[navigator.language.slice(0, 2)] || SHELLS.fr);
}
