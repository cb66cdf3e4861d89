/* Uploads: the limit is checked before anything is sent, the button speaks Chinese, a large file shows how far it is. */
(function () {
  "use strict";
  const MEGABYTE = 1048576;

  function size(bytes) {
    return bytes < MEGABYTE / 10 ? Math.max(1, Math.round(bytes / 1024)) + "\u00a0KB" : (bytes / MEGABYTE).toFixed(1) + "\u00a0MB";
  }

  /** Where messages about one file field stand. */
  function messageOf(input) {
    return (input.closest(".field") || input.parentNode).querySelector("[data-upload-message]");
  }

  function nameOf(input) {
    return input.parentNode.querySelector(".file-name");
  }

  function tooLarge(input) {
    const limit = Number(input.dataset.limitMb) || Infinity;
    const file = Array.from(input.files).find((one) => one.size > limit * MEGABYTE);
    if (!file) return "";
    return "“" + file.name + "”有 " + size(file.size) + "，超过 " + limit + "\u00a0MB，请压缩后再选。";
  }

  /** What was chosen: a file and its size; of several how many, and how much together. */
  function chosen(input) {
    const files = Array.from(input.files);
    if (!files.length) return "没有选文件";
    const all = size(files.reduce((sum, file) => sum + file.size, 0));
    return files.length > 1 ? files.length + "个文件，共" + all : files[0].name + "，" + all;
  }

  /** A button and the chosen name instead of the browser's own words. */
  function dress(input) {
    const button = document.createElement("label");
    const name = document.createElement("span");
    button.className = "btn file-button";
    button.textContent = input.dataset.choose || "选择文件…";
    button.htmlFor = input.id;
    name.className = "file-name";
    name.textContent = "没有选文件";
    input.classList.add("visually-hidden");
    input.after(button, name);
    input.addEventListener("change", () => {
      const problem = tooLarge(input);
      name.textContent = chosen(input);
      input.setCustomValidity(problem ? "文件太大" : "");
      if (messageOf(input)) messageOf(input).textContent = problem;
    });
  }

  /** The refusal that the server's page shows, or a sentence of our own. */
  function refusalIn(html) {
    const box = new DOMParser().parseFromString(html, "text/html").querySelector(".box-bad");
    if (box) box.querySelectorAll(".cite").forEach((cite) => cite.remove());
    return box ? box.innerText.replace(/\s+/g, " ").trim() : "没有传上去，服务器没有收下这个文件。请重试；仍不行，请把时间告诉系统管理员。";
  }

  /** To the next page; also when it is this one again, at another place. */
  function go(to) {
    const isHere = new URL(to, window.location.href).pathname === window.location.pathname;
    window.location.assign(to);
    if (isHere) window.location.reload();
  }

  function send(form, input) {
    const request = new XMLHttpRequest();
    const say = (text) => (messageOf(input).textContent = text);
    const bar = document.createElement("progress");
    bar.max = 1;
    bar.setAttribute("aria-label", "上传进度");
    messageOf(input).before(bar);
    const ask = (event) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    const stop = (text) => {
      window.removeEventListener("beforeunload", ask);
      bar.remove();
      nameOf(input).textContent = input.files[0].name;
      say(text);
      delete form.dataset.busy;
    };
    request.upload.addEventListener("progress", (event) => {
      bar.value = event.loaded / event.total;
      nameOf(input).textContent =
        input.files[0].name + "，已传 " + size(event.loaded) + " / " + size(event.total);
    });
    request.addEventListener("load", () => {
      if (request.status !== 200) return stop(refusalIn(request.responseText));
      window.removeEventListener("beforeunload", ask);
      return go(JSON.parse(request.responseText).to);
    });
    request.addEventListener("error", () => stop("网络断了，文件没有传上去，已选的文件还在。联网后请再按一次。"));
    request.open("POST", form.action);
    request.setRequestHeader("X-Requested-With", "fetch");
    request.send(new FormData(form));
  }

  function isReady(input) {
    return input && input.files.length && !tooLarge(input);
  }

  function fileOf(form) {
    return Array.from(form.elements).find((field) => field.type === "file");
  }

  document.querySelectorAll("input[type=file]").forEach(dress);
  document.addEventListener("parts", (event) => event.target.querySelectorAll("input[type=file]").forEach(dress));
  document.addEventListener("submit", (event) => {
    const input = fileOf(event.target);
    if (event.defaultPrevented || !event.target.hasAttribute("data-progress") || !isReady(input)) return;
    if (event.submitter && event.submitter.hasAttribute("formaction")) return;
    event.preventDefault();
    send(event.target, input);
  });
})();
