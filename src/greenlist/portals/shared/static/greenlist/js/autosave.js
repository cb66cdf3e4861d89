/* Autosave: a form is saved when a field is left. What is typed is kept in this browser until the server has it.

   form[data-autosave][data-owner], its [name=based_on], a [data-save-state] for the words, a [data-conflict] for what the
   server refuses. After a save the form sends "saved" with the reply: {number, saved_at, fragments, ...}. */
(function () {
  "use strict";
  const LEFT_MS = 150;
  const TYPED_MS = 400;
  const OWN = ["csrfmiddlewaretoken", "based_on"];

  class Autosave {
    constructor(form) {
      this.form = form;
      this.key = "kept:" + form.dataset.owner + ":" + window.location.pathname;
      this.isDirty = false;
      this.isStopped = false;
      this.isRunning = false;
      this.chain = Promise.resolve();
      this.timer = null;
      this.listen();
      this.restore();
    }

    listen() {
      this.form.addEventListener("input", (event) => this.typed(event));
      this.form.addEventListener("change", (event) => this.left(event));
      this.form.addEventListener("submit", (event) => {
        event.preventDefault();
        delete this.form.dataset.busy;
        this.isDirty = !this.isStopped;
        this.settle();
      });
      document.addEventListener("click", (event) => this.beforeLink(event));
      document.addEventListener("submit", (event) => this.beforeForm(event), true);
      document.addEventListener("keydown", (event) => {
        if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "s") return;
        event.preventDefault();
        this.isDirty = !this.isStopped;
        this.settle();
      });
      window.addEventListener("online", () => this.settle());
      window.addEventListener("pagehide", () => this.isPending() && this.post(true).catch(() => null));
    }

    typed(event) {
      if (event.target.form !== this.form || this.isStopped) return;
      this.isDirty = true;
      window.clearTimeout(this.keeping);
      this.keeping = window.setTimeout(() => this.isDirty && this.keep(), TYPED_MS);
    }

    left(event) {
      if (event.target.form !== this.form || this.isStopped) return;
      this.isDirty = true;
      this.keep();
      window.clearTimeout(this.timer);
      this.timer = window.setTimeout(() => this.settle(), LEFT_MS);
    }

    isPending() {
      return !this.isStopped && (this.isDirty || this.isRunning);
    }

    /** Save until nothing is left to save, one request after the other, so that a person never conflicts with himself. */
    settle() {
      window.clearTimeout(this.timer);
      this.chain = this.chain.then(() => this.drain());
      return this.chain;
    }

    async drain() {
      this.isRunning = true;
      while (this.isDirty && !this.isStopped && (await this.save()));
      this.isRunning = false;
    }

    async save() {
      this.isDirty = false;
      this.keep();
      try {
        return await this.read(await this.post(false));
      } catch (offline) {
        this.isDirty = true;
        this.say("离线，已存在本机", true);
        return false;
      }
    }

    post(isLeaving) {
      return fetch(this.form.action, {
        method: "POST",
        body: new FormData(this.form),
        headers: { "X-Requested-With": "fetch" },
        credentials: "same-origin",
        keepalive: isLeaving,
      });
    }

    async read(response) {
      if (response.status === 409) return this.stop(await response.text());
      if (!response.ok || response.redirected) {
        this.isDirty = true;
        const why = response.redirected || response.status === 403 ? "登录已过期，请另开一页重新登录" : "服务器没有存上，稍后再试";
        this.say(why + "；填写已存在本机", true);
        return false;
      }
      const reply = await response.json();
      this.form.elements.based_on.value = reply.number;
      if (!this.isDirty) this.drop();
      this.say("已自动保存 " + reply.saved_at, false);
      for (const [id, html] of Object.entries(reply.fragments || {})) {
        const place = document.getElementById(id);
        if (place) place.innerHTML = html;
      }
      this.form.dispatchEvent(new CustomEvent("saved", { detail: reply, bubbles: true }));
      return true;
    }

    /** The server refuses: somebody else saved meanwhile, or the case is closed. The page shows it; nothing more is sent. */
    stop(html) {
      const place = document.querySelector("[data-conflict]");
      place.innerHTML = html;
      place.scrollIntoView({ block: "start" });
      const choice = place.querySelector("form");
      if (choice) choice.addEventListener("submit", () => this.drop());
      this.say(choice ? "未存入：请先选择保留哪一份" : "未存入", true);
      this.isStopped = true;
      return false;
    }

    say(text, isBad) {
      const place = document.querySelector("[data-save-state]");
      if (!place) return;
      place.textContent = text;
      place.classList.toggle("warn", isBad);
    }

    beforeLink(event) {
      const link = event.target.closest("a[href]");
      const isElsewhere = event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0;
      if (event.defaultPrevented || !link || isElsewhere || link.target || !this.isPending()) return;
      event.preventDefault();
      this.settle().then(() => window.location.assign(link.href));
    }

    beforeForm(event) {
      if (event.target === this.form || event.target === this.passing || !this.isPending()) return;
      event.preventDefault();
      this.settle().then(() => {
        this.passing = event.target;
        event.target.requestSubmit(event.submitter);
        this.passing = null;
      });
    }

    keep() {
      const typed = Array.from(new FormData(this.form).entries()).filter((pair) => typeof pair[1] === "string" && pair[0] !== OWN[0]);
      try {
        window.localStorage.setItem(this.key, JSON.stringify(typed));
      } catch (unavailable) {
        /* a private window keeps nothing */
      }
    }

    drop() {
      try {
        window.localStorage.removeItem(this.key);
      } catch (unavailable) {
        /* a private window keeps nothing */
      }
    }

    kept() {
      try {
        return JSON.parse(window.localStorage.getItem(this.key) || "null");
      } catch (unavailable) {
        return null;
      }
    }

    /** Put back what did not reach the server, on top of the version it was typed on: a newer one then leads to the choice. */
    restore() {
      const kept = this.kept();
      if (!kept) return;
      const values = new Map();
      kept.forEach(([name, value]) => values.set(name, [...(values.get(name) || []), value]));
      for (const field of this.form.elements) {
        if (!field.name || field.name === OWN[0] || field.type === "file") continue;
        const wanted = values.get(field.name) || [];
        if (field.type === "radio" || field.type === "checkbox") field.checked = wanted.includes(field.value);
        else if (wanted.length) field.value = wanted[0];
      }
      this.say("已取回没存上的填写", true);
      this.isDirty = true;
      this.settle();
    }
  }

  document.querySelectorAll("form[data-autosave]").forEach((form) => new Autosave(form));
})();
