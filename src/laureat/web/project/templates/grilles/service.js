// Keeps the shell of the workshop and nothing else: no page, no answer that says a name ever enters its cache.
"use strict";
const KEPT = {{ kept|safe }};
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
  if (event.request.method !== "GET" || address.origin !== self.location.origin || !KEPT.includes(address.pathname)) return;
  event.respondWith(caches.open(CACHE).then((cache) => cache.match(address.pathname)).then((found) => found || fetch(event.request)));
});
