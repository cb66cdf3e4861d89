/* Forms of every page: one submit a click, a choice that sends its form, words to copy, the demo accounts that fill in the sign-in. */
(function () {
  "use strict";
  const BUSY_MS = 8000;

  document.querySelectorAll("form").forEach((form) => {
    form.addEventListener("submit", (event) => {
      if (event.defaultPrevented) return;
      if (form.dataset.busy) return event.preventDefault();
      form.dataset.busy = "1";
      window.setTimeout(() => delete form.dataset.busy, BUSY_MS);
    });
  });

  document.querySelectorAll("select[data-go], input[data-go]").forEach((field) => {
    field.addEventListener("change", () => field.form.requestSubmit());
  });

  document.querySelectorAll("[data-copy]").forEach((button) => {
    button.addEventListener("click", async () => {
      const place = document.querySelector(button.dataset.copy);
      place.select();
      if (navigator.clipboard) await navigator.clipboard.writeText(place.value);
      else document.execCommand("copy"); // a page without https has no clipboard of its own
      button.textContent = "已复制";
    });
  });

  document.querySelectorAll("[data-fill-login]").forEach((button) => {
    button.addEventListener("click", () => {
      document.getElementById("id_login").value = button.dataset.fillLogin;
      document.getElementById("id_password").value = button.dataset.fillPassword;
      document.getElementById("id_password").focus();
    });
  });
})();
