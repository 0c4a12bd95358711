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

  document.addEventListener("keydown", (event) => {
    const open = event.key === "Escape" && document.querySelector("details.language[open]");
    if (open) {
      open.open = false;
      open.querySelector("summary").focus();
    }
  });
})();
