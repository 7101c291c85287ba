/* Adding to the library: files and folders are sent one by one, each with its own line, progress and
   reason. Names and reasons are only ever put in place as text nodes. */
(() => {
  "use strict";

  const RETRY_MS = 1500;
  const REFRESH_MS = 8000;
  const HIDDEN = /^\.|^(desktop\.ini|thumbs\.db)$/i;

  const shelf = () => document.querySelector("[data-adding]");
  const word = (key, values = {}) => {
    const text = JSON.parse(shelf()?.dataset.adding ?? "{}")[key] ?? "";
    return text.replace(/\{(\w+)\}/g, (_, name) => shown(values[name]));
  };
  const shown = (value) =>
    typeof value === "number" ? value.toLocaleString(document.documentElement.lang) : String(value ?? "");

  let waiting = [];   // jobs that have not begun
  let running = null; // {abort}
  let done = 0, failed = 0, total = 0, refreshed = 0;

  function element(tag, css, text = "") {
    const made = document.createElement(tag);
    made.className = css;
    made.textContent = text;
    return made;
  }

  // ---- the list of what is being added

  const place = () => document.querySelector("#pc-arrivals");

  function begin() {
    const box = place();
    box.replaceChildren();
    const head = element("div", "pc-adding");
    const told = element("p", "pc-told-adding");
    told.setAttribute("role", "status");
    const stop = element("button", "pc-quiet pc-cancel", word("cancel"));
    stop.type = "button";
    stop.addEventListener("click", cancel);
    head.append(told, stop);
    const bar = document.createElement("progress");
    bar.className = "pc-all";
    const list = element("ul", "pc-results");
    list.tabIndex = 0;
    box.append(head, bar, list);
    [done, failed, total] = [0, 0, 0];
  }

  function tell() {
    const box = place();
    const text = box?.querySelector(".pc-told-adding");
    if (!text) return;
    const busy = done < total;
    text.textContent = busy ? word("adding", { done: done + 1, total }) : word("adding_done", { total });
    if (failed) text.textContent += ` · ${word("adding_failed", { n: failed })}`;
    const bar = box.querySelector(".pc-all");
    bar.max = Math.max(1, total);
    bar.value = done;
    bar.hidden = !busy;
    bar.setAttribute("aria-label", text.textContent);
    box.querySelector(".pc-cancel").hidden = !busy;
  }

  function row(job) {
    const line = element("li", "pc-result pc-waiting");
    const name = document.createElement("bdi");
    name.dir = "auto";
    name.textContent = job.name.replace(/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, "");
    line.append(name, element("span", "pc-status", ""));
    place().querySelector(".pc-results").append(line);
    return line;
  }

  const MARKS = { added: "✓", replaced: "↻", unchanged: "=", failed: "✗", cancelled: "–" };

  function finish(line, result) {
    line.className = `pc-result pc-${result.status}`;
    const status = line.querySelector(".pc-status");
    status.replaceChildren(element("strong", "", `${MARKS[result.status]} ${word(`result_${result.status}`)}`));
    if (result.error) line.append(reason(result.error));
    else if (result.passages !== undefined && result.status !== "unchanged") {
      line.append(element("span", "", word("passages", { n: result.passages })));
    }
    (result.notes ?? []).forEach((note) => line.append(reason(note)));
    done += 1;
    failed += result.status === "failed";
    tell();
  }

  function reason(text) {
    const made = element("span", "pc-why", text);
    made.dir = "auto";
    return made;
  }

  // ---- one after another

  function start(jobs) {
    if (!jobs.length || !place()) return;
    if (!running) begin();
    for (const job of jobs) {
      waiting.push({ job, line: row(job) });
      total += 1;
    }
    tell();
    if (!running) run();
  }

  async function run() {
    running = {};
    refreshed = Date.now();
    while (waiting.length) {
      const { job, line } = waiting.shift();
      line.scrollIntoView({ block: "nearest" });
      finish(line, await job.send((part) => progress(line, part)));
      if (Date.now() - refreshed > REFRESH_MS) { refreshed = Date.now(); changed(); }
    }
    running = null;
    changed();
  }

  function progress(line, part) {
    line.className = "pc-result pc-reading";
    const status = line.querySelector(".pc-status");
    if (part === null || part >= 1) { status.textContent = word("reading"); return; }
    let bar = status.querySelector("progress");
    if (!bar) { bar = document.createElement("progress"); bar.max = 1; status.replaceChildren(bar); }
    bar.value = part;
    bar.setAttribute("aria-label", line.querySelector("bdi").textContent);
  }

  function cancel() {
    const left = waiting;
    waiting = [];
    running?.abort?.();
    left.forEach(({ line }) => finish(line, { status: "cancelled" }));
  }

  function changed() {
    place()?.dispatchEvent(new CustomEvent("polycite", { bubbles: true, detail: { name: "library_changed" } }));
  }

  // ---- one request

  function post(url, body, told) {
    return new Promise((resolve) => {
      const request = new XMLHttpRequest();
      request.open("POST", url);
      let sent = body === null;
      request.upload.addEventListener("progress", (event) => told(event.total ? event.loaded / event.total : 0));
      request.upload.addEventListener("load", () => { sent = true; told(null); });
      // What was received whole is read to its end: a document is in the library wholly or not at all.
      running.abort = () => { if (!sent) request.abort(); };
      request.addEventListener("abort", () => resolve({ status: "cancelled" }));
      request.addEventListener("error", () => resolve({ status: "failed", error: word("no_connection") }));
      request.addEventListener("load", () => resolve(answer(request)));
      told(body === null ? null : 0);
      request.send(body);
    });
  }

  function answer(request) {
    if (request.status === 503) return { status: "again" };
    const lines = request.responseText.trim().split("\n");
    try {
      const last = JSON.parse(lines[lines.length - 1]);
      if (request.status === 200) return last;
      return { status: "failed", error: typeof last.detail === "string" ? last.detail : word("no_connection") };
    } catch {
      return { status: "failed", error: request.responseText.slice(0, 300) || word("no_connection") };
    }
  }

  async function patiently(url, body, told) {
    for (;;) {
      const result = await post(url, body, told);
      if (result.status !== "again") return result;
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }

  const query = (values) => new URLSearchParams(values).toString();

  function ofFile(file, path = file.webkitRelativePath || file.name) {
    return { name: path, send: (told) => upload(`/polycite/add/file?${query({ name: path })}`, file, told) };
  }

  async function upload(url, file, told) {
    if (file.size > Number(shelf().dataset.uploadBytes)) return { status: "failed", error: word("too_large") };
    return patiently(url, file, told);
  }

  // ---- files and folders that are dropped anywhere, or chosen

  async function filesIn(entry, found) {
    if (HIDDEN.test(entry.name)) return;
    const path = entry.fullPath.replace(/^\//, "");
    if (entry.isFile) {
      const file = await new Promise((resolve) => entry.file(resolve, () => resolve(null)));
      if (file) found.push(ofFile(file, path));
      return;
    }
    const reader = entry.createReader();
    for (;;) {  // a folder is told in portions
      const entries = await new Promise((resolve) => reader.readEntries(resolve, () => resolve([])));
      if (!entries.length) return;
      for (const inner of entries) await filesIn(inner, found);
    }
  }

  async function dropped(transfer) {
    const plain = Array.from(transfer.files);
    const entries = Array.from(transfer.items ?? []).map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
    const found = [];
    for (const entry of entries) await filesIn(entry, found);
    document.getElementById("pc-tab-library-button")?.click();
    whenThere(() => start(entries.length ? found : plain.map((file) => ofFile(file))));
  }

  function whenThere(act, tries = 120) {
    if (place() && shelf()) act();
    else if (tries) requestAnimationFrame(() => whenThere(act, tries - 1));
  }

  function chosen(input) {
    const files = Array.from(input.files).filter(
      (file) => !(file.webkitRelativePath || file.name).split("/").some((part) => HIDDEN.test(part)),
    );
    const instead = input.closest("[data-instead]")?.dataset.instead;
    const jobs = instead
      ? files.slice(0, 1).map((file) => ({
          name: file.name,
          send: (told) => upload(`/polycite/add/instead?${query({ document: instead })}`, file, told),
        }))
      : files.map((file) => ofFile(file));
    start(jobs);
    input.value = "";
  }

  function samples() {
    document.getElementById("pc-tab-library-button")?.click();
    whenThere(() => start(JSON.parse(shelf().dataset.samples).map((name) => ({
      name, send: (told) => patiently(`/polycite/add/sample?${query({ name })}`, null, told),
    }))));
  }

  // ---- what is done with the documents that are ticked

  const boxes = () => Array.from(document.querySelectorAll("#pc-documents .pc-select"));
  const ticked = () => boxes().filter((box) => box.checked);
  const send = (from, name, detail) =>
    from.dispatchEvent(new CustomEvent("polycite", { bubbles: true, detail: { name, ...detail } }));

  function act(button, name, more = {}) {
    const ids = ticked().map((box) => box.value);
    boxes().forEach((box) => { box.checked = false; });
    updateBar();
    send(button, name, { ids, ...more });
  }

  function updateBar() {
    const bar = document.querySelector(".pc-actions:has([data-instead])");
    if (!bar) return;
    const ids = ticked().map((box) => box.value);
    const all = document.querySelector(".pc-select-all");
    if (all) {
      all.checked = ids.length > 0 && ids.length === boxes().length;
      all.indeterminate = ids.length > 0 && !all.checked;
    }
    bar.classList.toggle("pc-some", ids.length > 0);
    bar.querySelectorAll("button:not(.pc-remove-no)").forEach((button) => { button.disabled = !ids.length; });
    const instead = bar.querySelector("[data-instead]");
    instead.dataset.instead = ids.length === 1 ? ids[0] : "";
    instead.querySelector("input").disabled = ids.length !== 1;
    instead.classList.toggle("pc-off", ids.length !== 1);
    if (!ids.length) confirmRemoval(false);
    bar.querySelectorAll("[data-text]").forEach((text) => {
      const told = text.dataset.text.replace("{n}", shown(ids.length));
      if (text.textContent !== told) text.textContent = told;
    });
  }

  function confirmRemoval(open) {
    const box = document.querySelector(".pc-confirm");
    if (!box || box.hidden === !open) return;
    box.hidden = !open;
    if (open) box.querySelector(".pc-remove-no").focus();
  }

  function collect(button, inside) {
    const field = document.querySelector(".pc-collection-name");
    if (!field.value.trim()) { field.focus(); return; }
    act(button, "collect_documents", { collection: field.value, inside });
  }

  function again() {
    start(ticked().map((box) => ({
      name: box.dataset.name,
      send: (told) => patiently(`/polycite/add/again?${query({ document: box.value })}`, null, told),
    })));
    boxes().forEach((box) => { box.checked = false; });
    updateBar();
  }

  const CLICKS = {
    "[data-samples-button]": samples,
    ".pc-page": (button) => send(button, "turn_page", { offset: button.dataset.offset }),
    ".pc-remove-ask": () => confirmRemoval(true),
    ".pc-remove-no": () => { confirmRemoval(false); document.querySelector(".pc-remove-ask").focus(); },
    ".pc-remove-yes": (button) => act(button, "remove_documents"),
    ".pc-collect": (button) => collect(button, true),
    ".pc-uncollect": (button) => collect(button, false),
    ".pc-within": (button) => {
      act(button, "within_documents");
      document.getElementById("pc-tab-chat-button")?.click();
    },
    ".pc-again": again,
  };

  document.addEventListener("click", (event) => {
    for (const [selector, doIt] of Object.entries(CLICKS)) {
      const target = event.target.closest?.(selector);
      if (target && !target.disabled) doIt(target);
    }
  });
  document.addEventListener("change", (event) => {
    const target = event.target;
    if (target.matches?.("[data-adding] input[type=file], [data-instead] input[type=file]")) chosen(target);
    if (target.matches?.(".pc-select-all")) boxes().forEach((box) => { box.checked = target.checked; });
    if (target.matches?.(".pc-select, .pc-select-all")) updateBar();
  });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") confirmRemoval(false); });

  const hasFiles = (event) => Array.from(event.dataTransfer?.types ?? []).includes("Files");
  document.addEventListener("dragover", (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    document.body.classList.add("pc-dragging");
  });
  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) document.body.classList.remove("pc-dragging");
  });
  document.addEventListener("drop", (event) => {
    document.body.classList.remove("pc-dragging");
    if (!hasFiles(event)) return;
    event.preventDefault();
    dropped(event.dataTransfer);
  });
  window.addEventListener("beforeunload", (event) => { if (running) event.preventDefault(); });

  // A new page of the list may use the same boxes again: what was ticked there is not ticked here.
  let planned = false;
  new MutationObserver((changes) => {
    for (const change of changes) {
      if (change.attributeName === "value" && change.target.matches(".pc-select")) change.target.checked = false;
    }
    if (planned) return;
    planned = true;
    requestAnimationFrame(() => { planned = false; updateBar(); });
  }).observe(document.documentElement, { subtree: true, childList: true, attributes: true, attributeFilter: ["value"] });
})();
