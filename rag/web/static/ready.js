/* Says while models are loaded, and what to do when they cannot be. */
(() => {
  "use strict";

  const PAUSE_MS = 1200;
  let told = { state: "ready", message: "" };

  function show() {
    const line = document.querySelector(".pc-ready");
    if (!line) return;
    const text = told.state === "loading" ? line.dataset.loading : told.state === "failed" ? told.message : "";
    if (line.textContent !== text) line.textContent = text;
    const hidden = text === "";
    if (line.hidden !== hidden) line.hidden = hidden;
    line.classList.toggle("pc-error", told.state === "failed");
  }

  async function ask() {
    try {
      const response = await fetch("/polycite/ready");
      if (response.ok) told = await response.json();
    } catch { /* the page is being left, or the program was stopped */ return; }
    show();
    if (told.state === "loading") setTimeout(ask, PAUSE_MS);
  }

  let planned = false, seen = null;
  new MutationObserver(() => {
    if (planned) return;
    planned = true;
    requestAnimationFrame(() => {
      planned = false;
      show();
      const again = document.querySelector("[data-loads-again]");
      if (again && again !== seen) { seen = again; ask(); }
    });
  }).observe(document.documentElement, { subtree: true, childList: true });
  ask();
})();
