// The entry grid: a row is saved when one leaves it, and the page stays. Without this file the
// same form is saved by its button. Rules are the server's; here only shares are computed, live.
const grid = document.querySelector("[data-grid]");
const said = grid.querySelector("[data-said]");
const heads = [...grid.querySelectorAll("thead th")];
const BOXES = "input:not([type]), select";
const NB = "\u00a0";
const STATES = { unsaved: ["op-miss", "exclamation-circle"], saving: ["op-muted", "arrow-repeat"] };
let queue = Promise.resolve();

const rows = () => [...grid.querySelectorAll("tr[data-row]")];
const boxes = (row) => [...row.querySelectorAll(BOXES)];
const below = (row) => grid.querySelector(`tr[data-of="${row.dataset.row}"]`);
const isUnsaved = (row) => isDirty(row) || row.querySelector("[data-state=unsaved], [data-state=both]");
const rowOf = (node) => {
  const tr = node?.closest?.("tr[data-row], tr[data-of]");
  return tr && grid.querySelector(`tr[data-row="${tr.dataset.row ?? tr.dataset.of}"]`);
};
const first = (box) => box.matches("select")
  ? (box.querySelector("option[selected]") ?? box.options[0]).value : box.defaultValue;
const isDirty = (row) => boxes(row).some((box) => box.value.trim() !== first(box));
const number = (text) => {
  const figures = text.replace(/\s/g, "");
  return /^\d{1,4}$/.test(figures) ? Number(figures) : NaN;
};

// what follows from the counts: hundredths of a percent, rounded half up, as on the server
function share(part, whole) {
  const hundredths = Math.floor((20000 * part + whole) / (2 * whole));
  return `${String(hundredths / 100).replace(".", ",")}${NB}%`;
}

function compute(row) {
  const inputs = boxes(row).filter((box) => box.matches("input"));
  const whole = number(inputs[0].value);
  const sums = { low: 0, high: 0, all: 0, marks: 0 };
  for (const box of inputs.slice(1)) {
    const { side, mark } = heads[box.closest("td").cellIndex].dataset;
    if (box.name.endsWith("-mean")) continue;
    const n = box.value.trim() ? number(box.value) : 0;
    sums.all += n;
    sums.marks += n * Number(mark);
    if (side) sums[side] += n;
  }
  const fits = whole > 0 && sums.all === whole;
  for (const cell of row.querySelectorAll("[data-share]")) {
    const n = sums[cell.dataset.share];
    write(cell, fits ? `${n}${NB}из${NB}${whole},` : "", fits ? share(n, whole) : "—");
  }
  const mean = Math.floor((200 * sums.marks + whole) / (2 * whole)) / 100;
  for (const cell of row.querySelectorAll("[data-mean]")) {
    write(cell, "", fits ? mean.toFixed(2).replace(".", ",") : "—");
  }
}

function write(cell, count, figure) {
  const words = document.createElement("span");
  const bold = document.createElement("b");
  words.textContent = count;
  bold.textContent = figure;
  cell.querySelector(".op-fig").replaceChildren(words, " ", bold);
  cell.querySelector(".op-row-sub")?.remove();
  cell.classList.toggle("op-quiet", figure === "—");
}

function tell(row, state, words) {
  const [kind, icon] = STATES[state];
  const cell = row.querySelector("[data-state]");
  const span = document.createElement("span");
  const i = document.createElement("i");
  span.className = kind;
  i.className = `bi bi-${icon}`;
  i.setAttribute("aria-hidden", "true");
  span.append(i, ` ${words}`);
  cell.dataset.state = state;
  cell.replaceChildren(span);
}

// saving

function save(wanted) {
  queue = queue.then(() => send(wanted.filter((row) => isDirty(row) || chosen(row))));
  return queue;
}

const chosen = (row) => below(row)?.querySelector("input[type=radio]:checked");

async function send(wanted) {
  if (!wanted.length) return;
  const body = new FormData();
  body.append("csrfmiddlewaretoken", grid.elements.csrfmiddlewaretoken.value);
  for (const row of wanted) {
    for (const box of row.querySelectorAll("input, select")) body.append(box.name, box.value);
    const choice = chosen(row);
    if (choice) body.append(choice.name, choice.value);
    tell(row, "saving", "сохраняется…");
  }
  try {
    // the address says which period, school or collection is shown
    const answer = await fetch(location.pathname + location.search, {
      method: "POST", body, credentials: "same-origin", headers: { "X-Rows-Only": "yes" },
    });
    if (answer.redirected) throw new Error(`не${NB}сохранено: войдите снова в${NB}другой вкладке`);
    if (!answer.ok) throw new Error(`не${NB}сохранено: портал ответил ошибкой`);
    const fresh = document.createElement("template");
    fresh.innerHTML = await answer.text();
    for (const row of wanted) take(row, fresh.content, body);
  } catch (error) {
    const away = `не${NB}сохранено: нет связи`;
    for (const row of wanted) tell(row, "unsaved", error instanceof TypeError ? away : error.message);
  }
}

