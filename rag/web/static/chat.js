/* The chat beyond asking: ask again, change a question, rate, conversations, originals, sources.
   Text of documents and of people is only ever put in place as text nodes. */
(() => {
  "use strict";

  const all = (selector, within = document) => Array.from(within.querySelectorAll(selector));
  const first = (selector) => document.querySelector(selector);
  const FIRST_AROUND = 2500;
  const MOST_AROUND = 60000;
  const SEARCH_MS = 200;

  /* Tell the server: the handlers of rag/web/chat_tab.py listen to this one element. */
  function tell(name, detail = {}) {
    first("#pc-wire [data-words]")?.dispatchEvent(
      new CustomEvent("polycite", { bubbles: true, detail: { name, ...detail } }));
  }

  function said(key, values = {}) {
    const words = JSON.parse(first("#pc-wire [data-words]")?.dataset.words ?? "{}");
    return Object.entries(values).reduce((text, [name, value]) => text.replace(`{${name}}`, value), words[key] ?? "");
  }

  function made(tag, css, text = "", more = {}) {
    const element = document.createElement(tag);
    element.className = css;
    element.textContent = text;
    Object.entries(more).forEach(([name, value]) => element.setAttribute(name, value));
    return element;
  }

  const isBusy = () => first("#pc-stop")?.offsetParent != null;

  // ---- ask again, with the same words or others

  function askAgain(turn, question, searched = "") {
    if (isBusy()) return;
    tell("ask_again", { turn: turn.dataset.turn, question, searched });
    first("#pc-question textarea")?.focus({ preventScroll: true });
  }

  function retry(button) {
    const turn = button.closest(".pc-turn");
    askAgain(turn, turn.dataset.question);
  }

  /* A field in the place of a text, with a button that sends it and one that does not. */
  function edit(button, place, label, act, note = "") {
    if (place.querySelector(":scope > .pc-editor")) return;
    const form = made("form", "pc-editor");
    const field = made("textarea", "", "", { "aria-label": label, maxlength: 2000, rows: 2, dir: "auto" });
    field.value = button.dataset.text;
    const buttons = made("div", "pc-editor-buttons");
    buttons.append(made("button", "pc-primary", button.dataset.send, { type: "submit" }));
    buttons.append(made("button", "pc-quiet pc-editor-cancel", button.dataset.cancel, { type: "button" }));
    if (note) buttons.append(made("small", "", note));
    form.append(field, buttons);
    const close = () => { form.remove(); button.focus(); };
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (!field.value.trim()) return;
      form.remove();
      act(field.value);
    });
    form.addEventListener("keydown", (event) => {
      if (event.key === "Escape") { event.stopPropagation(); close(); }
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing && event.target === field) {
        event.preventDefault();
        form.requestSubmit();
      }
    });
    form.querySelector(".pc-editor-cancel").addEventListener("click", close);
    place.append(form);
    field.focus();
    field.select();
  }

  function editQuestion(button) {
    const turn = button.closest(".pc-turn");
    const turns = all("#pc-talk .pc-turn");
    const later = turns.indexOf(turn) < turns.length - 1 ? button.dataset.later : "";
    const searches = button.matches(".pc-edit-search");
    const act = (text) => (searches ? askAgain(turn, turn.dataset.question, text) : askAgain(turn, text));
    edit(button, turn, button.textContent, act, later);
  }

  // ---- what somebody thinks of an answer

  function rate(button) {
    const turn = button.closest(".pc-turn");
    const group = button.closest(".pc-rating");
    const isReason = button.matches(".pc-reason");
    const pressed = button.getAttribute("aria-pressed") !== "true";
    all(isReason ? ".pc-reason" : ".pc-thumb, .pc-reason", group)
      .forEach((other) => other.setAttribute("aria-pressed", "false"));
    button.setAttribute("aria-pressed", String(pressed));
    const verdict = group.querySelector('.pc-thumb[aria-pressed="true"]')?.dataset.verdict ?? "";
    const reason = group.querySelector('.pc-reason[aria-pressed="true"]')?.dataset.reason ?? "";
    group.querySelector(".pc-reasons").hidden = verdict !== "bad";
    tell("rate", { asked: turn.dataset.asked, verdict, reason });
  }

  // ---- conversations

  const shelf = () => first("#pc-shelf");
  const searched = () => first(".pc-shelf-search")?.value ?? "";
  const listAgain = () => tell("list_conversations", { search: searched() });

  function openShelf(open) {
    shelf().classList.toggle("pc-open", open);
    first("#pc-shelf-open")?.setAttribute("aria-expanded", String(open));
    if (!open) { first("#pc-shelf-open")?.focus(); return; }
    listAgain();
    first(".pc-shelf-search")?.focus();
  }

  const idOf = (element) => element.closest("[data-conversation]").dataset.conversation;

  function openConversation(button) {
    if (isBusy()) return;
    tell("open_conversation", { id: idOf(button), search: searched() });
    if (window.matchMedia("(max-width: 900px)").matches) openShelf(false);
  }

  function rename(button) {
    const act = (title) => tell("rename_conversation", { id: idOf(button), title, search: searched() });
    edit(button, button.closest("li"), button.dataset.label, act);
    button.closest("details").open = false;
  }

  function remove(button) {
    if (button.dataset.sure !== button.textContent) {
      button.textContent = button.dataset.sure;
      button.classList.add("pc-danger");
      return;
    }
    tell("delete_conversation", { id: idOf(button), search: searched() });
  }

  let typing = 0;
  document.addEventListener("input", (event) => {
    if (!event.target.matches?.(".pc-shelf-search")) return;
    clearTimeout(typing);
    typing = setTimeout(listAgain, SEARCH_MS);
  });

  // ---- sources that were removed, changed, or added more than once

  async function checkSources(cards) {
    if (!cards.length) return;
    cards.forEach((card) => { card.dataset.known = "asked"; });
    const wanted = [...new Set(cards.map((card) => card.dataset.source))].slice(0, 40);
    let found = [];
    try {
      const query = wanted.map((source) => `of=${encodeURIComponent(source)}`).join("&");
      const response = await fetch(`/polycite/sources?${query}`);
      if (response.ok) found = await response.json();
    } catch { return; }
    const states = new Map(found.map((source) => [`${source.document}.${source.passage}`, source]));
    cards.forEach((card) => tellSource(card, states.get(card.dataset.source)));
  }

  function tellSource(card, source) {
    const note = card.querySelector(".pc-source-note");
    if (!note || !source) return;
    const names = source.copies.map((path) => path.split(/[\\/]/).at(-1)).join(", ");
    const text = source.state === "removed" ? said("source_removed")
      : source.state === "changed" ? said("source_changed")
        : names ? said("source_twice", { names: `\u2068${names}\u2069` }) : "";
    note.textContent = text;
    note.hidden = !text;
    card.classList.toggle("pc-gone-source", source.state !== "here");
    card.querySelectorAll(".pc-around, .pc-open-original").forEach((button) => { button.hidden = source.state !== "here"; });
  }

  const unknownCards = () => all(".pc-card[data-source]:not([data-known])");
  const checkAgain = () => checkSources(all(".pc-card[data-source]"));

  // ---- the original at the quote

  function spotOf(button) {
    const { document: id, start, end, digest } = button.dataset;
    return { document: id, start, end, digest };
  }

  async function openOriginal(button, around = FIRST_AROUND, dialog = null) {
    const spot = spotOf(button);
    let found = null;
    try {
      const response = await fetch(`/polycite/original?${new URLSearchParams({ ...spot, around })}`);
      if (response.ok) found = await response.json();
    } catch { /* told below */ }
    const shown = dialog ?? newDialog();
    const body = shown.querySelector(".pc-original-body");
    body.replaceChildren(...pieces(found, spot, () => openOriginal(button, Math.min(MOST_AROUND, around * 4), shown), around));
    shown.querySelector("h2").replaceChildren(made("bdi", "", found?.title ?? "", { dir: "auto" }));
    shown.querySelector(".pc-original-path").textContent = found?.path ?? "";
    if (!shown.open) shown.showModal();
    if (!body.querySelector("figure")) body.querySelector("mark")?.scrollIntoView({ block: "center" });
  }

  function newDialog() {
    const dialog = made("dialog", "pc-original", "", { "aria-labelledby": "pc-original-title" });
    const head = made("header", "");
    const close = made("button", "pc-quiet", said("close"), { type: "button" });
    close.addEventListener("click", () => dialog.close());
    const titles = made("div", "");
    titles.append(made("h2", "", "", { id: "pc-original-title" }), made("p", "pc-original-path", "", { dir: "auto" }));
    head.append(titles, close);
    dialog.append(head, made("div", "pc-original-body", "", { tabindex: "0" }));
    dialog.addEventListener("close", () => dialog.remove());
    dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
    first(".gradio-container").append(dialog);
    return dialog;
  }

  function pieces(found, spot, more, around) {
    if (!found) return [made("p", "pc-error", said("original_failed"), { role: "alert" })];
    if (found.state !== "here") return [made("p", "pc-note", said(`original_${found.state}`), { role: "status" })];
    const parts = [];
    if (["gone", "changed"].includes(found.file)) parts.push(made("p", "pc-note", said(`file_${found.file}`)));
    found.pages.forEach((page) => parts.push(pageOf(spot, page)));
    if (found.pages.length) parts.push(made("h3", "", said("original_text")));
    const text = made("div", "pc-original-text", "", { dir: "auto" });
    if (found.language && found.language !== "und") text.lang = found.language;
    if (found.before) text.append("… ");
    found.blocks.forEach((block) => {
      if (block.place) text.append(made("span", "pc-original-place", block.place, { dir: "auto" }));
      text.append(block.quote ? made("mark", "pc-quote", block.text) : document.createTextNode(block.text));
    });
    if (found.after) text.append(" …");
    parts.push(text);
    if ((found.before || found.after) && around < MOST_AROUND) {
      const button = made("button", "pc-quiet", said("original_more"), { type: "button" });
      button.addEventListener("click", more);
      parts.push(button);
    }
    return parts;
  }

  /* A page comes with how far down on it the quote is marked, and is scrolled there. */
  function pageOf(spot, page) {
    const figure = made("figure", "");
    const caption = made("figcaption", "", said("original_page", { n: String(page) }));
    figure.append(caption);
    fetch(`/polycite/page?${new URLSearchParams({ ...spot, page })}`)
      .then(async (response) => {
        if (!response.ok) throw new Error(String(response.status));
        const top = response.headers.get("PolyCite-Mark");
        if (top === null) caption.textContent = said("original_page_unmarked", { n: String(page) });
        const picture = made("img", "", "", { alt: caption.textContent });
        picture.addEventListener("load", () => {
          URL.revokeObjectURL(picture.src);
          if (top !== null && !figure.previousElementSibling?.matches("figure")) showMark(picture, Number(top));
        });
        picture.src = URL.createObjectURL(await response.blob());
        figure.append(picture);
      })
      .catch(() => figure.replaceChildren(made("p", "pc-note", said("original_failed"))));
    return figure;
  }

  function showMark(picture, top) {
    const body = picture.closest(".pc-original-body");
    if (!body) return;
    const above = picture.getBoundingClientRect().top - body.getBoundingClientRect().top;
    body.scrollTop += above + top * picture.clientHeight - body.clientHeight / 3;
  }

  // ---- listeners, on the document, because the page is drawn anew under them

  const CLICKS = {
    ".pc-retry": retry,
    ".pc-edit": editQuestion,
    ".pc-thumb, .pc-reason": rate,
    "#pc-shelf-open": () => openShelf(!shelf().classList.contains("pc-open")),
    ".pc-shelf-close": () => openShelf(false),
    ".pc-open-conversation": openConversation,
    ".pc-rename": rename,
    ".pc-delete": remove,
    ".pc-open-original": (button) => openOriginal(button),
    "#pc-tab-chat-button": checkAgain,
  };

  document.addEventListener("click", (event) => {
    for (const [selector, act] of Object.entries(CLICKS)) {
      const target = event.target.closest?.(selector);
      if (target && !target.disabled) act(target);
    }
    all(".pc-menu[open]").forEach((menu) => { if (!menu.contains(event.target)) menu.open = false; });
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const menu = event.target.closest?.(".pc-menu[open]");
    if (menu) { menu.open = false; menu.querySelector("summary").focus(); return; }
    if (shelf()?.classList.contains("pc-open") && !first("dialog[open]")) openShelf(false);
  });

  // ---- after each change of the page

  function mend() {
    const opener = first("#pc-shelf-open");
    if (opener && !opener.hasAttribute("aria-expanded")) {
      opener.setAttribute("aria-expanded", "false");
      opener.setAttribute("aria-controls", "pc-shelf");
    }
    const panel = shelf();
    const heading = panel?.querySelector("h2")?.textContent;
    if (panel && heading && panel.getAttribute("aria-label") !== heading) {
      panel.setAttribute("role", "region");
      panel.setAttribute("aria-label", heading);
    }
    checkSources(unknownCards());
  }

  let planned = false;
  new MutationObserver(() => {
    if (planned) return;
    planned = true;
    requestAnimationFrame(() => { planned = false; mend(); });
  }).observe(document.documentElement, { subtree: true, childList: true });
})();
