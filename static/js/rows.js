// Rows of a form: added and removed without asking the server. Without this file the same buttons
// post the form, and the server adds or removes the row.
for (const list of document.querySelectorAll("[data-rows]")) {
  const rows = list.querySelector("[data-list]");
  const numbers = () =>
    [...rows.querySelectorAll("[data-row] > input[type=hidden]")].map((input) => Number(input.value));
  list.addEventListener("click", (event) => {
    if (event.target.closest("[data-add]")) {
      event.preventDefault();
      const number = Math.max(-1, ...numbers()) + 1;
      const blank = list.querySelector("template").innerHTML.replaceAll("__row__", number);
      rows.insertAdjacentHTML("beforeend", blank);
      rows.lastElementChild.querySelector("select, input:not([type=hidden])").focus();
    }
    if (event.target.closest("[data-remove]")) {
      event.preventDefault();
      event.target.closest("[data-row]").remove();
      list.querySelector("[data-add]")?.focus();
    }
  });
}
