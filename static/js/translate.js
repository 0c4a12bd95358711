/* Translating: placeholders at a tap, and the editor over the page. Loaded for translators only. */
(() => {
  "use strict";

  // What is filled in later goes in where the typing stands.
  const ready = (part) => {
    for (const buttons of part.querySelectorAll("[data-inserts]")) buttons.hidden = false;
  };
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-insert]");
    if (!button) return;
    const box = button.closest(".field").querySelector("textarea");
    box.setRangeText(button.dataset.insert, box.selectionStart, box.selectionEnd, "end");
    box.dispatchEvent(new Event("input", { bubbles: true }));
    box.focus();
  });
  // As in other programs for translators, so that the hands stay on the keys.
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || !event.target.matches("#entry textarea")) return;
    event.preventDefault();
    event.target.form.querySelector("[value=save]").click();
  });
  ready(document);

  const bar = document.querySelector("[data-translating]");
  if (!bar) {
    document.addEventListener("htmx:after:swap", () => ready(document));
    return;
  }
  const dialog = bar.querySelector("dialog");
  let before = null; // where the focus was

  const open = (name, tag) => {
    before = document.activeElement;
    htmx.ajax("GET", `/translate/${tag}/${name}`, { target: "#entry", swap: "outerHTML" }).then(() => {
      ready(dialog);
      if (!dialog.open) dialog.showModal();
      (dialog.querySelector("[data-focus]") || dialog.querySelector("textarea"))?.focus();
    });
  };
  dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => before?.focus());

  // The text as it reads now, put in where it stands; nothing else of the page is touched.
  const refresh = async (name) => {
    const answer = await fetch(location.href);
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    const here = document.querySelectorAll(`[data-i18n="${name}"]`);
    const there = fresh.querySelectorAll(`[data-i18n="${name}"]`);
    const marked = `[data-i18n-attrs*="${name}"]`;
    const named = document.querySelectorAll(marked);
    const renamed = fresh.querySelectorAll(marked);
    if (here.length !== there.length || named.length !== renamed.length) {
      location.reload(); // it shows in other places than before
      return;
    }
    here.forEach((each, number) => each.replaceChildren(...there[number].childNodes));
    named.forEach((each, number) => {
      for (const pair of each.dataset.i18nAttrs.split(" ")) {
        const [attribute, which] = pair.split(":");
        if (which === name) each.setAttribute(attribute, renamed[number].getAttribute(attribute));
      }
    });
    document.title = fresh.title;
    for (const option of fresh.querySelectorAll("option[value]")) {
      const same = [...document.querySelectorAll("option")].filter((each) => each.value === option.value && each.closest("select").name === option.closest("select").name);
      same.forEach((each) => (each.textContent = option.textContent));
    }
    const listed = (page) => page.querySelector(`[data-open="${name}"]`);
    if (listed(fresh)) listed(document)?.replaceChildren(...listed(fresh).childNodes);
  };

  document.addEventListener("htmx:after:swap", () => {
    ready(dialog);
    const saved = dialog.querySelector("[data-saved]");
    if (!saved) return;
    const name = saved.dataset.saved;
    delete saved.dataset.saved;
    dialog.close();
    refresh(name);
  });

  // A text inside another: the innermost is meant.
  const meant = (target) => {
    const text = target.closest?.("[data-i18n]") || target.querySelector?.("[data-i18n]");
    return text && !bar.contains(text) ? text : null;
  };
  const openText = (text) => open(text.dataset.i18n, text.closest("[lang]").lang);
  addEventListener(
    "click",
    (event) => {
      const listed = event.target.closest("[data-open]");
      const text = event.altKey && event.target.closest("[data-i18n]");
      if (!listed && !text) return;
      event.preventDefault();
      event.stopPropagation();
      if (listed) open(listed.dataset.open, bar.dataset.translating);
      else openText(text);
    },
    true,
  );
  // By keyboard: on a link, button or field, Alt and Enter opens the text it carries.
  addEventListener(
    "keydown",
    (event) => {
      const text = event.altKey && event.key === "Enter" && meant(event.target);
      if (!text) return;
      event.preventDefault();
      openText(text);
    },
    true,
  );

  // On a phone: a finger that stays.
  const LONG = 550; // milliseconds
  let held = 0;
  let taken = false; // the finger's own click must not follow the link
  const release = () => clearTimeout(held);
  addEventListener("touchstart", (event) => {
    const text = event.target.closest("[data-i18n]");
    release();
    taken = false;
    if (text && event.touches.length === 1)
      held = setTimeout(() => {
        taken = true;
        openText(text);
      }, LONG);
  }, { passive: true });
  for (const each of ["touchend", "touchmove", "touchcancel"]) addEventListener(each, release, { passive: true });
  addEventListener("contextmenu", (event) => taken && event.preventDefault());
  addEventListener(
    "click",
    (event) => {
      if (!taken) return;
      taken = false;
      event.preventDefault();
      event.stopPropagation();
    },
    true,
  );
})();
