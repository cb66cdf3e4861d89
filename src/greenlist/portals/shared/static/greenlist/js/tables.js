/* Choosing rows of a table: one box for all, and the count of what is chosen. */
(function () {
  "use strict";
  const BOXES = "tr[data-row] input[type=checkbox]";

  function count() {
    const n = document.querySelectorAll(BOXES + ":checked").length;
    document.querySelectorAll("[data-chosen]").forEach((place) => {
      place.textContent = n ? "已选" + n + "件" : "";
    });
  }

  document.querySelectorAll("[data-all]").forEach((all) => {
    all.addEventListener("change", () => {
      document.getElementsByName(all.dataset.all).forEach((box) => (box.checked = all.checked));
      count();
    });
  });
  document.querySelectorAll(BOXES).forEach((box) => box.addEventListener("change", count));
})();
