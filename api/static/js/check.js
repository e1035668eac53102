// The check of a text answers in place; a repair can be copied. Without this script the form loads the page again.
import { say } from "./dom.js";

const PARTS = ["check-problem", "result"];

async function check(form) {
  const state = form.querySelector("[data-check-state]");
  const button = form.querySelector("button");
  state.textContent = say("checking");
  button.disabled = true;
  try {
    const body = new URLSearchParams(new FormData(form));
    const response = await fetch(form.action, { method: "POST", headers: { Accept: "text/html" }, body });
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    if (!page.getElementById("result")) throw new Error(say("failed"));
    for (const id of PARTS) fill(document.getElementById(id), page.getElementById(id));
    state.textContent = "";
    document.getElementById("result-title")?.focus();
  } catch {
    state.textContent = say("failed");
  }
  button.disabled = false;
}

/** The element stays, so that what is put into it is announced. */
function fill(own, fresh) {
  own.replaceChildren(...[...fresh.childNodes].map((node) => document.adoptNode(node)));
}

export function startCheck(form) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    check(form);
  });
}

/** The clipboard is only there on a safe address; elsewhere the words are selected, ready to be copied. */
export function startCopy() {
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    const words = button.parentElement.querySelector("[data-copy-text]");
    try {
      await navigator.clipboard.writeText(words.textContent);
      button.textContent = say("copied");
    } catch {
      getSelection().selectAllChildren(words);
    }
  });
}
