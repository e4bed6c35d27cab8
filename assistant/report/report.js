// Brings a report to life: filters by verdict and kind, opens all claims, follows a link to a proof.
// Looks everything up when it is asked for, so that the report within `root` may be replaced; `refresh` tells of that.
function enliven(root) {
  const all = (selector, within = root) => [...within.querySelectorAll(selector)];
  const chosen = { verdict: new Set(), kind: new Set() };

  const fits = (element) =>
    (!chosen.verdict.size || chosen.verdict.has(element.dataset.verdict)) &&
    (!chosen.kind.size || element.dataset.kinds.split(" ").some((kind) => chosen.kind.has(kind)));

  function filter() {
    const answers = all(".answer");
    const entries = all(".index li");
    const filtering = root.querySelector(".filtering");
    if (!filtering) return;
    const filters = chosen.verdict.size + chosen.kind.size;
    let claims = 0;
    let shown = 0;
    answers.forEach((answer, place) => {
      const rows = all(".row", answer);
      for (const row of rows) row.hidden = !fits(row);
      const fitting = rows.filter((row) => !row.hidden).length;
      answer.hidden = filters > 0 && !fitting && !fits(answer);
      if (entries[place]) entries[place].hidden = answer.hidden;
      claims += fitting;
      shown += !answer.hidden;
    });
    filtering.hidden = !filters;
    const counts = `${claims} claim${claims === 1 ? "" : "s"} in ${shown} of ${answers.length} answers`;
    filtering.firstElementChild.textContent = filters ? `Shown: ${counts}.` : "";
    for (const button of all(".charts [data-verdict], .charts [data-kind]")) {
      const [[by, value]] = Object.entries(button.dataset);
      button.setAttribute("aria-pressed", String(chosen[by].has(value)));
    }
  }

  function clear() {
    for (const values of Object.values(chosen)) values.clear();
  }

  function reveal(hash) {
    const proof = hash && document.getElementById(hash.slice(1));
    const row = proof && root.contains(proof) && proof.closest(".row");
    if (!row) return;
    row.hidden = false;
    row.open = true;
    row.querySelector("summary").focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
  }

  function refresh() {
    clear();
    for (const button of all("button[disabled]")) button.disabled = false;
    filter();
  }

  root.addEventListener("click", ({ target }) => {
    const button = target.closest("button");
    if (!button) return;
    const { verdict, kind, open } = button.dataset;
    if (open) for (const row of all(".row")) row.open = open === "true";
    if (verdict) chosen.verdict.delete(verdict) || chosen.verdict.add(verdict);
    if (kind) chosen.kind.delete(kind) || chosen.kind.add(kind);
    if ("clear" in button.dataset) clear();
    if (verdict || kind || "clear" in button.dataset) filter();
  });
  return { reveal, refresh };
}
