// Small helpers. Text from notes and models only ever goes through textContent.
const texts = JSON.parse(document.body.dataset.texts);

export function say(key, values = {}) {
  return (texts[key] ?? key).replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
}

export function el(tag, className = "", text = "") {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (text) node.textContent = text;
  return node;
}

/** The message of a problem document, or a plain sentence when there is none. */
export async function problemText(response) {
  try {
    const problem = await response.json();
    return problem.detail ?? problem.title ?? say("failed");
  } catch {
    return say("failed");
  }
}

/** A page of this server as a document that runs nothing. */
export async function fetchPage(url, options = {}) {
  const response = await fetch(url, { headers: { Accept: "text/html" }, ...options });
  if (!response.ok) throw new Error(await response.text().then(pageError));
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  return { page, url: response.url };
}

function pageError(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  return page.querySelector("main p:not(.big)")?.textContent ?? say("failed");
}

/** Replaces elements of this page by those with the same id in another one. */
export function swap(page, ...ids) {
  for (const id of ids) {
    const fresh = page.getElementById(id);
    if (fresh) document.getElementById(id)?.replaceWith(document.adoptNode(fresh));
  }
}
