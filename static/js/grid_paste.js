// Pasting into the entry grid. Loaded after grid.js, whose grid, rows, boxes, change and save it uses.

// a block of a spreadsheet fills from this box to the right and down, row by row of the page
grid.addEventListener("paste", (event) => {
  const box = event.target;
  const text = event.clipboardData.getData("text/plain").replace(/\r\n?/g, "\n").replace(/\n$/, "");
  if (!box.matches(BOXES) || !/[\t\n]/.test(text)) return;
  event.preventDefault();
  const column = boxes(rowOf(box)).indexOf(box);
  const targets = rows().slice(rows().indexOf(rowOf(box)));
  const lines = text.split("\n").map((line) => line.split("\t").map((value) => value.trim()));
  const wide = lines.map((line) => line.findLastIndex(Boolean) + 1);
  const lost = { columns: 0, rows: 0, closed: 0, reasons: [] };
  const filled = [];
  lines.forEach((line, down) => {
    const row = targets[down];
    if (!row) lost.rows += wide[down] > 0;
    else if (!boxes(row).length) lost.closed += wide[down] > 0;
    else {
      const open = boxes(row).slice(column);
      lost.columns = Math.max(lost.columns, wide[down] - open.length);
      open.slice(0, line.length).forEach((one, right) => put(one, line[right], lost.reasons));
      filled.push(row);
    }
  });
  filled.forEach(change);
  save(filled);
  tellOfLost(lost);
});

function put(box, value, unknown) {
  if (box.matches("input")) {
    box.value = value;
    return;
  }
  const wanted = value.toLowerCase();
  const option = [...box.options].find((one) => one.text.toLowerCase() === wanted);
  if (option || !value) box.value = option?.value ?? "";
  else unknown.push(`«${value}»`);
}

// of what was put in nothing is lost silently
function tellOfLost({ columns, rows: below, closed, reasons }) {
  const told = [];
  if (columns) told.push(`лишние столбцы не${NB}вставлены: ${columns}`);
  if (below) told.push(`лишние строки не${NB}вставлены: ${below}`);
  if (closed) told.push(`подтверждённые строки не${NB}изменены: ${closed}`);
  if (reasons.length) told.push(`нет такой причины: ${[...new Set(reasons)].join(", ")}`);
  const words = told.join("; ");
  grid.querySelector("[data-lost]").textContent = words && `${words[0].toUpperCase()}${words.slice(1)}.`;
}
