/* The applicant's form: next gap, full-width digits, what is odd under its row, and choosing the page of proof in the row. */
(function () {
  "use strict";
  const FORM = document.querySelector(".form-card");
  if (!FORM) return;

  function fieldOf(row) {
    return row.querySelector("input:not([type=hidden]), select, textarea");
  }

  /** Is nothing filled in where something must be? 不适用 with a reason counts as filled. */
  function isGap(row) {
    const absent = row.querySelector("[name^='na-']");
    if (absent && absent.value.trim()) return false;
    const fields = Array.from(row.querySelectorAll("[name^='v-']"));
    if (!fields.length) return false;
    if (/^(radio|checkbox)$/.test(fields[0].type)) return !fields.some((field) => field.checked);
    return !fields[0].value.trim();
  }

  function gaps() {
    return Array.from(FORM.querySelectorAll("[data-required]")).filter(isGap);
  }

  function show(row) {
    fieldOf(row).focus({ preventScroll: true });
    row.scrollIntoView({ block: "center" });
  }

  /** The next gap after the place of the cursor, then the first one, then the next section that has one. */
  function nextGap() {
    const here = document.activeElement.closest("tr");
    const left = gaps().filter((row) => row !== here);
    const after = left.find((row) => here && here.compareDocumentPosition(row) & Node.DOCUMENT_POSITION_FOLLOWING);
    if (after || left.length) return show(after || left[0]);
    const places = Array.from(document.querySelectorAll("#rail a"));
    const at = places.findIndex((place) => place.hasAttribute("aria-current"));
    const next = places.slice(at + 1).concat(places.slice(0, at)).find((place) => place.hasAttribute("data-has-gaps"));
    if (!next) return undefined;
    next.href = next.href.split("#")[0] + "#gap";
    return next.click();
  }

  document.addEventListener("keydown", (event) => {
    if (!event.altKey || event.key !== "ArrowDown") return;
    event.preventDefault();
    nextGap();
  });

  /** １２８４.６ and 1284.6 as 1,284.6; what is no number stays, and the server says so. */
  function grouped(text) {
    const plain = text.normalize("NFKC").replace(/[,，\s]/g, "");
    const found = /^([-−]?)(\d+)(\.\d+)?$/.exec(plain);
    if (!found) return text;
    return found[1] + found[2].replace(/\B(?=(\d{3})+$)/g, ",") + (found[3] || "");
  }

  FORM.addEventListener("change", (event) => {
    if (!event.target.classList.contains("figure")) return;
    event.target.value = grouped(event.target.value);
  });

  /** After a save: what the server finds odd, and the change against last year, in their rows. */
  FORM.addEventListener("saved", (event) => {
    for (const [id, told] of Object.entries(event.detail.rows || {})) {
      const change = document.getElementById("change-" + id);
      if (change) change.textContent = told.change || "—";
      const odd = FORM.querySelector("[data-odd='" + id + "']");
      if (!odd) continue;
      odd.hidden = !told.odd;
      odd.classList.toggle("is-settled", told.is_settled);
      odd.querySelector("[data-odd-words]").textContent = told.odd;
      document.getElementById("r-" + id).classList.toggle("is-odd", Boolean(told.odd) && !told.is_settled);
    }
  });

  /** The place to choose a page of proof opens under its own row; nothing typed elsewhere is touched. */
  async function openBinding(link) {
    const row = link.closest("tr");
    const response = await fetch(link.href, { headers: { "X-Requested-With": "fetch" }, credentials: "same-origin" });
    if (!response.ok) return window.location.assign(link.href);
    closeBinding();
    const html = document.createElement("template");
    html.innerHTML = (await response.text()).trim();
    const below = row.nextElementSibling && row.nextElementSibling.matches("[data-odd]") ? row.nextElementSibling : row;
    below.after(html.content);
    const panel = below.nextElementSibling;
    panel.dispatchEvent(new CustomEvent("parts", { bubbles: true }));
    return panel.querySelector("select, input[type=file]").focus();
  }

  function closeBinding() {
    const panel = FORM.querySelector("[data-binding]");
    if (panel) panel.remove();
  }

  FORM.addEventListener("click", (event) => {
    const link = event.target.closest("[data-bind], [data-bind-close]");
    if (!link || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    if (link.hasAttribute("data-bind")) return openBinding(link);
    const row = link.closest("tr").previousElementSibling;
    closeBinding();
    const place = row.matches("[data-odd]") ? row.previousElementSibling : row;
    return place.querySelector("[data-bind]").focus();
  });

  FORM.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && event.target.closest("[data-binding]")) FORM.querySelector("[data-bind-close]").click();
  });

  const current = document.querySelector("#rail [aria-current]");
  const strip = current && current.closest("ul");
  if (strip && strip.scrollWidth > strip.clientWidth) strip.scrollLeft = current.offsetLeft - strip.offsetLeft - 60;
  if (window.location.hash === "#gap" && gaps().length) show(gaps()[0]);
})();
