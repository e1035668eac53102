// The form of a scoring tool: rows come and go, cells are pasted from a spreadsheet, the result appears in place.
// Without this script the same buttons load the page again.
import { say } from "./dom.js";

function number(row, rank) {
  for (const field of row.querySelectorAll("[name]")) {
    field.name = field.name.replace(/^(.*?\.)\d+(\.[^.]+)$/, `$1${rank}$2`);
    const label = field.getAttribute("aria-label");
    if (label) field.setAttribute("aria-label", label.replace(/\d+$/, rank + 1));
  }
}

function renumber(body) {
  [...body.rows].forEach(number);
}

function addRow(body) {
  const row = body.rows[body.rows.length - 1].cloneNode(true);
  row.className = "";
  for (const field of row.querySelectorAll("input, select")) {
    field.value = "";
    field.removeAttribute("aria-invalid");
  }
  for (const problem of row.querySelectorAll(".problem")) problem.remove();
  body.append(row);
  renumber(body);
  return row;
}

function removeRow(row) {
  const body = row.parentElement;
  const next = row.nextElementSibling ?? row.previousElementSibling;
  if (body.rows.length > 1) row.remove();
  else for (const field of row.querySelectorAll("input, select")) field.value = "";
  renumber(body);
  (next ?? body.rows[0]).querySelector("input, select")?.focus();
}

/** A choice takes the option whose word or value is pasted. */
function put(field, text) {
  if (field instanceof HTMLSelectElement) {
    const wanted = text.trim().toLowerCase();
    const option = [...field.options].find((one) => [one.value, one.text].some((word) => word.toLowerCase() === wanted));
    if (option) field.value = option.value;
  } else field.value = field.type === "date" ? day(text) : text.trim();
}

function day(text) {
  const written = text.trim().match(/^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/);
  return written ? `${written[3]}-${written[2].padStart(2, "0")}-${written[1].padStart(2, "0")}` : text.trim();
}

/** A first line with words where numbers go holds the headers of the spreadsheet. */
function isHeader(cells, fields) {
  return cells.some((cell, at) => fields[at]?.classList.contains("number") && cell.trim() && !/^[\s(+\-−~€$£]*\d/.test(cell));
}

function paste(event) {
  const text = event.clipboardData.getData("text");
  const field = event.target.closest(".sheet input, .sheet select");
  if (!field || !/[\t\n]/.test(text.trim())) return;
  event.preventDefault();
  const lines = text.replace(/\r/g, "").replace(/\n+$/, "").split("\n").map((line) => line.split("\t"));
  const body = field.closest("tbody");
  const inRow = (row) => [...row.querySelectorAll("input, select")];
  let row = field.closest("tr");
  const start = inRow(row).indexOf(field);
  if (lines.length > 1 && isHeader(lines[0], inRow(row).slice(start))) lines.shift();
  for (const cells of lines) {
    row ??= addRow(body);
    const fields = inRow(row);
    cells.forEach((cell, at) => fields[start + at] && put(fields[start + at], cell));
    row = row.nextElementSibling;
  }
}

function fill(own, fresh) {
  own.replaceChildren(...[...fresh.childNodes].map((node) => document.adoptNode(node)));
}

async function run(form) {
  const state = form.querySelector("[data-tool-state]");
  const button = form.querySelector("button.primary");
  state.textContent = say("computing");
  button.disabled = true;
  try {
    const body = new URLSearchParams(new FormData(form));
    const response = await fetch(form.action, { method: "POST", headers: { Accept: "text/html" }, body });
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    if (!page.getElementById("tool-form")) throw new Error(say("failed"));
    for (const id of ["tool-problem", "result"]) fill(document.getElementById(id), page.getElementById(id));
    if (!response.ok) fill(form, page.getElementById("tool-form"));
    form.querySelector("[data-tool-state]").textContent = "";
    (form.querySelector("[aria-invalid]") ?? document.getElementById("result-title"))?.focus();
  } catch {
    state.textContent = say("failed");
  }
  form.querySelector("button.primary").disabled = false;
}

export function startTool(form) {
  form.addEventListener("click", (event) => {
    const add = event.target.closest("[data-add]");
    const remove = event.target.closest("[data-remove]");
    if (add) {
      event.preventDefault();
      addRow(add.closest("[data-rows]").querySelector("tbody")).querySelector("input, select").focus();
    } else if (remove) removeRow(remove.closest("tr"));
  });
  form.addEventListener("paste", paste);
  form.addEventListener("submit", (event) => {
    if (event.submitter?.name === "more") return;
    event.preventDefault();
    run(form);
  });
}
