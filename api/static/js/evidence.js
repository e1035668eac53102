// The evidence panel: a citation opens beside the text it proves. Each chip has an id, so the address
// with its hash opens the same panel again. Escape closes it and gives the focus back.
import { el, fetchPage, say } from "./dom.js";

const panel = document.getElementById("panel");
const body = panel?.querySelector(".panel-body");
let opener = null;

function mark(chip) {
  document.querySelector(".chip[aria-expanded=true]")?.removeAttribute("aria-expanded");
  chip?.setAttribute("aria-expanded", "true");
}

export async function openEvidence(chip) {
  opener = chip;
  mark(chip);
  panel.hidden = false;
  document.body.classList.add("with-panel");
  chip.scrollIntoView({ block: "nearest" });
  body.replaceChildren(el("p", "muted", say("panel_loading")));
  panel.focus({ preventScroll: true });
  if (chip.id) history.replaceState(null, "", `#${chip.id}`);
  try {
    const { page } = await fetchPage(chip.href);
    if (opener !== chip) return;
    const article = document.adoptNode(page.getElementById("evidence"));
    article.removeAttribute("id");
    body.replaceChildren(article);
    const quoted = body.querySelector("mark");
    if (quoted) quoted.scrollIntoView({ block: "center" });
  } catch (error) {
    body.replaceChildren(el("p", "notice bad", error.message || say("failed")));
  }
}

function close() {
  if (!panel || panel.hidden) return;
  panel.hidden = true;
  document.body.classList.remove("with-panel");
  mark(null);
  history.replaceState(null, "", location.pathname + location.search);
  opener?.focus({ preventScroll: true });
  opener = null;
}

function openFromHash() {
  const chip = location.hash.startsWith("#e-") && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!chip) return;
  chip.closest("details")?.setAttribute("open", "");
  chip.scrollIntoView({ block: "center" });
  openEvidence(chip);
}

export function startEvidence() {
  if (!panel) return;
  document.addEventListener("click", (event) => {
    const chip = event.target.closest("[data-evidence]");
    const plain = !event.ctrlKey && !event.metaKey && !event.shiftKey && event.button === 0;
    if (chip && plain) {
      event.preventDefault();
      if (opener === chip) close();
      else openEvidence(chip);
    } else if (event.target.closest("[data-close]")) close();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
  });
  addEventListener("hashchange", openFromHash);
  openFromHash();
}
