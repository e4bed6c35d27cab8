// The list is asked for, articles open beside it, and files and folders are sent when they are dropped or chosen.
// Runs behind places.js as a function with `element` (the desk), `trigger` and `upload` from Gradio.
const AT_ONCE = 4; // uploads
const TYPING_MS = 250;
const DESCENDING_FIRST = ["published", "length", "copies"];

let query = { words: "", order: "title", descending: false, group: "", page: 0, number: 0 };
let seen = 0; // the number of the query whose answer is on show
let opener = null; // the id of the article that was opened last
let focused = []; // selectors of what has the focus, or comes next to it, to find it again when it is written anew
let marked = new Set(); // the ids of the articles that are marked
let typing = 0;

function ask(change) {
  query = { ...query, page: 0, ...change, number: query.number + 1 };
  trigger("apply", { query });
}

function sort(order) {
  const descending = query.order === order ? !query.descending : DESCENDING_FIRST.includes(order);
  ask({ order, descending });
}

function remove(articles) {
  trigger("delete", { articles });
}

const isBusy = () => Boolean(find("#library-told [data-stop], #library-told .working"));

// Below, what is unchanged is not written again: the observer at the end would see it for ever.
function showMarks() {
  const boxes = all("[data-pick]");
  const ids = boxes.map((box) => box.dataset.pick);
  marked = new Set(ids.filter((id) => marked.has(id)));
  for (const box of boxes) box.checked = marked.has(box.dataset.pick);
  const button = find("[data-remove]");
  if (button) {
    const label = marked.size ? `Remove ${marked.size}` : "Remove";
    if (button.textContent !== label) button.textContent = label;
    find("[data-all]").checked = marked.size > 0 && marked.size === boxes.length;
  }
  for (const one of all("[data-remove], [data-remove-one]")) {
    one.disabled = isBusy() || (one === button && !marked.size);
  }
}

function mark(id, isMarked) {
  if (isMarked) marked.add(id);
  else marked.delete(id);
}

element.addEventListener("click", ({ target }) => {
  const button = target.closest("button");
  if (target.closest(".back a")) closeArticle();
  if (!button) return;
  const { order, page, group, read, removeOne, choose } = button.dataset;
  if (order) sort(order);
  if (page) ask({ page: Number(page) });
  if (group !== undefined) ask({ group });
  if (read) {
    opener = read;
    trigger("click", { article: read });
  }
  if ("close" in button.dataset) closeArticle();
  if ("remove" in button.dataset) remove([...marked]);
  if (removeOne) remove([removeOne]);
  if ("undo" in button.dataset) trigger("undo");
  if ("stop" in button.dataset) trigger("stop");
  if (choose) find(choose === "folder" ? "[webkitdirectory]" : "input[multiple]:not([webkitdirectory])").click();
});

element.addEventListener("keydown", ({ key }) => {
  if (key === "Escape" && find(".beside")) closeArticle();
});
element.addEventListener("submit", (event) => event.preventDefault());
element.addEventListener("input", ({ target }) => {
  if (target.type !== "search") return;
  clearTimeout(typing);
  typing = setTimeout(() => ask({ words: target.value }), TYPING_MS);
});

// What is dropped or chosen: files with the folders around them, hidden ones and other kinds left out of folders.
const suffixes = () => find(".drop").dataset.suffixes.split(" ");
const isReadable = (name) => suffixes().includes((name.match(/\.[^./]*$/) || [""])[0].toLowerCase());

async function inside(entry, folder) {
  if (folder && entry.name.startsWith(".")) return [];
  const name = folder + entry.name;
  if (entry.isFile) {
    if (folder && !isReadable(name)) return [];
    return [{ name, file: await new Promise((done, failed) => entry.file(done, failed)) }];
  }
  const reader = entry.createReader();
  const found = [];
  for (;;) {
    const some = await new Promise((done, failed) => reader.readEntries(done, failed)); // a hundred at most
    if (!some.length) return found;
    for (const one of some) found.push(...(await inside(one, `${name}/`)));
  }
}

