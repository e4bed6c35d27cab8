// A row opens its answer, a mark its article. Runs as a function with `element` (the desk) and `trigger` from Gradio.
element.addEventListener("click", (event) => {
  const row = event.target.closest("[data-row]");
  if (row) trigger("select", { row: Number(row.dataset.row) });
  const mark = event.target.closest("[data-article]");
  if (!mark) return;
  const { article, start, end } = mark.dataset;
  trigger("click", { article, start: Number(start), end: Number(end) });
});

let lit = null;
new MutationObserver(() => {
  const mark = element.querySelector(".source mark");
  if (mark && mark !== lit) mark.scrollIntoView({ block: "center" });
  lit = mark;
}).observe(element, { childList: true, subtree: true });
