// The conversation: AG-UI events drawn as they come. A stream that breaks is resumed after the last
// event seen; a page that was reloaded while the assistant answers picks the answer up again.
import { el, problemText, say } from "./dom.js";
import { readEvents } from "./sse.js";

const RETRIES = 5;
const PLACES = ["sheet", "page", "slide", "row", "line", "time", "part"];

function toolLabel(name) {
  const key = `tool.${name}`;
  const label = say(key);
  return label === key ? name : label;
}

class Chat {
  constructor(root) {
    this.root = root;
    this.log = root.querySelector(".log");
    this.form = root.querySelector("[data-composer]");
    this.account = root.closest("[data-account]").dataset.account;
    this.conversation = root.dataset.conversation;
    this.last = Number(root.dataset.last);
    this.messages = new Map();
    this.tools = new Map();
    this.planted = new Set();
    this.finished = false;
  }

  bubble(role, text = "") {
    this.log.querySelector("[data-examples]")?.remove();
    const article = el("article", `message ${role}`);
    article.append(el("p", "who-says", say(role === "user" ? "you" : "it")));
    const content = el("div", "bubble", text);
    article.append(content);
    this.log.append(article);
    this.scroll();
    return { article, content };
  }

  line(text) {
    const line = el("p", "tool-line", text);
    this.log.append(line);
    this.scroll();
    return line;
  }

  scroll() {
    this.log.scrollTop = this.log.scrollHeight;
  }

  message(id) {
    if (!this.messages.has(id)) this.messages.set(id, this.bubble("assistant"));
    return this.messages.get(id);
  }

  wait(on) {
    this.waiting?.remove();
    this.waiting = on ? this.line(say("thinking")) : null;
    if (on) this.waiting.classList.add("thinking");
    this.log.setAttribute("aria-busy", String(on));
  }

  draw(event) {
    switch (event.type) {
      case "ACTIVITY_SNAPSHOT":
        this.activity(event);
        break;
      case "TEXT_MESSAGE_START":
        this.wait(false);
        this.message(event.messageId);
        break;
      case "TEXT_MESSAGE_END":
        this.cite(this.message(event.messageId));
        break;
      case "TEXT_MESSAGE_CONTENT":
      case "TEXT_MESSAGE_CHUNK":
        this.wait(false);
        this.message(event.messageId).content.textContent += event.delta ?? "";
        this.scroll();
        break;
      case "TOOL_CALL_START":
        this.tools.set(event.toolCallId, this.line(toolLabel(event.toolCallName)));
        break;
      case "TOOL_CALL_END":
      case "TOOL_CALL_RESULT":
        this.tools.get(event.toolCallId)?.classList.add("done");
        break;
      case "CUSTOM":
        this.custom(event);
        break;
      case "RUN_ERROR":
        this.finished = true;
        this.wait(false);
        this.log.append(el("p", "notice bad", event.message));
        break;
      case "RUN_FINISHED":
        this.finished = true;
        this.wait(false);
        break;
    }
  }

  activity({ activityType, content }) {
    if (activityType === "status" && this.waiting) this.waiting.textContent = content.text;
    if (activityType === "evidence") this.found(content.passages);
  }

  /** Passages that address an assistant are told apart, here and where an answer cites them. */
  found(passages) {
    this.done(say("passages_found", { n: passages.length }));
    const planted = passages.filter((passage) => passage.suspicious);
    for (const passage of planted) this.planted.add(`${passage.document}\n${passage.text}`);
    if (planted.length) this.done(say("passages_planted", { n: planted.length }));
  }

  done(text) {
    this.line(text).classList.add("done");
  }

  custom({ name, value }) {
    if (name === "citations") this.citations = value.citations;
    if (name === "section") this.sectionLink(value);
    if (name === "verdict" && value.removed) this.line(say("removed", { n: value.removed }));
    if (name === "score") this.done(say("score", { name: value.tool }));
  }

