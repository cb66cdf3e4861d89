/* The bureau's filing page: narrow the rows by name, and count the places that have words of return beside them. */
(function () {
  "use strict";

  document.querySelectorAll("input[data-narrow]").forEach((field) => {
    field.addEventListener("input", () => {
      const text = field.value.trim();
      document.querySelectorAll(field.dataset.narrow).forEach((row) => {
        row.hidden = text !== "" && !row.dataset.name.includes(text);
      });
      document.querySelectorAll("section.card").forEach((section) => {
        section.hidden = text !== "" && !section.querySelector(field.dataset.narrow + ":not([hidden])");
      });
    });
  });

  const place = document.querySelector("[data-written]");
  const words = Array.from(document.querySelectorAll("input.words"));

  function count() {
    const n = words.filter((field) => field.value.trim()).length;
    if (place) place.textContent = n ? "已写" + n + "处退回意见" : "还没有写退回意见";
  }

  words.forEach((field) => field.addEventListener("input", count));
  count();
})();