function chosen(input) {
  const files = [...input.files].map((file) => ({ name: file.webkitRelativePath || file.name, file }));
  input.value = "";
  const isHidden = (name) => name.split("/").some((part) => part.startsWith("."));
  return files.filter(({ name }) => !name.includes("/") || (isReadable(name) && !isHidden(name)));
}

// The server lays a file where its content and name say, and removes it once it is read: no two may share a place.
const unique = (file) => new File([file], `${Math.random().toString(36).slice(2)}.part`);

async function send(files) {
  const told = find(".uploading");
  if (!files.length) {
    told.textContent = "Nothing there that can be read.";
    return;
  }
  const sent = files.map(({ name }) => ({ name, path: "" }));
  let done = 0;
  let next = 0;
  async function worker() {
    while (next < files.length) {
      const place = next++;
      told.textContent = `Sending ${done + 1} of ${files.length}`;
      try {
        if (isReadable(files[place].name)) sent[place].path = (await upload(unique(files[place].file))).path;
      } catch (error) {
        console.warn(files[place].name, error); // the server says of a file without a path that it did not arrive
      }
      done++;
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  told.textContent = "Sent. Waiting for its turn.";
  trigger("upload", { files: sent });
}

const drop = () => find(".drop");
for (const kind of ["dragover", "dragleave", "drop"]) {
  element.addEventListener(kind, (event) => {
    event.preventDefault();
    drop().classList.toggle("over", kind === "dragover");
  });
}
element.addEventListener("drop", async ({ dataTransfer }) => {
  const given = [...dataTransfer.items].filter(({ kind }) => kind === "file");
  const found = given.map((item) => item.webkitGetAsEntry() || item.getAsFile()); // before anything is waited for
  const files = [];
  for (const one of found) {
    if (one instanceof File) files.push({ name: one.name, file: one });
    else files.push(...(await inside(one, "")));
  }
  send(files);
});
element.addEventListener("change", ({ target }) => {
  if (target.type === "file" && target.files.length) send(chosen(target));
  if (target.dataset.pick) mark(target.dataset.pick, target.checked);
  if ("all" in target.dataset) for (const box of all("[data-pick]")) mark(box.dataset.pick, target.checked);
  showMarks();
});

// What is written anew keeps its marks, and the focus has a place to go where what had it is gone.
let told = null; // what the server said last
let isOpen = false;

const focus = (...selectors) => selectors.map(find).find(Boolean)?.focus({ preventScroll: true });
const hasFocus = () => document.activeElement !== document.body && !document.activeElement.disabled;

element.addEventListener("focusin", ({ target }) => {
  const named = [...target.attributes].find(({ name }) => name.startsWith("data-"));
  focused = named ? [`[${named.name}="${CSS.escape(named.value)}"]`] : [];
  if (target.closest(".pages")) focused.push(".pages button");
});
document.addEventListener("pointerdown", () => (focused = []), true);

function look() {
  const said = find("#library-told .adding, #library-told .note")?.textContent;
  if (said && said !== told) {
    find(".uploading").textContent = "";
    if (!hasFocus()) focus("[data-undo]", "#library-told .note");
  }
  told = said;
  const pane = find(".beside");
  if (pane && !isOpen) focus(".closer");
  if (!pane && isOpen) focus(`[data-read="${CSS.escape(opener)}"]`);
  isOpen = Boolean(pane);
  const number = Number(find("[data-number]")?.dataset.number ?? query.number);
  if (number < seen) ask({ page: query.page }); // an answer that came late
  seen = number;
  if (!hasFocus()) focus(...focused);
  showMarks();
}

// Gradio keeps what it can of the old rows: the change may be in a text or in an attribute alone.
const NAMES = ["data-number", "data-pick", "data-read"];
new MutationObserver(look).observe(element, {
  childList: true, characterData: true, attributes: true, attributeFilter: NAMES, subtree: true,
});
