// Marks and evidence open their article; a checked answer opens its first mark, unless the reader chose one.
// Runs as a function with `element` (the desk) and `trigger` from Gradio; all content below is re-rendered freely.
let stage = "";
let chosen = null; // the span on show, as "article start end"
let byHand = false;
let lit = null;

const spanOf = (button) => [button.dataset.article, button.dataset.start, button.dataset.end].join(" ");

function open(button, hand) {
  chosen = spanOf(button);
  byHand = hand;
  const { article, start, end } = button.dataset;
  trigger("click", { article, start: Number(start), end: Number(end) });
}

function scrollToQuote(mark) {
  const pane = mark.closest(".source");
  pane.scrollTop += mark.getBoundingClientRect().top - pane.getBoundingClientRect().top - pane.clientHeight / 3;
  if (byHand) mark.scrollIntoView({ block: "nearest" }); // stacked on a narrow screen the pane is far below
}

function refresh() {
  const reply = element.querySelector("[data-stage]");
  const now = reply ? reply.dataset.stage : "";
  if (now === "working" && stage !== "working") {
    chosen = null;
    byHand = false;
  }
  const entered = now !== stage;
  stage = now;
  const first = element.querySelector(stage === "answered" ? ".mark, .evidence button" : ".evidence button");
  if (first && (chosen === null || (entered && stage === "answered" && !byHand))) open(first, false);
  for (const button of element.querySelectorAll("[data-article]")) {
    button.setAttribute("aria-current", String(spanOf(button) === chosen));
  }
  const mark = element.querySelector(".source mark");
  if (mark && mark !== lit) scrollToQuote(mark);
  lit = mark;
}

element.addEventListener("click", (event) => {
  const sample = event.target.closest("[data-question]");
  if (sample) trigger("select", { question: sample.dataset.question });
  const button = event.target.closest("[data-article]");
  if (!button) return;
  const onShow = spanOf(button) === chosen;
  open(button, true);
  refresh();
  if (onShow && lit) scrollToQuote(lit);
});

new MutationObserver(refresh).observe(element, { childList: true, subtree: true });
