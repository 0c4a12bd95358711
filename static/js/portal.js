/* Small comforts on top of pages that work without any script. */
(() => {
  "use strict";

  // A list of what is missing takes the focus, so that it is read out; so does the field that
  // comes next. Once: whatever else comes in later must not take the focus from who is typing.
  const focusFaults = () => {
    const next = document.querySelector("[data-focus]");
    next?.removeAttribute("data-focus");
    next?.focus();
  };
  // After the browser has gone to the address's own anchor, which would take the focus away again.
  addEventListener("load", () => requestAnimationFrame(focusFaults));
  document.addEventListener("htmx:after:swap", focusFaults);

  // What was wrong is not said any longer once its field is being mended; the server judges anew.
  document.addEventListener("input", ({ target }) => {
    const field = document.getElementById(`${target.id}-fault`) ? target : target.closest("fieldset");
    const fault = field && document.getElementById(`${field.id}-fault`);
    if (!fault) return;
    fault.remove();
    field.removeAttribute("aria-invalid");
    document.querySelector(`.faults a[href="#${field.id}"]`)?.closest("li").remove();
    if (!document.querySelector(".faults li")) document.querySelector(".faults")?.remove();
  });

  // What htmx could not send is sent as any form is: what goes wrong then has a page that says so.
  document.addEventListener("htmx:error", ({ target, detail }) => {
    if (target.tagName === "FORM" && !detail.ctx?.response) target.submit();
  });
  document.addEventListener("htmx:response:error", ({ target, detail }) => {
    if (target.tagName === "FORM" && detail.ctx.response.status >= 500) target.submit();
  });

  const print = document.querySelector("[data-print]");
  if (print) {
    print.hidden = false;
    print.addEventListener("click", () => window.print());
  }

  // Reading aloud is fetched only where this phone has a voice of its own.
  const listen = document.querySelector("[data-listen]");
  const speech = window.speechSynthesis;
  if (listen && speech) {
    const look = () => speech.getVoices().some((voice) => voice.localService) && import(listen.dataset.listen);
    look();
    speech.addEventListener?.("voiceschanged", look);
  }

  // Clear-Site-Data is not known to every browser.
  if (location.pathname === "/signed-out") {
    try {
      sessionStorage.clear();
    } catch {
      // Storage is switched off: nothing is there.
    }
  }

  // Two minutes before a sign-in ends by itself it is said, and one tap puts it off. Being there in
  // another tab, or typing, counts as being there.
  const { shared } = document.body.dataset;
  const signedIn = document.querySelector("header [href='/me'], [action='/sign-out']");
  const idle = document.body.dataset.idle || (signedIn && 1800); // seconds; most pages need not say so
  if (idle && window.fetch && window.BroadcastChannel) {
    const WARNING = 120000, TOLD_EVERY = 300000, LOOKED_EVERY = 15000; // milliseconds
    const tabs = new BroadcastChannel("seen");
    let seen = Date.now();
    let dialog = null;
    const close = () => {
      dialog?.remove();
      dialog = null;
    };
    const here = () => {
      seen = Date.now();
      close();
    };
    const told = () => {
      here();
      tabs.postMessage(null);
    };
    const typed = () => [...document.querySelectorAll("textarea, input[type=text]")].some((each) => each.value !== each.defaultValue);
    // What is typed is not taken from her: it is kept when she sends it. On another's phone it is.
    const end = () => (shared === undefined && typed() ? close() : location.replace("/signed-out?idle"));
    const stay = async () => {
      const answer = await fetch("/sign-ins/stay", { redirect: "manual" }).catch(() => null);
      if (answer?.status === 204) told();
      else if (answer) end();
    };
    const warn = async () => {
      dialog = document.createElement("div");
      const answer = await fetch(`/sign-ins/ending?language=${document.documentElement.lang}`).catch(() => null);
      if (!answer?.ok || !dialog) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      dialog = document.body.appendChild(page.querySelector("dialog"));
      dialog.querySelector("button").addEventListener("click", stay);
      dialog.addEventListener("cancel", stay);
      dialog.showModal();
    };
    const look = () => {
      const left = seen + idle * 1000 - Date.now();
      if (left <= 0) end();
      else if (left <= WARNING && !dialog) warn();
    };
    told();
    tabs.addEventListener("message", here);
    document.addEventListener("htmx:after:request", told);
    document.addEventListener("input", () => Date.now() - seen > TOLD_EVERY && stay());
    document.addEventListener("visibilitychange", look);
    setInterval(look, LOOKED_EVERY);
  }

  document.addEventListener("keydown", (event) => {
    const open = event.key === "Escape" && document.querySelector("details.language[open]");
    if (open) {
      open.open = false;
      open.querySelector("summary").focus();
    }
  });
})();