  sectionLink({ section, version }) {
    const link = el("a", "", section.title);
    link.href = `/accounts/${this.account}/plan?version=${version}#s-${section.key}`;
    const line = this.line(`${say("section")} `);
    line.classList.add("done");
    line.append(link);
  }

  /** The evidence of an answer comes before its text: it is drawn when the text is complete. */
  cite({ article }) {
    if (!this.citations?.length) return;
    const list = el("ul", "chips");
    for (const citation of this.citations) {
      const item = el("li");
      item.append(this.chip(citation));
      if (this.planted.has(`${citation.document}\n${citation.quote}`)) item.append(" ", el("span", "badge planted", say("planted")));
      list.append(item);
    }
    article.append(list);
    this.citations = null;
    this.scroll();
  }

  chip(citation) {
    const query = new URLSearchParams({ document: citation.document, quote: citation.quote });
    const places = PLACES.filter((name) => citation.locator?.[name] != null);
    for (const name of places) query.set(name, citation.locator[name]);
    const link = el("a", "chip");
    link.href = `/accounts/${this.account}/evidence?${query}`;
    link.dataset.evidence = "";
    link.title = citation.document;
    link.append(el("span", "file", citation.document));
    const place = places.map((name) => say(`place.${name}`, { n: citation.locator[name] })).join(", ");
    if (place) link.append(el("span", "place", place));
    return link;
  }

  async read(response) {
    for await (const { id, event } of readEvents(response)) {
      if (id) this.last = id;
      this.draw(event);
    }
  }

  /** Follows the turn until it is over, across broken connections. */
  async resume() {
    for (let attempt = 0; attempt < RETRIES && !this.finished; attempt += 1) {
      if (attempt) await new Promise((done) => setTimeout(done, 500 * 2 ** attempt));
      try {
        await this.read(await fetch(`/v1/conversations/${this.conversation}/events?after=${this.last}`));
      } catch {
        this.waiting && (this.waiting.textContent = say("interrupted"));
      }
    }
    if (!this.finished) this.draw({ type: "RUN_ERROR", message: say("failed") });
  }

  async open() {
    if (this.conversation) return;
    const response = await fetch(`/v1/accounts/${this.account}/conversations`, { method: "POST" });
    if (!response.ok) throw new Error(await problemText(response));
    this.conversation = (await response.json()).id;
    history.replaceState(null, "", `?conversation=${encodeURIComponent(this.conversation)}`);
  }

  async send(text) {
    this.bubble("user", text);
    this.finished = false;
    this.wait(true);
    try {
      await this.open();
      const response = await fetch(`/v1/conversations/${this.conversation}/messages`, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ text }),
      });
      if (!response.ok) {
        this.draw({ type: "RUN_ERROR", message: await problemText(response) });
        return;
      }
      await this.read(response);
    } catch (error) {
      if (!this.conversation) {
        this.draw({ type: "RUN_ERROR", message: error.message || say("failed") });
        return;
      }
    }
    if (!this.finished) await this.resume();
  }
}

export function startChat(root) {
  const chat = new Chat(root);
  const field = chat.form.elements.text;
  const button = chat.form.querySelector("button");
  const busy = (on) => {
    button.disabled = on;
  };
  const submit = async (text) => {
    if (!text.trim() || button.disabled) return;
    busy(true);
    field.value = "";
    await chat.send(text.trim());
    busy(false);
    field.focus();
  };
  chat.form.addEventListener("submit", (event) => {
    event.preventDefault();
    submit(field.value);
  });
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      submit(field.value);
    }
  });
  root.addEventListener("click", (event) => {
    const suggestion = event.target.closest("[data-suggestion]");
    if (suggestion) submit(suggestion.textContent);
  });
  chat.scroll();
  if (root.hasAttribute("data-running")) {
    busy(true);
    chat.wait(true);
    chat.resume().finally(() => busy(false));
  }
}
