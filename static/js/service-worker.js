/* Shows a push notice and opens the plan. Keeps nothing and answers no request of a page. */
"use strict";

self.addEventListener("push", (event) => {
  const { title, body, lang, dir, tag } = event.data.json();
  event.waitUntil(self.registration.showNotification(title, { body, lang, dir, tag }));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(self.clients.openWindow("/"));
});
