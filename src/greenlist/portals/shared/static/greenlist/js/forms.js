/* Forms of every page: one submit a click, a choice that sends its form, the demo accounts that fill in the sign-in. */
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

  document.querySelectorAll("[data-fill-login]").forEach((button) => {
    button.addEventListener("click", () => {
      document.getElementById("id_login").value = button.dataset.fillLogin;
      document.getElementById("id_password").value = button.dataset.fillPassword;
      document.getElementById("id_password").focus();
    });
  });
})();
