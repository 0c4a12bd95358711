/* Passkeys: asks the portal what to ask the phone, and sends the phone's answer as a plain form. */
(() => {
  "use strict";
  const form = document.querySelector("[data-passkey]");
  // Passkeys belong to a name, never to an address of digits.
  if (!form || !window.PublicKeyCredential || /^[\d.]+$|:/.test(location.hostname)) return;
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (each) => each.charCodeAt(0));
  const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

  const wanted = (options) => {
    options.challenge = bytes(options.challenge);
    if (options.user) options.user.id = bytes(options.user.id);
    for (const each of options.excludeCredentials || []) each.id = bytes(each.id);
    return { publicKey: options };
  };

  const said = (credential) => {
    const response = {};
    for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (credential.response[name]) response[name] = text(credential.response[name]);
    }
    return JSON.stringify({ id: credential.id, rawId: text(credential.rawId), type: credential.type, response });
  };

  const ask = async () => {
    const token = new FormData();
    token.set("csrf_token", form.elements.csrf_token.value);
    const offer = await fetch(form.dataset.passkey, { method: "POST", body: token });
    if (offer.redirected) location.assign(offer.url); // to sign in, or to do it once more
    if (!offer.ok || offer.redirected) throw new Error("no offer");
    const options = wanted(await offer.json());
    return options.publicKey.user ? navigator.credentials.create(options) : navigator.credentials.get(options);
  };

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const fault = form.querySelector("[data-refused]");
    fault.hidden = true;
    try {
      form.elements.answer.value = said(await ask());
      form.submit();
    } catch {
      fault.hidden = false; // cancelled, no passkey here, or no network
    }
  });
  for (const each of document.querySelectorAll("[data-with-passkey]")) each.hidden = false;
  for (const each of document.querySelectorAll("[data-without-passkey]")) each.hidden = true;
})();
