// Forms that work without this script too: answers are saved in place, long jobs show how far they are.
import { fetchPage, problemText, say, swap } from "./dom.js";

const POLL_MS = 700;

function openGroups() {
  return [...document.querySelectorAll("details.group[open]")].map((group) => group.id);
}

async function saveAnswer(form, submitter) {
  const state = form.querySelector(".form-state");
  const data = new FormData(form, submitter);
  if (!data.get("unknown") && !data.get("text").trim()) {
    form.querySelector("textarea").focus();
    return;
  }
  const drafts = new Map(
    [...document.querySelectorAll("[data-answer]")]
      .filter((other) => other !== form && other.elements.text.value !== other.elements.text.defaultValue)
      .map((other) => [other.elements.question.value, other.elements.text.value]),
  );
  state.textContent = say("saving");
  for (const button of form.querySelectorAll("button")) button.disabled = true;
  try {
    const { page } = await fetchPage(form.action, { method: "POST", body: new URLSearchParams(data) });
    const open = openGroups();
    swap(page, "coverage", "questions");
    for (const group of document.querySelectorAll("details.group")) group.open = open.includes(group.id);
    for (const other of document.querySelectorAll("[data-answer]")) {
      const draft = drafts.get(other.elements.question.value);
      if (draft !== undefined) other.elements.text.value = draft;
    }
    announce(say("saved"));
  } catch (error) {
    state.textContent = error.message;
    for (const button of form.querySelectorAll("button")) button.disabled = false;
  }
}

function announce(text) {
  const title = document.getElementById("questions-title");
  if (!title) return;
  const note = document.createElement("span");
  note.className = "badge fact saved";
  note.setAttribute("role", "status");
  title.append(" ", note);
  note.textContent = text;
  title.tabIndex = -1;
  title.focus({ preventScroll: true });
}

export function startAnswers() {
  document.addEventListener("submit", (event) => {
    const form = event.target.closest("[data-answer]");
    if (!form) return;
    event.preventDefault();
    saveAnswer(form, event.submitter);
  });
}

function follow(form) {
  const state = form.querySelector("[data-job-state]");
  const text = form.querySelector("[data-job-text]");
  const bar = state.querySelector("progress");
  const started = performance.now();
  state.hidden = false;
  const show = async () => {
    const seconds = say("seconds", { n: Math.round((performance.now() - started) / 1000) });
    let job = { running: false, total: 0 };
    try {
      job = await (await fetch(form.dataset.job)).json();
    } catch {
      // The job itself tells whether it worked; a missed look at its progress does not matter.
    }
    if (job.running && job.total > 0) {
      bar.max = job.total;
      bar.value = job.done;
      text.textContent = `${say("step", job)} · ${job.label} · ${seconds}`;
    } else {
      bar.removeAttribute("value");
      text.textContent = `${say("working")} ${seconds}`;
    }
  };
  show();
  const timer = setInterval(show, POLL_MS);
  return () => {
    clearInterval(timer);
    state.hidden = true;
  };
}

async function runJob(form, submitter) {
  const error = form.querySelector("[data-job-error]");
  error.hidden = true;
  const body = new URLSearchParams(new FormData(form, submitter));
  submitter.disabled = true;
  const stop = follow(form);
  try {
    const headers = { Accept: "application/problem+json, */*;q=0.1" };
    const response = await fetch(form.action, { method: "POST", headers, body });
    if (response.ok) {
      location.assign(response.url);
      return;
    }
    error.textContent = await problemText(response);
  } catch {
    error.textContent = say("failed");
  }
  error.hidden = false;
  stop();
  submitter.disabled = false;
}

export function startJobs() {
  for (const form of document.querySelectorAll("form[data-job]")) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      runJob(form, event.submitter ?? form.querySelector("button"));
    });
  }
}
