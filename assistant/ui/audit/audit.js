// The report in the page: claims lead to their proof, passages open their article beside it.
// Runs behind report/report.js and places.js as a function with `element` (the desk) and `trigger` from Gradio.
const report = enliven(element);
let opener = null; // the button whose article is open
let place = 0; // where that button was on the screen

element.addEventListener("click", (event) => {
  const link = event.target.closest('a[href^="#"]');
  if (link) {
    event.preventDefault();
    if (link.closest(".beside")) closeArticle();
    else if (link.matches(".claim")) report.reveal(link.hash);
    else find(link.hash).scrollIntoView();
  }
  const button = event.target.closest("button");
  if (!button) return;
  const { article, start, end, page } = button.dataset;
  if (article) {
    opener = button;
    place = button.getBoundingClientRect().top;
    trigger("click", { article, start: Number(start), end: Number(end) });
  }
  if (page) trigger("apply", { page: Number(page) });
  if ("close" in button.dataset) closeArticle();
});

element.addEventListener("keydown", ({ key }) => {
  if (key === "Escape" && find(".beside")) closeArticle();
});

let shown = null; // the report's element
let beside = null; // the article's
let lit = null;
new MutationObserver(() => {
  const reported = find(".report");
  if (reported !== shown || find("button[disabled]")) report.refresh();
  shown = reported;

  const mark = find(".beside mark");
  const pane = find(".beside");
  if ((pane !== beside || mark !== lit) && opener && opener.isConnected) {
    scrollBy(0, opener.getBoundingClientRect().top - place); // the columns are set anew
    if (pane) pane.querySelector(".closer").focus({ preventScroll: true });
    else opener.focus({ preventScroll: true });
  }
  if (mark && mark !== lit) scrollTextTo(mark);
  beside = pane;
  lit = mark;
}).observe(element, { childList: true, subtree: true });

unname(".upload-container[aria-label]");
