// Adds what HTML alone cannot do: filters by verdict and kind, opening all claims, and following a link to a proof.
addEventListener("DOMContentLoaded", () => {
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const answers = all(".answer");
  const entries = all(".index li");
  const filtering = document.querySelector(".filtering");
  const chosen = { verdict: new Set(), kind: new Set() };

  const fits = (element) =>
    (!chosen.verdict.size || chosen.verdict.has(element.dataset.verdict)) &&
    (!chosen.kind.size || element.dataset.kinds.split(" ").some((kind) => chosen.kind.has(kind)));

  function filter() {
    const filters = chosen.verdict.size + chosen.kind.size;
    let claims = 0;
    let shown = 0;
    answers.forEach((answer, place) => {
      const rows = all(".row", answer);
      for (const row of rows) row.hidden = !fits(row);
      const fitting = rows.filter((row) => !row.hidden).length;
      answer.hidden = filters > 0 && !fitting && !fits(answer);
      entries[place].hidden = answer.hidden;
      claims += fitting;
      shown += !answer.hidden;
    });
    filtering.hidden = !filters;
    const counts = `${claims} claim${claims === 1 ? "" : "s"} in ${shown} of ${answers.length} answers`;
    filtering.firstElementChild.textContent = filters ? `Shown: ${counts}.` : "";
    for (const button of all("[data-verdict], [data-kind]", document.querySelector(".charts"))) {
      const [[by, value]] = Object.entries(button.dataset);
      button.setAttribute("aria-pressed", String(chosen[by].has(value)));
    }
  }

  function reveal() {
    const proof = location.hash && document.getElementById(location.hash.slice(1));
    const row = proof && proof.closest(".row");
    if (!row) return;
    row.hidden = false;
    row.open = true;
    row.querySelector("summary").focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
  }

  document.addEventListener("click", ({ target }) => {
    const button = target.closest("button");
    if (target.closest(`a[href="${location.hash}"]`)) reveal();
    if (!button) return;
    const { verdict, kind, open } = button.dataset;
    if (open) for (const row of all(".row")) row.open = open === "true";
    if (verdict) chosen.verdict.delete(verdict) || chosen.verdict.add(verdict);
    if (kind) chosen.kind.delete(kind) || chosen.kind.add(kind);
    if ("clear" in button.dataset) for (const values of Object.values(chosen)) values.clear();
    if (!open) filter();
  });
  addEventListener("hashchange", reveal);
  addEventListener("beforeprint", () => all("details:not([open])").forEach((row) => (row.open = true)));
  for (const button of all("button")) button.disabled = false;
  filter();
  reveal();
});
