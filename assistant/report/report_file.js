// A report that is a file of its own: what the browser does with links, and with paper.
addEventListener("DOMContentLoaded", () => {
  const report = enliven(document);
  document.addEventListener("click", ({ target }) => {
    if (target.closest(`a[href="${location.hash}"]`)) report.reveal(location.hash);
  });
  addEventListener("hashchange", () => report.reveal(location.hash));
  addEventListener("beforeprint", () => {
    for (const row of document.querySelectorAll("details:not([open])")) row.open = true;
  });
  report.refresh();
  report.reveal(location.hash);
});
