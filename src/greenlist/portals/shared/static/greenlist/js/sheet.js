/* The expert's sheet: rows by key, the page of proof in one click, the reason of the chosen row. Nothing typed is lost by it. */
(function () {
  "use strict";
  const FORM = document.querySelector(".sheet-pane");
  const VIEWER = document.querySelector("[data-viewer]");
  const ZOOMS = ["zoom-1", "zoom-2", "zoom-3"];
  let zoom = 0;

  /* The dossier */

  function say(name, text) {
    const place = VIEWER.querySelector("[data-" + name + "]");
    if (place) place.textContent = text;
  }

  function current() {
    const parts = VIEWER.querySelector("[data-page-image]").getAttribute("src").split("/");
    return { file: parts[parts.length - 4], page: Number(parts[parts.length - 2]) };
  }

  /** Another page, in place: the sheet beside it stays as it is. */
  function open(file, page, pages, name, row, label) {
    const image = VIEWER.querySelector("[data-page-image]");
    const parts = image.getAttribute("src").split("/");
    parts[parts.length - 4] = file;
    parts[parts.length - 2] = page;
    image.src = parts.join("/");
    image.alt = name + "第" + page + "页";
    image.parentNode.scrollTop = 0;
    VIEWER.dataset.pages = pages;
    say("volume-name", name);
    say("page-now", page);
    say("page-count", pages);
    say("page-why", label ? "由 " + label + " 定位" : "");
    VIEWER.querySelectorAll(".page-rail a").forEach((link) => {
      if (row && link.dataset.for === row) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    });
    const query = "?file=" + file + "&page=" + page + (row ? "&row=" + encodeURIComponent(row) : "");
    window.history.replaceState(null, "", query);
  }

  function follow(link) {
    const given = link.dataset;
    open(given.file, given.page, given.pages, given.name, given.for, given.label);
    const row = FORM.querySelector("[data-item='" + given.for + "']");
    if (row) choose(row);
  }

  function turn(step) {
    const now = current();
    const page = Math.max(1, Math.min(Number(VIEWER.dataset.pages), now.page + step));
    const name = VIEWER.querySelector("[data-volume-name]").textContent;
    if (page !== now.page) open(now.file, page, VIEWER.dataset.pages, name, "", "");
  }

  function enlarge(step) {
    zoom = Math.max(0, Math.min(ZOOMS.length - 1, zoom + step));
    const image = VIEWER.querySelector("[data-page-image]");
    ZOOMS.forEach((name, i) => image.classList.toggle(name, i === zoom));
  }

  function pressed(event) {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    const link = event.target.closest("a[data-page], a[data-turn], button[data-zoom]");
    if (!link) return;
    event.preventDefault();
    if (link.dataset.turn) turn(Number(link.dataset.turn));
    else if (link.dataset.zoom) enlarge(Number(link.dataset.zoom));
    else follow(link);
  }

  /* The sheet */

  function rows() {
    return Array.from(FORM.querySelectorAll("details[open] [data-item]")).filter((row) => fieldOf(row));
  }

  function fieldOf(row) {
    return row.querySelector("input[type=radio]:checked, input.figure") || row.querySelector("input[type=radio]");
  }

  function choose(row) {
    FORM.querySelectorAll("tr.chosen").forEach((other) => other.classList.remove("chosen"));
    row.classList.add("chosen");
    row.closest("details").open = true;
    FORM.querySelectorAll("[data-reason]").forEach((reason) => {
      reason.hidden = reason.dataset.reason !== row.dataset.item;
    });
    FORM.querySelector(".reason-rule").hidden = Boolean(fieldOf(row));
    const asked = document.querySelector("[data-asked-row]");
    if (asked) asked.value = row.dataset.item;
    reveal(row);
  }

  /** Within the pane that scrolls; where the page scrolls, the browser follows the focus by itself. */
  function reveal(row) {
    const box = FORM.querySelector(".sheet-rows");
    const [inner, outer] = [row.getBoundingClientRect(), box.getBoundingClientRect()];
    if (box.scrollHeight <= box.clientHeight) return;
    if (inner.top < outer.top) box.scrollTop -= outer.top - inner.top;
    else if (inner.bottom > outer.bottom) box.scrollTop += inner.bottom - outer.bottom;
  }

  /** Is nothing marked yet? */
  function isOpen(row) {
    const field = fieldOf(row);
    return Boolean(field) && (field.type === "radio" ? !field.checked : !field.value.trim());
  }

  /** The next row without a mark, in any section, after the chosen one; then from the top. */
  function nextOpen() {
    const all = Array.from(FORM.querySelectorAll("[data-item]"));
    const chosen = all.findIndex((row) => row.classList.contains("chosen"));
    const at = chosen >= 0 && all[chosen].contains(document.activeElement) ? chosen + 1 : Math.max(chosen, 0);
    const next = all.slice(at).concat(all.slice(0, at)).find(isOpen);
    if (!next) return;
    next.closest("details").open = true;
    fieldOf(next).focus();
  }

  function move(row, step) {
    const list = rows();
    const next = list[list.indexOf(row) + step];
    if (next) fieldOf(next).focus();
  }

  /** One step of the standard up or down, within 0 and the maximum. */
  function stepBy(field, direction) {
    const step = Number(field.dataset.step);
    const most = Number(field.dataset.max);
    const value = Math.max(0, Math.min(most, (Number(field.value.normalize("NFKC")) || 0) + direction * step));
    field.value = String(Number(value.toFixed(4)));
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }

  function key(event) {
    const row = event.target.closest("[data-item]");
    if (!row || event.ctrlKey || event.metaKey || event.altKey) return;
    const proof = row.querySelector("a[data-page]");
    if (event.key === "ArrowDown") move(row, 1);
    else if (event.key === "ArrowUp") move(row, -1);
    else if (event.key === "Enter" && event.target.tagName === "INPUT") {
      if (proof) follow(proof);
    } else if (/^[+＋\-−－]$/.test(event.key) && event.target.classList.contains("figure")) stepBy(event.target, /[+＋]/.test(event.key) ? 1 : -1);
    else return;
    event.preventDefault();
  }

  function saved(event) {
    for (const [id, told] of Object.entries(event.detail.rows || {})) {
      const row = document.getElementById("i-" + id);
      const reason = FORM.querySelector("[data-reason='" + id + "']");
      if (!row || !reason) continue;
      row.classList.toggle("is-odd", Boolean(told.problem));
      row.querySelector("[data-below]").hidden = !told.is_below;
      row.querySelector("[data-lacks]").hidden = !told.lacks_reason;
      row.querySelector("[data-wrong]").hidden = !told.problem;
      reason.querySelector("[data-why]").textContent = told.why;
      reason.querySelector("[data-problem]").textContent = told.problem;
    }
  }

  if (VIEWER.querySelector("[data-page-image]")) {
    VIEWER.querySelectorAll("[data-zoom]").forEach((button) => (button.hidden = false));
    VIEWER.addEventListener("click", pressed);
    FORM.addEventListener("click", pressed);
  }
  FORM.addEventListener("keydown", key);
  FORM.addEventListener("change", (event) => {
    if (event.target.classList.contains("figure")) event.target.value = event.target.value.normalize("NFKC").trim();
  });
  document.addEventListener("keydown", (event) => {
    if (!event.altKey || event.key !== "ArrowDown") return;
    event.preventDefault();
    nextOpen();
  });
  FORM.addEventListener("saved", saved);
  FORM.addEventListener("focusin", (event) => {
    const row = event.target.closest("[data-item]");
    if (row) choose(row);
  });
  FORM.addEventListener("click", (event) => {
    const row = event.target.closest("[data-item]");
    if (row && !event.target.closest("a, input, label") && fieldOf(row)) fieldOf(row).focus();
  });
  FORM.querySelectorAll("[data-reason]").forEach((reason) => (reason.hidden = true));
  const asked = new URLSearchParams(window.location.search).get("row");
  const first = (asked && document.getElementById("i-" + asked)) || rows().find(isOpen) || rows()[0];
  if (first) choose(first);
})();
