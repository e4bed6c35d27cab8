// Marks and evidence open their article; a checked answer opens its first mark, unless the reader chose one.
// Runs behind places.js as a function with `element` (the desk) and `trigger` from Gradio; all content below is re-rendered freely.
let stage = "";
let answerId = null;
let chosen = null; // the span on show, as "article start end"
let byHand = false;
let lit = null;

/* Reading */

function neighboursOf(article) {
  const places = new Map();
  for (const button of all("#reply [data-article], #evidence [data-article]")) {
    const { number, start, end } = button.dataset;
    if (button.dataset.article === article && !button.closest(".besides")) {
      places.set(spanOf(button), [Number(number), Number(start), Number(end)]);
    }
  }
  return [...places.values()];
}

function open(button, hand) {
  chosen = spanOf(button);
  byHand = hand;
  const { article, start, end } = button.dataset;
  trigger("click", { article, start: Number(start), end: Number(end), neighbours: neighboursOf(article) });
}

function scrollToQuote(mark) {
  scrollTextTo(mark);
  if (byHand) mark.scrollIntoView({ block: "nearest" }); // stacked on a narrow screen the pane is far below
}

function refresh() {
  const reply = find("#reply [data-stage]");
  const now = reply ? reply.dataset.stage : "";
  const id = (reply && reply.dataset.answer) || null;
  const entered = now !== stage || id !== answerId;
  const reopened = now === "answered" && stage !== "working" && id !== answerId;
  if ((now === "working" && stage !== "working") || reopened) {
    chosen = null;
    byHand = false;
  }
  if (reply && id !== answerId) showAddress(id);
  stage = now;
  answerId = id;
  const first = find(stage === "answered" ? ".mark, .evidence button" : ".evidence button");
  if (first && (chosen === null || (entered && stage === "answered" && !byHand))) open(first, false);
  for (const button of all("[data-article]")) {
    button.setAttribute("aria-current", String(spanOf(button) === chosen));
  }
  const mark = find(".source mark");
  if (mark && mark !== lit) scrollToQuote(mark);
  lit = mark;
}

/* Keeping */

function addressOf(id) {
  const url = new URL(location.href);
  url.hash = "";
  if (id) url.searchParams.set("answer", id);
  else url.searchParams.delete("answer");
  return url.href;
}

function showAddress(id) {
  history.replaceState(history.state, "", addressOf(id));
}

async function copy(text) {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const area = document.createElement("textarea"); // what browsers leave a page that is served without TLS
  area.value = text;
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  if (!done) throw new Error("not copied");
}

function say(text) {
  const status = find(".said");
  if (status) status.textContent = text;
}

function rate(form, thumb) {
  for (const button of form.querySelectorAll("[data-thumb]")) {
    button.setAttribute("aria-pressed", String(button.dataset.thumb === thumb));
  }
  trigger("like", { id: answerId, thumb, comment: form.elements.comment.value });
}

// What cannot be undone is asked twice: the first press asks, the second one does it.
function remove(button) {
  if (button.dataset.sure) return trigger("delete", { id: button.dataset.remove });
  const asked = button.textContent;
  button.dataset.sure = "true";
  button.textContent = "Press again to remove for good";
  button.addEventListener("blur", () => {
    delete button.dataset.sure;
    button.textContent = asked;
  }, { once: true });
}

/* Pressing */

function press(event, target) {
  const { question, copy: text, copyLink, open: earlier, thumb } = target.dataset;
  if (question) trigger("example_select", { question, as_typed: target.dataset.asTyped === "true" });
  else if (text || copyLink) copy(text || addressOf(copyLink)).then(() => say("Copied"), () => say("The browser did not let it be copied"));
  else if (earlier) {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    trigger("select", { id: earlier });
    document.getElementById("ask").scrollIntoView({ block: "nearest" });
  } else if (thumb) rate(target.closest("form"), thumb);
  else if (target.dataset.remove !== undefined) remove(target);
  else if (target.dataset.article) {
    const onShow = spanOf(target) === chosen;
    open(target, true);
    refresh();
    if (onShow && lit) scrollToQuote(lit);
  }
}

const PRESSED = "[data-question], [data-copy], [data-copy-link], [data-open], [data-thumb], [data-remove], [data-article]";

element.addEventListener("click", (event) => {
  const target = event.target.closest(PRESSED);
  if (target) press(event, target);
});

element.addEventListener("keydown", (event) => {
  if (event.target.getAttribute("role") !== "button" || !["Enter", " "].includes(event.key)) return;
  event.preventDefault();
  press(event, event.target);
});

element.addEventListener("submit", (event) => {
  event.preventDefault();
  const pressed = event.target.querySelector("[aria-pressed=true]");
  rate(event.target, pressed.dataset.thumb);
});

new MutationObserver(refresh).observe(element, { childList: true, subtree: true });
refresh();
