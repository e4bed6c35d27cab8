// The report in the page: claims lead to their proof, passages open their article beside it.
// Runs behind audit/report.js as a function with `element` (the desk) and `trigger` from Gradio.
const report = enliven(element);
let opener = null; // the button whose article is open
let place = 0; // where that button was on the screen

const close = () => trigger("click", { article: "" });

element.addEventListener("click", (event) => {
  const link = event.target.closest('a[href^="#"]');
  if (link) {
    event.preventDefault();
    if (link.closest(".beside")) close();
    else if (link.matches(".claim")) report.reveal(link.hash);
    else element.querySelector(link.hash).scrollIntoView();
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
  if ("close" in button.dataset) close();
});

element.addEventListener("keydown", ({ key }) => {
  if (key === "Escape" && element.querySelector(".beside")) close();
});

let shown = null; // the report's element
let beside = null; // the article's
let lit = null;
new MutationObserver(() => {
  const reported = element.querySelector(".report");
  if (reported !== shown || element.querySelector("button[disabled]")) report.refresh();
  shown = reported;

  const mark = element.querySelector(".beside mark");
  const pane = element.querySelector(".beside");
  if ((pane !== beside || mark !== lit) && opener && opener.isConnected) {
    scrollBy(0, opener.getBoundingClientRect().top - place); // the columns are set anew
    if (pane) pane.querySelector(".closer").focus({ preventScroll: true });
    else opener.focus({ preventScroll: true });
  }
  if (mark && mark !== lit) {
    const text = mark.closest(".source");
    text.scrollTop += mark.getBoundingClientRect().top - text.getBoundingClientRect().top - text.clientHeight / 3;
  }
  beside = pane;
  lit = mark;
}).observe(element, { childList: true, subtree: true });

// Gradio gives the field for files a name of other words than it shows, which nobody can say to open it.
const column = element.closest(".column") || document.body;
const unname = () => column.querySelector(".upload-container[aria-label]")?.removeAttribute("aria-label");
new MutationObserver(unname).observe(column, { childList: true, subtree: true });
unname();