// The fresh row takes the place of the old one, cell by cell. A box stays the node it is, so that
// focus is not lost, and keeps what was typed into it while the answer was under way.
function take(row, content, sent) {
  const fresh = content.querySelector(`tr[data-row="${row.dataset.row}"]`);
  const under = content.querySelector(`tr[data-of="${row.dataset.row}"]`);
  const isRefused = under && !under.matches("[data-doubt]");
  const typedOn = boxes(row).some((box) => box.value !== sent.get(box.name));
  row.className = fresh.className;
  [...fresh.cells].forEach((now, n) => {
    const cell = row.cells[n];
    const [old, box] = [cell, now].map((one) => one.querySelector(BOXES));
    cell.className = now.className;
    Object.assign(cell.dataset, now.dataset);
    if (old && box) {
      takeBox(old, box, sent, isRefused);
      takeWords(cell, now);
    } else cell.replaceChildren(...now.childNodes);
  });
  below(row)?.remove();
  if (under) row.after(under);
  remember(row);
  if (typedOn) change(row);
  else if (isRefused) compute(row);
  const told = under?.querySelector("legend, .op-error, .op-part") ?? row.querySelector("[data-state]");
  const name = told.matches("legend") ? "" : `${row.cells[0].textContent.trim()}: `;
  said.textContent = name + told.textContent.trim();
}

function takeBox(old, box, sent, isRefused) {
  for (const name of ["id", "class", "aria-invalid", "aria-describedby"]) {
    if (box.hasAttribute(name)) old.setAttribute(name, box.getAttribute(name));
    else old.removeAttribute(name);
  }
  // what was refused stays unsaved: it is held against what was stored before
  if (isRefused) return;
  const isUntouched = old.value === sent.get(old.name);
  for (const option of old.options ?? []) {
    option.toggleAttribute("selected", option.value === box.value);
  }
  if (old.matches("input")) old.defaultValue = box.defaultValue;
  if (isUntouched) old.value = box.value;
}

// what stands under a box follows from what is stored
function takeWords(cell, now) {
  cell.querySelector(".op-row-sub")?.remove();
  const words = now.querySelector(".op-row-sub");
  if (words) cell.append(words);
}

// typing, leaving, moving

function change(row) {
  if (!isDirty(row)) return recall(row);
  compute(row);
  tell(row, "unsaved", `не${NB}сохранено`);
}

// what the server has said of a row, for who takes back what he typed
const answers = new WeakMap();
const ANSWERED = "[data-share], [data-mean], [data-state]";

function remember(row) {
  answers.set(row, [...row.querySelectorAll(ANSWERED)].map((cell) => cell.cloneNode(true)));
}

function recall(row) {
  [...row.querySelectorAll(ANSWERED)].forEach((cell, n) => {
    const answer = answers.get(row)[n].cloneNode(true);
    cell.className = answer.className;
    Object.assign(cell.dataset, answer.dataset);
    cell.replaceChildren(...answer.childNodes);
  });
}

function move(box, step) {
  const column = boxes(rowOf(box)).indexOf(box);
  const open = rows().filter((row) => boxes(row).length);
  const row = open[open.indexOf(rowOf(box)) + step];
  if (!row) return;
  const next = boxes(row)[column];
  next.focus();
  next.select?.();
}

grid.addEventListener("input", ({ target }) => target.matches(BOXES) && change(rowOf(target)));

grid.addEventListener("keydown", (event) => {
  const box = event.target;
  if (!box.matches(BOXES) || event.ctrlKey || event.altKey || event.metaKey) return;
  const steps = { Enter: event.shiftKey ? -1 : 1 };
  if (box.matches("input")) Object.assign(steps, { ArrowDown: 1, ArrowUp: -1 });
  if (event.key in steps) {
    event.preventDefault();
    move(box, steps[event.key]);
    if (box === document.activeElement) save([rowOf(box)]); // there is no next row to go to
  } else if (event.key === "Escape") {
    box.value = first(box);
    change(rowOf(box));
  }
});

grid.addEventListener("focusout", ({ target, relatedTarget }) => {
  const row = rowOf(target);
  if (row && rowOf(relatedTarget) !== row && isDirty(row) && !chosen(row)) save([row]);
});

grid.addEventListener("click", (event) => {
  const button = event.target.closest("[data-save]");
  if (!button) return;
  event.preventDefault();
  save([rowOf(button)]);
});

// one does not leave by mistake what is not saved; the button waits for what is under way
let isLeaving = false;
grid.addEventListener("submit", async (event) => {
  event.preventDefault();
  await queue;
  isLeaving = true;
  grid.submit();
});
window.addEventListener("beforeunload", (event) => {
  if (!isLeaving && rows().some(isUnsaved)) event.preventDefault();
});

rows().forEach(remember);
grid.querySelector("[data-hint]").textContent =
  `Строка сохраняется, когда вы${NB}из${NB}неё выходите. Enter${NB}— вниз, Tab${NB}— вправо, Esc${NB}— вернуть прежнее. Можно вставить столбцы из${NB}Excel.`;
