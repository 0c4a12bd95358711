/* Keeps what is being written: on the server a second after the last key, and in this tab only
   until the server has it. Sends nothing by itself: a message goes when its writer presses Send. */
(() => {
  "use strict";

  const words = document.querySelector("[data-draft]");
  if (!words || !window.fetch || !window.AbortController) return;
  const form = words.closest("form");
  const { body, place } = form.elements;
  // Whoever comes back finds what the server has kept, not what the browser remembers of a text
  // that has been sent.
  body.autocomplete = "off";
  const region = (role, look) => {
    const made = Object.assign(document.createElement("p"), { className: look });
    made.setAttribute("role", role);
    words.after(made);
    return made;
  };
  const alarm = region("alert", "fault");
  const status = region("status", "hint");
  const owner = `draft ${words.dataset.draft} `;
  const key = owner + place.value;
  const AFTER_THE_LAST_KEY = 1000, PATIENCE = 10000, AGAIN = 15000; // milliseconds

  // The tab's own storage can be switched off, or full.
  const stored = (use) => {
    try {
      return use(sessionStorage);
    } catch {
      return null;
    }
  };
  const topic = () => form.elements.topic?.value || "";
  const typed = () => JSON.stringify([body.value, topic()]);
  const drop = () => stored((store) => store.removeItem(key));
  const copy = () => ours && stored((store) => store.setItem(key, JSON.stringify([body.value, topic(), base])));
  const say = (element, text) => {
    if (element.textContent !== text) element.textContent = text;
  };

  let known = typed(); // what the server has
  let base = body.value;
  let timer = 0;
  let busy = false;
  let gone = false; // whether it has been sent from this page
  let ours = true; // whether this phone may keep a copy: not once she has signed out elsewhere
  let saving = Promise.resolve();

  // What the server says instead of taking the text: that she has been signed out, most of all.
  const refusal = async (answer) => {
    const said = new DOMParser().parseFromString(await answer.text(), "text/html");
    const heading = said.querySelector("h1")?.textContent || "";
    if (answer.status === 419) ours = false;
    if (answer.redirected || !ours) drop(); // the server has the text, or nobody is signed in any more
    if (!answer.redirected) return { state: "refused", text: heading };
    return { state: "ended", text: said.querySelector("#notices")?.textContent.trim(), link: [answer.url, heading] };
  };
  const ask = async (leaving) => {
    const asked = typed();
    const text = body.value;
    const data = new FormData(form);
    data.set("place", place.value);
    data.delete("papers"); // files are only sent
    const stop = new AbortController();
    const tooLong = setTimeout(() => stop.abort(), PATIENCE);
    try {
      const answer = await fetch("/messages/drafts", {
        method: "POST", body: data, keepalive: leaving, signal: stop.signal,
      });
      if (answer.status >= 500) return { state: "away" };
      if (answer.status !== 204) return await refusal(answer);
    } catch {
      return { state: "away" };
    } finally {
      clearTimeout(tooLong);
    }
    known = asked;
    base = text;
    if (typed() === known) drop();
    return { state: text.trim() ? "saved" : "empty" };
  };
  const save = (leaving = false) => {
    clearTimeout(timer);
    return leaving ? ask(true) : (saving = saving.then(() => ask(false)));
  };

  const tell = (element, { text = "", link }) => {
    if (!link) return say(element, text);
    const way = document.createElement("a");
    [way.href, way.textContent] = link;
    element.replaceChildren(`${text} `, way);
  };
  const keep = async () => {
    const answer = await save();
    if (busy) return;
    tell(status, { text: words.dataset[answer.state], ...answer });
    if (answer.state === "away") timer = setTimeout(keep, AGAIN);
  };
  const unsaved = () => typed() !== known;

  form.addEventListener("input", () => {
    copy();
    say(status, "");
    say(alarm, "");
    clearTimeout(timer);
    timer = setTimeout(keep, AFTER_THE_LAST_KEY);
  });
  addEventListener("online", () => unsaved() && keep());
  const leave = () => unsaved() && !busy && !gone && save(true);
  addEventListener("pagehide", leave);
  document.addEventListener("visibilitychange", () => document.hidden && leave());
  // A page the browser had put away whole shows what was sent from it: the server knows better.
  addEventListener("pageshow", (event) => event.persisted && gone && location.reload());

  form.addEventListener("submit", async (event) => {
    const by = event.submitter;
    if (by === place) {
      event.preventDefault();
      keep();
    }
    if (!by || by.hasAttribute("formaction")) return; // another language, or a browser that cannot tell
    event.preventDefault();
    if (busy) return;
    busy = body.readOnly = true;
    say(alarm, "");
    say(status, "");
    // Saved first, to see whether there is a connection: what cannot be sent must not be lost.
    const answer = await save();
    if (answer.state === "away" || answer.state === "ended") {
      busy = body.readOnly = false;
      tell(alarm, { text: words.dataset.unsent, ...answer });
      return;
    }
    if (by.name) {
      const pressed = Object.assign(document.createElement("input"), { type: "hidden", name: by.name, value: by.value });
      form.append(pressed);
      setTimeout(() => pressed.remove());
    }
    gone = true;
    drop();
    form.submit();
    setTimeout(() => (busy = body.readOnly = false), PATIENCE);
  });

  // Only who sends a photo fetches what makes it smaller.
  const files = form.elements.papers;
  const fetchSmaller = () => {
    const script = document.createElement("script");
    script.src = files.dataset.smaller;
    document.head.append(script);
  };
  files?.addEventListener("click", fetchSmaller, { once: true });

  // What another person typed in this tab is not for this one's eyes.
  stored((store) => {
    for (const each of Object.keys(store)) if (each.startsWith("draft ") && !each.startsWith(owner)) store.removeItem(each);
  });
  const left = stored((store) => JSON.parse(store.getItem(key)));
  if (left) {
    const [text, about, was] = left;
    if (text === body.value) drop();
    else {
      // Written elsewhere meanwhile: both texts stay.
      body.value = !body.value || body.value === was ? text : `${body.value}\n\n${text}`;
      if (about && form.elements.topic) form.elements.topic.value = about;
      keep();
    }
  }
})();
