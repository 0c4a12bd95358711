/* Reads aloud with a voice that this phone has itself. A voice elsewhere (localService is false)
   would send the text to a third party, so it is never used; without a voice there is no button. */
const speech = window.speechSynthesis;
const button = document.querySelector("[data-listen]");
const main = document.getElementById("main");
// What is not said: who wrote when, what can be pressed, what is folded away, decoration.
const SILENT =
  "button, summary, form, .by, .foot, .btns, .vh, .back, [hidden], [aria-hidden=true], #notices, details:not([open])";

const tongue = (tag) => tag.toLowerCase().split(/[-_]/)[0];
const voiceFor = (tag) =>
  speech.getVoices().find((each) => each.localService === true && tongue(each.lang) === tongue(tag));

// A message's Swedish original has a button of its own.
const isSaid = (element, part) => {
  const original = element.closest(".original");
  return !element.closest(SILENT) && (part === main || !original || original.contains(part));
};

// What a part says: pieces of one language each, in the order of the page.
const pieces = (part) => {
  const found = [];
  const texts = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const { data, parentElement } = texts.currentNode;
    if (!data.trim() || !isSaid(parentElement, part)) continue;
    let block = parentElement;
    while (block !== part && getComputedStyle(block).display.startsWith("inline")) block = block.parentElement;
    const lang = parentElement.closest("[lang]").lang;
    const last = found[found.length - 1];
    if (last && last.block === block && last.lang === lang) last.text += ` ${data}`;
    else found.push({ block, lang, text: data });
  }
  return found;
};

let speaking = null; // the button whose text is being read
const stop = () => {
  speaking?.setAttribute("aria-pressed", "false");
  speaking = null;
  speech.cancel();
};
const start = (pressed, part) => {
  // In a language without a voice of its own a text would be spoilt, not read.
  const said = pieces(part).filter((each) => voiceFor(each.lang));
  if (!said.length) return;
  const utterances = said.map(({ text, lang }) => {
    const one = new SpeechSynthesisUtterance(text.replace(/\s+/g, " ").trim());
    one.voice = voiceFor(lang);
    one.lang = one.voice.lang;
    one.rate = 0.9;
    return one;
  });
  utterances[utterances.length - 1].onend = () => speaking === pressed && stop();
  speaking = pressed;
  pressed.setAttribute("aria-pressed", "true");
  utterances.forEach((each) => speech.speak(each));
};

const parts = new Map(); // what each button reads
const add = (pressed, part) => {
  parts.set(pressed, part);
  pressed.addEventListener("click", () => {
    const again = speaking === pressed;
    stop();
    if (!again) start(pressed, part);
  });
};
// In a thread each message has its button, and what it was in Swedish; elsewhere the page has one.
const thread = main.querySelectorAll("section.thread .msg, section.thread .original > p");
const draw = (made) => {
  const sprite = document.querySelector("use").getAttribute("href").split("#")[0];
  made.className = "btn line round";
  made.innerHTML = `<svg class="icon icon-s" aria-hidden="true"><use href="${sprite}#sound"/></svg>${made.innerHTML}`;
};
draw(button);
for (const part of thread) {
  const own = button.cloneNode(true);
  (part.matches("p") ? part.parentElement : part).append(own);
  add(own, part);
}
if (!thread.length) add(button, main);

const show = () => {
  for (const [pressed, part] of parts) {
    const lang = part.lang || pieces(part)[0]?.lang;
    pressed.hidden = !lang || !voiceFor(lang);
  }
};
show();
speech.addEventListener?.("voiceschanged", show);
addEventListener("pagehide", stop);
document.addEventListener("visibilitychange", () => document.hidden && stop());
