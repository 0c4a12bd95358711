/* What is typed while the server answers wins over what is swapped in; what changed is read out. */
(() => {
  "use strict";

  const fields = () => [...document.querySelectorAll("main :is(input, select, textarea)[name]:not([type=hidden])")];
  const ticked = (field) => field.type === "radio" || field.type === "checkbox";
  const known = (field) => [field.form?.id, field.name, ticked(field) ? field.value : ""].join(" ");
  const value = (field) => (ticked(field) ? field.checked : field.value);
  const values = () => new Map(fields().map((field) => [known(field), value(field)]));

  let before = new WeakMap(); // by request: what every field said when it was sent
  let meanwhile = new Map();
  let place = null; // where the cursor stood

  document.addEventListener("htmx:before:request", ({ detail: { ctx } }) => before.set(ctx, values()));
  document.addEventListener("htmx:before:swap", ({ detail: { ctx } }) => {
    const asked = before.get(ctx) || values();
    meanwhile = new Map([...values()].filter(([name, now]) => asked.has(name) && asked.get(name) !== now));
    const at = document.activeElement;
    place = at?.name ? { name: known(at), at, start: at.selectionStart, end: at.selectionEnd } : null;
  });

  const keep = (field) => {
    const typed = meanwhile.get(known(field));
    if (ticked(field)) field.checked = typed;
    else if (field.tagName !== "SELECT" || [...field.options].some((each) => each.value === typed)) field.value = typed;
  };
  const goBack = (field) => {
    field.focus({ preventScroll: true });
    if (place.start !== null && place.start !== undefined) field.setSelectionRange?.(place.start, place.end);
  };
  const tell = (target) => {
    const { told } = document.getElementById(target?.id)?.dataset || {};
    const status = document.getElementById("told");
    // The same words twice are read twice: a space makes them other words.
    if (told && status) status.textContent = status.textContent === told ? `${told}\u00a0` : told;
  };

  document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
    const shown = fields();
    shown.filter((field) => meanwhile.has(known(field))).forEach(keep);
    const same = place && shown.find((field) => known(field) === place.name);
    const moved = document.querySelector("[data-focus]") || (document.activeElement !== document.body && document.activeElement !== same);
    if (same && same !== place.at && !moved) goBack(same);
    tell(ctx.target);
  });
})();
