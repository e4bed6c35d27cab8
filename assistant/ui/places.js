// What the scripts of the places share. It stands before each of them, so it has their `element` and `trigger`.
const find = (selector) => element.querySelector(selector);
const all = (selector) => [...element.querySelectorAll(selector)];

// The span that something pressed names, as "article start end".
const spanOf = ({ dataset: { article, start, end } }) => [article, start, end].join(" ");

const closeArticle = () => trigger("click", { article: "" });

// Scroll the text of an article to its quote, and nothing else.
function scrollTextTo(mark) {
  const text = mark.closest(".source");
  text.scrollTop += mark.getBoundingClientRect().top - text.getBoundingClientRect().top - text.clientHeight / 3;
}

// Gradio gives the field for files a name of other words than it shows, which nobody can say to open it.
function unname(selector) {
  const column = element.closest(".column") || document.body;
  const remove = () => column.querySelector(selector)?.removeAttribute("aria-label");
  new MutationObserver(remove).observe(column, { childList: true, subtree: true });
  remove();
}

