/* Asks the browser for push notices, and sends where they go with an ordinary form. */
(() => {
  "use strict";

  const box = document.querySelector("[data-push]");
  if (!box || !("serviceWorker" in navigator) || !("PushManager" in window)) return;
  box.hidden = false;

  const bytes = (text) =>
    Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));

  const subscribe = async () => {
    await navigator.serviceWorker.register("/service-worker.js");
    const worker = await navigator.serviceWorker.ready;
    return worker.pushManager.subscribe({
      userVisibleOnly: true,
      applicationServerKey: bytes(box.dataset.push),
    });
  };

  const form = box.querySelector("form");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    subscribe().then(
      (subscription) => {
        const { endpoint, keys } = subscription.toJSON();
        form.elements.endpoint.value = endpoint;
        form.elements.p256dh.value = keys.p256dh;
        form.elements.auth.value = keys.auth;
        form.submit();
      },
      () => {
        box.querySelector("[data-refused]").hidden = false;
      },
    );
  });
})();
