/* A form with data-unsaved: whoever leaves the page with something typed and not sent is asked first. Without scripts nothing changes. */
(function () {
  "use strict";
  const typed = new Set();

  document.querySelectorAll("form[data-unsaved]").forEach((form) => {
    form.addEventListener("input", () => typed.add(form));
  });
  document.addEventListener("submit", (event) => typed.delete(event.target));
  window.addEventListener("beforeunload", (event) => {
    if (typed.size) event.preventDefault();
  });
})();
