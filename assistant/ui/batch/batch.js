// A row opens its answer in the table's place, a mark its article beside that answer.
// Runs behind places.js as a function with `element` (the desk) and `trigger` from Gradio; all content below is re-rendered freely.
const wide = matchMedia("(min-width: 861px)"); // as in beside.css: below it an article lies over its answer
let row = null; // whose answer is open, or was
let pressed = ""; // the words on what opened it
let held = null; // the row with the focus, which it loses when the table is written again
let shown = null; // the answer's element
let source = null; // the article's
let chosen = null; // the span on show, as "article start end"
let byHand = false;

function read(mark, hand) {
  chosen = spanOf(mark);
  byHand = hand;
  const { article, start, end } = mark.dataset;
  trigger("click", { article, start: Number(start), end: Number(end) });
}

const shut = () => trigger("select", { row: null });

element.addEventListener("click", ({ target }) => {
  const button = target.closest("button");
  if (!button) return;
  const { row: place, page, article, shut: back, close: closer } = button.dataset;
  if (place) {
    row = place;
    pressed = button.textContent;
    trigger("select", { row: Number(place) });
  } else if (page) {
    trigger("apply", { page: Number(page) });
    element.scrollIntoView();
  } else if (article) read(button, true);
  else if (back !== undefined) shut();
  else if (closer !== undefined) closeArticle();
});

element.addEventListener("keydown", ({ key }) => {
  if (key !== "Escape") return;
  if (find(".beside") && !wide.matches) closeArticle();
  else if (shown) shut();
});

document.addEventListener("focusin", ({ target }) => {
  held = target.closest("#batch-table [data-row]")?.dataset.row ?? null;
});
document.addEventListener("pointerdown", () => (held = null));

function refreshAnswer() {
  const reply = find(".reply");
  if (reply === shown) return;
  const wasOpen = shown !== null;
  shown = reply;
  if (reply) {
    chosen = null;
    const ways = all("#batch-opened .tools button");
    (ways.find((way) => way.textContent === pressed) ?? ways[0]).focus({ preventScroll: true });
    const { top } = ways[0].getBoundingClientRect();
    if (top < 0 || top > innerHeight / 2) ways[0].scrollIntoView({ block: "start" });
    const first = find("#batch-opened .mark, #batch-opened .evidence button");
    if (first && wide.matches) read(first, false);
  } else if (wasOpen) find(`#batch-table [data-row="${row}"]`)?.focus();
}

function refreshArticle() {
  const pane = find(".beside");
  const mark = find(".beside mark");
  if (mark && pane !== source) {
    scrollTextTo(mark);
    if (!wide.matches) mark.scrollIntoView({ block: "center" });
  }
  if (pane !== source && byHand && !wide.matches) {
    const from = all("#batch-opened [data-article]").find((one) => spanOf(one) === chosen);
    (pane ? pane.querySelector(".closer") : from)?.focus({ preventScroll: true });
  }
  if (!pane && source) byHand = false;
  source = pane;
  for (const one of all("#batch-opened [data-article]")) {
    one.setAttribute("aria-current", String(pane !== null && spanOf(one) === chosen));
  }
}

new MutationObserver(() => {
  if (held !== null && document.activeElement === document.body) {
    find(`#batch-table [data-row="${held}"]`)?.focus({ preventScroll: true });
  }
  refreshAnswer();
  refreshArticle();
}).observe(element, { childList: true, subtree: true });

unname("#batch-file [aria-label]:has(input)");
