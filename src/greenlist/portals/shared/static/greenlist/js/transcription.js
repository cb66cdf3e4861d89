/* 导入县区材料: files dropped or chosen are named, long work goes on by itself, what is still unanswered is counted. */
(function () {
  "use strict";

  function nameFiles(input) {
    const list = input.form.querySelector("[data-chosen-files]");
    list.replaceChildren(
      ...Array.from(input.files, (file) => {
        const line = document.createElement("li");
        line.textContent = file.name + "，" + (file.size / 1048576).toFixed(1) + "\u00a0MB";
        return line;
      })
    );
  }

  document.querySelectorAll("form[data-drop]").forEach((form) => {
    const input = form.querySelector("input[type=file]");
    const place = form.querySelector(".drop");
    const button = document.createElement("label");
    button.className = "btn file-button";
    button.textContent = "选择文件…";
    button.htmlFor = input.id;
    input.classList.add("visually-hidden");
    input.after(button);
    input.addEventListener("change", () => nameFiles(input));
    ["dragover", "dragleave", "drop"].forEach((kind) =>
      place.addEventListener(kind, (event) => {
        event.preventDefault();
        place.classList.toggle("is-over", kind === "dragover");
        if (kind !== "drop") return;
        input.files = event.dataTransfer.files;
        nameFiles(input);
      })
    );
  });

  /** One slice after the other; when the network breaks, the button stands there again. */
  function go(form) {
    fetch(form.action, { method: "POST", body: new FormData(form), headers: { "X-Requested-With": "fetch" } })
      .then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error(String(answer.status)))))
      .then((far) => {
        if (far.to) return window.location.replace(far.to);
        form.querySelector("progress").value = far.done;
        form.querySelector("[data-done]").textContent = far.done + " / " + far.total;
        return window.setTimeout(() => go(form), 1000 * far.look_again_s);
      })
      .catch(() => form.classList.remove("is-stepping"));
  }

  document.querySelectorAll("form[data-steps]").forEach((form) => {
    form.classList.add("is-stepping");
    go(form);
  });

  const told = document.querySelector("[data-answered]");
  const questions = Array.from(document.querySelectorAll("[data-question]"));

  function count() {
    const open = questions.filter((place) => !place.querySelector(":checked")).length;
    told.textContent = open ? "还有" + open + "处没有选定；没有选定的行先不导入，其余照导" : "都选定了，可以导入";
  }

  if (told) {
    questions.forEach((place) => place.addEventListener("change", count));
    count();
  }
})();
