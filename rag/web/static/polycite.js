/* What the page does without asking the server: languages, themes, citations, copying, dropping.
   Text of documents is only ever put in place as text nodes. */
(() => {
  "use strict";

  const LANGUAGE_KEY = "polycite.language";
  const THEME_KEY = "polycite.theme";
  const script = document.querySelector("script[data-languages]");
  const languages = (script?.dataset.languages ?? "en").split(" ");
  const rightToLeft = (script?.dataset.rtl ?? "").split(" ");
  const root = document.documentElement;

  // Storage can be switched off; then the choice lasts as long as the page.
  const remembered = (key) => { try { return localStorage.getItem(key); } catch { return null; } };
  const remember = (key, value) => { try { localStorage.setItem(key, value); } catch { /* as said */ } };

  // ---- language and theme

  function language() {
    const wanted = [remembered(LANGUAGE_KEY), ...(navigator.languages ?? [])];
    const found = wanted.map((tag) => (tag ?? "").toLowerCase().split("-")[0]).find((tag) => languages.includes(tag));
    const chosen = found ?? languages[0];
    show(chosen);
    return chosen;
  }

  function show(chosen) {
    root.lang = chosen;
    root.dir = rightToLeft.includes(chosen) ? "rtl" : "ltr";
  }

  function setLanguage(chosen) {
    remember(LANGUAGE_KEY, chosen);
    show(chosen);
  }

  const system = window.matchMedia("(prefers-color-scheme: dark)");
  const theme = () => remembered(THEME_KEY) ?? "auto";

  function applyTheme() {
    const dark = theme() === "dark" || (theme() === "auto" && system.matches);
    if (document.body.classList.contains("dark") !== dark) document.body.classList.toggle("dark", dark);
    root.style.colorScheme = dark ? "dark" : "light";
  }

  function setTheme(chosen) {
    remember(THEME_KEY, chosen);
    applyTheme();
  }

  window.polycite = { language, setLanguage, setTheme, theme };

  // ---- citations: a chip belongs to the card of the same turn and number

  const all = (selector) => Array.from(document.querySelectorAll(selector));
  const cardOf = (chip) =>
    document.querySelector(`.pc-card[data-turn="${chip.dataset.turn}"][data-n="${chip.dataset.n}"]`);

  function showTurn(turn) {
    all("#pc-evidence .pc-section").forEach((section) => { section.hidden = section.dataset.turn !== String(turn); });
  }

  function select(chip) {
    const card = cardOf(chip);
    if (!card) return;
    showTurn(chip.dataset.turn);
    all(".pc-card.pc-selected, .pc-chip.pc-selected").forEach((item) => item.classList.remove("pc-selected"));
    [card, chip].forEach((item) => item.classList.add("pc-selected"));
    const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    card.scrollIntoView({ block: "nearest", behavior: calm ? "auto" : "smooth" });
    card.focus({ preventScroll: true });
    card.classList.remove("pc-flash");
    void card.offsetWidth;  // starts the animation again
    card.classList.add("pc-flash");
  }

  function point(event, on) {
    const chip = event.target.closest?.(".pc-chip");
    if (chip) cardOf(chip)?.classList.toggle("pc-pointed", on);
  }

  // ---- more around a passage

  async function around(button) {
    const card = button.closest(".pc-card");
    const open = button.getAttribute("aria-expanded") === "true";
    card.querySelectorAll(".pc-neighbour").forEach((item) => item.remove());
    button.setAttribute("aria-expanded", String(!open));
    button.textContent = open ? button.dataset.more : button.dataset.less;
    if (open) return;
    let passages = [];
    try {
      const response = await fetch(`/polycite/around/${encodeURIComponent(button.dataset.passage)}`);
      if (response.ok) passages = await response.json();
    } catch { /* told below */ }
    const quote = card.querySelector(".pc-passage");
    if (!passages.length) {
      quote.after(neighbour({ text: button.dataset.gone, language: "und" }, "pc-gone"));
      return;
    }
    const here = passages.findIndex((passage) => passage.here);
    passages.slice(0, here).forEach((passage) => quote.before(neighbour(passage)));
    passages.slice(here + 1).reverse().forEach((passage) => quote.after(neighbour(passage)));
  }

  function neighbour(passage, css = "") {
    const block = document.createElement("div");
    block.className = `pc-neighbour ${css}`;
    if (passage.language && passage.language !== "und") block.lang = passage.language;
    block.dir = "auto";
    block.textContent = passage.text.trim().replace(/\n\s*\n/g, "\n");
    return block;
  }

  // ---- copying

  async function copy(button) {
    const label = button.dataset.label ?? button.textContent;
    button.dataset.label = label;
    try {
      await navigator.clipboard.writeText(button.dataset.copy);
    } catch {
      const area = document.createElement("textarea");
      area.value = button.dataset.copy;
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
    }
    button.textContent = button.dataset.done;
    setTimeout(() => { button.textContent = label; }, 1600);
  }

  // ---- from the page's script to its components

  function send(from, name, detail) {
    from.dispatchEvent(new CustomEvent("polycite", { bubbles: true, detail: { name, ...detail } }));
  }

  const openTab = (name) => document.getElementById(`pc-tab-${name}-button`)?.click();

  // ---- listeners, on the document, because the page is drawn anew under them

  const CLICKS = {
    ".pc-chip": select,
    ".pc-around": around,
    ".pc-copy": copy,
    "[data-ask]": (button) => send(button, "ask_example", { question: button.dataset.ask }),
    "[data-open-library]": () => openTab("library"),
  };

  document.addEventListener("click", (event) => {
    for (const [selector, act] of Object.entries(CLICKS)) {
      const target = event.target.closest?.(selector);
      if (target && !target.disabled) act(target);
    }
  });
  for (const [name, on] of [["pointerover", true], ["focusin", true], ["pointerout", false], ["focusout", false]]) {
    document.addEventListener(name, (event) => point(event, on));
  }

  // ---- after each change of the page

  let lastTurn = "";

  function newTurn() {
    const turn = document.querySelector("#pc-live .pc-turn");
    if (!turn) { lastTurn = ""; return; }
    if (turn.dataset.turn === lastTurn) return;
    lastTurn = turn.dataset.turn;
    turn.scrollIntoView({ block: "start" });
  }

  function latestEvidence() {
    const sections = all("#pc-evidence .pc-section");
    const newest = sections.at(-1);
    if (!newest || newest.dataset.turn === latestEvidence.shown) return;
    latestEvidence.shown = newest.dataset.turn;
    showTurn(newest.dataset.turn);
  }

  function mend() {
    const status = document.getElementById("pc-status");
    if (status && !status.hasAttribute("aria-live")) {
      status.setAttribute("role", "status");
      status.setAttribute("aria-live", "polite");
    }
    const question = document.querySelector("#pc-question textarea");
    if (question && !mend.focused) {
      mend.focused = true;  // where there is a keyboard; on a telephone it would cover the page
      if (window.matchMedia("(hover: hover)").matches) question.focus({ preventScroll: true });
    }
    const panel = document.getElementById("pc-evidence");
    if (panel && !panel.hasAttribute("role")) panel.setAttribute("role", "complementary");
    // Gradio writes dir="ltr" on every block; what is typed has the direction of its own words.
    all(".gradio-container .block[dir]").forEach((block) => { if (block.dir !== root.dir) block.dir = root.dir; });
    all(".gradio-container [data-testid=block-info]").forEach((label) => { if (label.dir !== root.dir) label.dir = root.dir; });
    all(".gradio-container :is(textarea, input[type=text])[dir=ltr]").forEach((field) => { field.dir = "auto"; });
    const chosen = document.querySelector(`#pc-theme input[value="${theme()}"]`);
    if (chosen && !mend.themeShown) { mend.themeShown = true; if (!chosen.checked) chosen.click(); }
  }

  let planned = false;
  new MutationObserver(() => {
    if (planned) return;
    planned = true;
    requestAnimationFrame(() => {
      planned = false;
      mend();
      newTurn();
      latestEvidence();
      applyTheme();
    });
  }).observe(root, { subtree: true, childList: true, attributes: true, attributeFilter: ["value", "class"] });
  system.addEventListener("change", applyTheme);
})();
