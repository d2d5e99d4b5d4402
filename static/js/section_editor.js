// The editor of a section over its textarea: paragraphs, lists, bold, tables. The library is the
// bundle of django-prose-editor; its address is told by the page. Without this file the textarea
// itself is edited.
const KEYS = { Mod: /Mac/.test(navigator.platform) ? "⌘" : "Ctrl" };
const BUTTONS = [
  ["bold", "type-bold", "Полужирный", (c) => c.toggleBold(), `${KEYS.Mod}+B`],
  ["italic", "type-italic", "Курсив", (c) => c.toggleItalic(), `${KEYS.Mod}+I`],
  ["heading", "type-h3", "Подзаголовок", (c) => c.toggleHeading({ level: 3 })],
  ["bulletList", "list-ul", "Список", (c) => c.toggleBulletList()],
  ["orderedList", "list-ol", "Нумерованный список", (c) => c.toggleOrderedList()],
  [null, "table", "Вставить таблицу", (c) => c.insertTable({ rows: 3, cols: 3, withHeaderRow: true })],
  [null, "arrow-counterclockwise", "Отменить", (c) => c.undo(), `${KEYS.Mod}+Z`],
  [null, "arrow-clockwise", "Вернуть", (c) => c.redo(), `${KEYS.Mod}+Shift+Z`],
];
const OF_TABLE = [
  ["Строка ниже", (c) => c.addRowAfter()],
  ["Строка выше", (c) => c.addRowBefore()],
  ["Удалить строку", (c) => c.deleteRow()],
  ["Столбец справа", (c) => c.addColumnAfter()],
  ["Удалить столбец", (c) => c.deleteColumn()],
  ["Объединить ячейки", (c) => c.mergeCells()],
  ["Разделить ячейку", (c) => c.splitCell()],
  ["Заголовочная ячейка", (c) => c.toggleHeaderCell()],
  ["Удалить таблицу", (c) => c.deleteTable()],
];

function button(label, run, { icon, keys } = {}) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "btn btn-sm btn-secondary";
  if (icon) {
    const sign = document.createElement("i");
    sign.className = `bi bi-${icon}`;
    sign.setAttribute("aria-hidden", "true");
    made.append(sign);
    made.setAttribute("aria-label", label);
    made.title = keys ? `${label} (${keys})` : label;
  } else {
    made.textContent = label;
  }
  made.addEventListener("click", run);
  return made;
}

function toolbar(editor) {
  const bar = document.createElement("div");
  bar.className = "op-editor-bar";
  bar.setAttribute("role", "toolbar");
  bar.setAttribute("aria-label", "Оформление текста");
  const toggles = [];
  for (const [name, icon, label, command, keys] of BUTTONS) {
    const made = button(label, () => command(editor.chain().focus()).run(), { icon, keys });
    if (name) toggles.push([made, () => editor.isActive(name)]);
    bar.append(made);
  }
  const table = document.createElement("div");
  table.className = "op-editor-bar op-editor-table";
  table.setAttribute("role", "toolbar");
  table.setAttribute("aria-label", "Таблица");
  for (const [label, command] of OF_TABLE) {
    table.append(button(label, () => command(editor.chain().focus()).run()));
  }
  const show = () => {
    for (const [made, isActive] of toggles) made.setAttribute("aria-pressed", isActive());
    table.hidden = !editor.isActive("table");
  };
  editor.on("transaction", show);
  show();
  return [bar, table];
}

for (const place of document.querySelectorAll("[data-editor]")) {
  const textarea = place.querySelector("textarea");
  const t = await import(place.dataset.editor);
  const sheet = document.createElement("div");
  sheet.className = "op-editor-sheet";
  textarea.before(sheet);
  textarea.hidden = true;
  const editor = new t.Editor({
    element: sheet,
    // the policy of the portal allows no style that a script writes into the page
    injectCSS: false,
    content: textarea.value,
    extensions: [
      t.Document, t.Paragraph, t.Text, t.Bold, t.Italic, t.Subscript, t.Superscript, t.HardBreak,
      t.Heading.configure({ levels: [3] }), t.BulletList, t.OrderedList, t.ListItem,
      t.Table.configure({ resizable: false }), t.TableRow, t.TableHeader, t.TableCell,
      t.History, t.Gapcursor,
    ],
    editorProps: {
      attributes: {
        id: "section-text", role: "textbox", "aria-multiline": "true",
        "aria-label": place.querySelector("label").textContent, lang: "ru", spellcheck: "true",
      },
    },
    onUpdate: () => { textarea.value = editor.getHTML(); },
  });
  place.querySelector("label").htmlFor = "section-text";
  sheet.before(...toolbar(editor));
}
