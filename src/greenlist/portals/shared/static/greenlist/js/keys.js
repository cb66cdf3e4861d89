/* Keys of every page: / find, J K rows, X choose, Enter open, [ ] neighbours, B blocked, Ctrl-Enter the primary act, ? the list. */
(function () {
  "use strict";
  const ROWS = "tr[data-row]";
  const PRIMARY = ".decision-bar .btn-main, .page-head .btn-main";
  const FOLLOWED = { "[": "previous", "]": "next", b: "blocked" };
  let at = rows().findIndex((row) => row.classList.contains("chosen"));

  function one(selector, root) {
    return (root || document).querySelector(selector);
  }

  function rows() {
    return Array.from(document.querySelectorAll(ROWS));
  }

  function isTyping(target) {
    if (target.tagName === "INPUT") return !/^(checkbox|radio|button|submit)$/.test(target.type);
    return /^(TEXTAREA|SELECT)$/.test(target.tagName) || target.isContentEditable;
  }

  /** Are single letters keys? They can be switched off, and stay so in this browser. */
  function singleKeys(state) {
    try {
      if (state) localStorage.setItem("single-keys", state);
      return localStorage.getItem("single-keys") !== "off";
    } catch (unavailable) {
      return true;
    }
  }

  function press(place, event) {
    if (!place) return;
    event.preventDefault();
    place.click();
  }

  function move(step) {
    const list = rows();
    if (!list.length) return;
    at = Math.max(0, Math.min(list.length - 1, at + step));
    list.forEach((row, i) => row.classList.toggle("chosen", i === at));
    list[at].scrollIntoView({ block: "nearest" });
  }

  function isHelp(event) {
    const help = one("details[data-keys]");
    if (!help || !(event.key === "?" || (event.key === "Escape" && help.open))) return false;
    help.open = event.key === "?" && !help.open;
    return true;
  }

  function closesPop(event) {
    const open = event.key === "Escape" && one("details.pop[open]");
    if (!open) return false;
    open.open = false;
    one("summary", open).focus();
    return true;
  }

  function single(event) {
    const key = event.key.toLowerCase();
    const row = rows()[at];
    if (key === "/" && one("[data-find]")) {
      event.preventDefault();
      one("[data-find]").focus();
    } else if (key === "j") move(1);
    else if (key === "k") move(-1);
    else if (key === "x" && row) press(one("input[type=checkbox]", row), event);
    else if (key === "enter" && row && event.target === document.body) press(one("a", row), event);
    else if (FOLLOWED[key]) press(one("[data-key='" + FOLLOWED[key] + "']"), event);
  }

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || closesPop(event)) return;
    if (event.key === "Enter" && event.ctrlKey) return press(one(PRIMARY), event);
    if (isTyping(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
    if (!isHelp(event) && singleKeys()) single(event);
  });

  document.querySelectorAll("[data-keys-off]").forEach((box) => {
    box.checked = !singleKeys();
    box.addEventListener("change", () => singleKeys(box.checked ? "off" : "on"));
  });
  if (at >= 0) rows()[at].scrollIntoView({ block: "nearest" });
})();
