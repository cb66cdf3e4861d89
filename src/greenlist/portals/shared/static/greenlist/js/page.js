/* One small file: find and row keys, autosave, submit once, size check before upload, sign-in fill. Works without it too. */
(function () {
  "use strict";
  var one = function (s, r) {
      return (r || document).querySelector(s);
    },
    all = function (s, r) {
      return Array.prototype.slice.call((r || document).querySelectorAll(s));
    };
  var typing = function (e) {
    return /^(INPUT|TEXTAREA|SELECT)$/.test(e.target.tagName) || e.target.isContentEditable;
  };
  var rows = function () {
      return all("tr[data-row]");
    },
    at = -1;
  function move(step) {
    var list = rows();
    if (!list.length) return;
    at = Math.max(0, Math.min(list.length - 1, at + step));
    list.forEach(function (r, i) {
      r.classList.toggle("chosen", i === at);
    });
    list[at].scrollIntoView({ block: "nearest" });
  }
  function follow(name) {
    var link = one("[data-key='" + name + "']");
    if (link) {
      link.click();
    }
  }
  document.addEventListener("keydown", function (e) {
    if (e.key === "Enter" && e.ctrlKey) {
      var main = one(".decision-bar .btn-main, .page-head .btn-main");
      if (main) {
        e.preventDefault();
        main.click();
      }
      return;
    }
    if (e.altKey && e.key === "ArrowDown") {
      var gap = one("[data-gap] input, [data-gap] select, [data-gap] textarea");
      if (gap) {
        e.preventDefault();
        gap.focus();
      }
      return;
    }
    if (typing(e) || e.ctrlKey || e.metaKey || e.altKey) return;
    if (e.key === "/") {
      var find = one("[data-find]");
      if (find) {
        e.preventDefault();
        find.focus();
      }
    } else if (e.key === "j" || e.key === "J") move(1);
    else if (e.key === "k" || e.key === "K") move(-1);
    else if ((e.key === "x" || e.key === "X") && at >= 0) {
      var box = one("input[type=checkbox]", rows()[at]);
      if (box) box.click();
    } else if (e.key === "Enter" && at >= 0 && e.target === document.body) {
      var a = one("a", rows()[at]);
      if (a) a.click();
    } else if (e.key === "[") follow("previous");
    else if (e.key === "]") follow("next");
    else if (e.key === "b" || e.key === "B") follow("blocked");
  });
  all("[data-all]").forEach(function (box) {
    box.addEventListener("change", function () {
      all("input[name='" + box.dataset.all + "']").forEach(function (b) {
        b.checked = box.checked;
      });
      count();
    });
  });
  function count() {
    var n = all("tr[data-row] input[type=checkbox]:checked").length;
    all("[data-chosen]").forEach(function (el) {
      el.textContent = n ? "已选" + n + "件" : "";
    });
  }
  all("tr[data-row] input[type=checkbox]").forEach(function (b) {
    b.addEventListener("change", count);
  });
  all("form").forEach(function (form) {
    form.addEventListener("submit", function (e) {
      if (form.dataset.busy) {
        e.preventDefault();
        return;
      }
      form.dataset.busy = "1";
      window.setTimeout(function () {
        delete form.dataset.busy;
      }, 8000);
    });
  });
  all("input[data-limit-mb]").forEach(function (input) {
    input.addEventListener("change", function () {
      var f = input.files[0],
        limit = Number(input.dataset.limitMb),
        say = one("[data-upload-message]", input.parentNode);
      var over = f && f.size > limit * 1048576;
      input.setCustomValidity(over ? "文件太大" : "");
      if (say)
        say.textContent = over
          ? "“" + f.name + "”有 " + (f.size / 1048576).toFixed(1) + " MB，超过 " + limit + " MB，请压缩后再选。"
          : "";
    });
  });
  all("[data-fill-login]").forEach(function (b) {
    b.addEventListener("click", function () {
      one("#id_login").value = b.dataset.fillLogin;
      one("#id_password").value = b.dataset.fillPassword;
      one("#id_password").focus();
    });
  });
  all("select[data-go], input[data-go]").forEach(function (s) {
    s.addEventListener("change", function () {
      s.form.requestSubmit();
    });
  });
  all("form[data-autosave]").forEach(function (form) {
    var state = one("[data-save-state]"),
      key = "kept:" + location.pathname,
      timer = null,
      running = false,
      again = false;
    function say(text) {
      if (state) state.textContent = text;
    }
    function send() {
      if (running) {
        again = true;
        return;
      }
      running = true;
      var body = new FormData(form);
      fetch(form.action, {
        method: "POST",
        body: body,
        headers: { "X-Requested-With": "fetch" },
        credentials: "same-origin",
      })
        .then(function (r) {
          running = false;
          if (r.status === 409) {
            return r.text().then(function (html) {
              var place = one("[data-conflict]");
              if (place) {
                place.innerHTML = html;
                place.scrollIntoView();
              }
              say("未存入：请先选择保留哪一份");
              form.dataset.stopped = "1";
            });
          }
          if (!r.ok) {
            say("未能保存，填写还在本页");
            return null;
          }
          return r.json().then(function (reply) {
            var based = one("[name=based_on]", form);
            if (based) based.value = reply.number;
            say("已自动保存 " + reply.saved_at);
            try {
              localStorage.removeItem(key);
            } catch (x) {
              /* private window */
            }
            Object.keys(reply.fragments || {}).forEach(function (id) {
              var el = document.getElementById(id);
              if (el) el.innerHTML = reply.fragments[id];
            });
            if (again) {
              again = false;
              send();
            }
          });
        })
        .catch(function () {
          running = false;
          try {
            localStorage.setItem(
              key,
              JSON.stringify(
                Array.from(body.entries()).filter(function (p) {
                  return typeof p[1] === "string";
                }),
              ),
            );
          } catch (x) {
            /* private window */
          }
          say("离线，已存在本机");
        });
    }
    form.addEventListener("change", function () {
      if (form.dataset.stopped) return;
      window.clearTimeout(timer);
      timer = window.setTimeout(send, 150);
    });
    window.addEventListener("online", send);
    try {
      var kept = JSON.parse(localStorage.getItem(key) || "null");
      if (kept) {
        kept.forEach(function (p) {
          if (p[0] === "csrfmiddlewaretoken" || p[0] === "based_on") return;
          var el = form.elements[p[0]];
          if (el && el.type !== "radio" && el.type !== "checkbox" && "value" in el) el.value = p[1];
        });
        say("已取回离线时的填写");
        send();
      }
    } catch (x) {
      /* nothing kept */
    }
  });
})();
