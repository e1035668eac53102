// Files go one by one, so that each shows at once what became of it.
import { el, fetchPage, problemText, say, swap } from "./dom.js";

function lineFor(list, file) {
  const line = el("li", "sending");
  const state = el("span", "badge", say("sending"));
  line.append(el("span", "file", file.name), " ", state);
  list.append(line);
  return { line, state };
}

function show({ line, state }, status, detail, warnings = [], notices = []) {
  line.className = status;
  state.className = `badge upload-${status}`;
  state.textContent = say(status === "failed" ? "refused" : status);
  if (detail) line.append(" ", el("span", "muted", detail));
  for (const warning of warnings) line.append(" ", el("span", "warning", warning));
  for (const notice of notices) line.append(" ", el("span", "warning planted-notice", notice));
}

async function send(account, file, entry) {
  const body = new FormData();
  body.append("files", file, file.name);
  try {
    const response = await fetch(`/v1/accounts/${account}/documents`, { method: "POST", body });
    if (!response.ok) return show(entry, "failed", await problemText(response));
    const [report] = (await response.json()).files;
    const detail = report.status === "failed" ? report.detail ?? report.reason : say("passages", { n: report.segments });
    show(entry, report.status, detail, report.warnings, report.notices);
  } catch {
    show(entry, "failed", say("failed"));
  }
}

export function startUpload(form) {
  const account = form.closest("[data-account]").dataset.account;
  const input = form.querySelector("input[type=file]");
  const section = document.getElementById("report");
  const list = section.querySelector(".report");
  let queue = Promise.resolve();

  const take = (files) => {
    section.hidden = false;
    const entries = [...files].map((file) => [file, lineFor(list, file)]);
    for (const [file, entry] of entries) queue = queue.then(() => send(account, file, entry));
    queue = queue.then(async () => swap((await fetchPage(location.href)).page, "documents")).catch(() => {});
    input.value = "";
  };

  input.addEventListener("change", () => take(input.files));
  form.addEventListener("submit", (event) => event.preventDefault());
  for (const name of ["dragenter", "dragover"]) {
    form.addEventListener(name, (event) => {
      event.preventDefault();
      form.classList.add("over");
    });
  }
  for (const name of ["dragleave", "drop"]) form.addEventListener(name, () => form.classList.remove("over"));
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    take(event.dataTransfer.files);
  });
}
