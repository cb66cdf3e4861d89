/* Large uploads go in pieces before the form is sent: after a lost connection, or a page loaded anew, they go on where they stopped. */
(function () {
  "use strict";
  const PIECE = 4 * 1048576;
  const AGAIN_MS = 3000;
  const uploads = document.body.dataset.uploads;
  if (!uploads) return;

  class Refusal extends Error {}

  function megabytes(bytes) {
    return (bytes / 1048576).toFixed(1) + "\u00a0MB";
  }

  /** The same file chosen again has the same token, so that what is there already is not sent twice. */
  function tokenOf(file) {
    const key = ["upload", file.name, file.size, file.lastModified].join(" ");
    const known = window.sessionStorage.getItem(key);
    if (known) return known;
    const hex = Array.from(window.crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
    const token = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
    window.sessionStorage.setItem(key, token);
    return token;
  }

  function backOnline() {
    return new Promise((go) => {
      window.addEventListener("online", go, { once: true });
      window.setTimeout(go, AGAIN_MS);
    });
  }

  async function asked(place, options) {
    const answer = await fetch(place, options);
    if (answer.ok && !answer.redirected) return (await answer.json()).received;
    const box = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector(".box-bad");
    if (box) box.querySelectorAll(".cite").forEach((cite) => cite.remove());
    throw new Refusal(box ? box.innerText.replace(/\s+/g, " ").trim() : "服务器没有收下这个文件。请重新登录后再传，已传的部分还在。");
  }

  async function send(file, csrf, tell) {
    const place = uploads + tokenOf(file) + "/";
    let at = null;
    while (at === null || at < file.size) {
      try {
        if (at === null) at = await asked(place);
        else {
          const headers = { "X-CSRFToken": csrf, "X-Offset": String(at), "Content-Type": "application/octet-stream" };
          at = await asked(place, { method: "POST", headers: headers, body: file.slice(at, at + PIECE) });
        }
        tell(at, "已传 " + megabytes(at) + " / " + megabytes(file.size));
      } catch (problem) {
        if (problem instanceof Refusal) throw problem;
        tell(at || 0, "网络断了，已传 " + megabytes(at || 0) + " / " + megabytes(file.size) + "；联网后自动接着传，不用重选");
        at = null;
        await backOnline();
      }
    }
    return tokenOf(file);
  }

  function hidden(form, name, value) {
    const field = document.createElement("input");
    field.type = "hidden";
    field.name = name;
    field.value = value;
    form.append(field);
  }

  /** The small files stay in the field; the large ones are named by what arrived. */
  function swap(form, input, tokens) {
    const rest = new DataTransfer();
    Array.from(input.files).forEach((file) => (tokens.has(file) ? 0 : rest.items.add(file)));
    tokens.forEach((token, file) => hidden(form, "arrived", [input.name, token, file.name].join(" ")));
    input.files = rest.files;
  }

  async function sendAll(form, input, submitter) {
    const place = input.closest(".field") || input.parentNode;
    const bar = document.createElement("progress");
    const words = document.createElement("div");
    bar.max = 1;
    bar.setAttribute("aria-label", "上传进度");
    words.className = "small";
    words.setAttribute("role", "status");
    place.append(bar, words);
    const leaving = (event) => event.preventDefault();
    window.addEventListener("beforeunload", leaving);
    try {
      const tokens = new Map();
      for (const file of Array.from(input.files).filter((one) => one.size > PIECE)) {
        tokens.set(
          file,
          await send(file, form.elements.csrfmiddlewaretoken.value, (at, said) => {
            bar.value = at / file.size;
            words.textContent = file.name + "：" + said;
          })
        );
      }
      swap(form, input, tokens);
      if (submitter && submitter.name) hidden(form, submitter.name, submitter.value);
      if (submitter && submitter.hasAttribute("formaction")) form.action = submitter.formAction;
      window.removeEventListener("beforeunload", leaving);
      form.submit();
    } catch (problem) {
      window.removeEventListener("beforeunload", leaving);
      bar.remove();
      words.className = "bad small";
      words.textContent = problem.message;
      delete form.dataset.arriving;
    }
  }

  document.addEventListener(
    "submit",
    (event) => {
      const form = event.target;
      const input = Array.from(form.elements).find((field) => field.type === "file" && Array.from(field.files).some((file) => file.size > PIECE));
      if (form.dataset.arriving) return event.preventDefault();
      if (!input) return;
      event.preventDefault();
      form.dataset.arriving = "1";
      sendAll(form, input, event.submitter);
    },
    true
  );
})();
