// What script adds; every page works without it. No inline code, no foreign code, nothing kept about a person.
"use strict";
(() => {
  const root = document.documentElement;
  root.classList.add("js");
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const one = (selector, within = document) => within.querySelector(selector);

  // The error summary takes the focus, so that it is read out and seen first.
  one("[data-errors]")?.focus();

  // A form is sent once: a second press within a few seconds is dropped, also after coming back with the Back button.
  const AGAIN_MS = 8000;
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented) return;
    if (form.dataset.sent) return event.preventDefault();
    const free = () => {
      delete form.dataset.sent;
      all("[aria-disabled]", form).forEach((button) => button.removeAttribute("aria-disabled"));
    };
    form.dataset.sent = "1";
    event.submitter?.setAttribute("aria-disabled", "true");
    setTimeout(free, AGAIN_MS);
    addEventListener("pageshow", (shown) => shown.persisted && free(), { once: true });
  });

  // Shows a password while it is typed, and hides it again before it is sent, so that no browser keeps it as plain text.
  all("[data-reveal]").forEach((button) => {
    const field = document.getElementById(button.dataset.reveal);
    if (!field) return;
    const set = (shown) => {
      field.type = shown ? "text" : "password";
      button.setAttribute("aria-pressed", String(shown));
      button.textContent = shown ? button.dataset.wordsHide : button.dataset.wordsShow;
    };
    button.hidden = false;
    button.addEventListener("click", () => set(field.type === "password"));
    field.form?.addEventListener("submit", () => set(false));
  });

  all("[data-print]").forEach((button) => button.addEventListener("click", () => print()));

  // A province brings its communes at once; without script a button loads the page again with them.
  all("[data-unit]").forEach((unit) => {
    const [province, commune] = [one("[data-unit-province]", unit), one("[data-unit-commune]", unit)];
    let latest = 0;
    province.addEventListener("change", async () => {
      const mine = ++latest;
      const first = commune.options[0];
      commune.replaceChildren(first);
      commune.disabled = true;
      one(".unit__chosen", unit)?.remove();
      if (!province.value) return;
      try {
        const answer = await fetch(`/units/${encodeURIComponent(province.value)}/communes`, { headers: { accept: "application/json" } });
        if (!answer.ok) throw new Error(answer.status);
        const list = await answer.json();
        if (mine !== latest) return;
        first.textContent = province.options[0].textContent;
        commune.append(...list.map(({ code, name }) => new Option(name, code)));
        commune.disabled = false;
      } catch {
        if (mine === latest) root.classList.remove("js"); // shows the button that works without script
      }
    });
  });

  // Uploads go piece by piece and go on after a break. The exchange, all answers JSON, token in x-csrf-token:
  //   POST <base>                  form: name, size   -> { id, offset }
  //   POST <base>/<id>?offset=N    octets             -> { offset, done }     409 { offset }: go on from there
  //   GET  <base>/<id>                                -> { offset, done }
  // A refusal (4xx) is problem+json; its first problem's words are shown beside the file.
  const PIECE_BYTES = 256 * 1024;
  const RETRY_MS = [1000, 2000, 5000, 10000, 20000, 30000];
  const wait = (ms) => new Promise((go) => setTimeout(go, ms));
  class Refused extends Error {}

  all("[data-upload]:not([data-upload=''])").forEach((box) => {
    const base = box.dataset.upload;
    const input = one("input[type=file]", box);
    const form = input.form;
    const token = form.elements._csrf.value;
    const words = (name) => box.dataset[`words${name}`];
    let going = Promise.resolve();
    let pending = 0;

    const ask = async (url, options = {}) => {
      const answer = await fetch(url, { ...options, headers: { accept: "application/json", "x-csrf-token": token, ...options.headers } });
      if (answer.status === 409) return answer.json();
      if (answer.status >= 400 && answer.status < 500) {
        const problem = await answer.json().catch(() => ({}));
        throw new Refused(problem.problems?.[0]?.detail || problem.title || words("Failed"));
      }
      if (!answer.ok) throw new Error(answer.status);
      return answer.json();
    };

    const send = async (file, row) => {
      if (file.size > Number(box.dataset.maxMb) * 1e6) throw new Refused(words("Large"));
      // Known again by size and time, not by name: a name may say whose paper it is.
      const memory = `upload ${base} ${file.size} ${file.lastModified}`;
      let id = localStorage.getItem(memory);
      let at = null;
      for (let tries = 0; ; ) {
        try {
          if (at === null && id) {
            at = await ask(`${base}/${id}`).catch((error) => { if (error instanceof Refused) { id = null; return null; } throw error; });
          }
          if (at === null) {
            at = await ask(base, { method: "POST", body: new URLSearchParams({ name: file.name, size: file.size }) });
            id = at.id;
            localStorage.setItem(memory, id);
          }
          while (!at.done) {
            row.show(at.offset / file.size);
            const piece = file.slice(at.offset, at.offset + PIECE_BYTES);
            at = await ask(`${base}/${id}?offset=${at.offset}`, { method: "POST", body: piece, headers: { "content-type": "application/octet-stream", "x-file-name": encodeURIComponent(file.name) } });
            tries = 0;
          }
          localStorage.removeItem(memory);
          return row.show(1);
        } catch (error) {
          if (error instanceof Refused || tries >= RETRY_MS.length) {
            localStorage.removeItem(memory);
            throw error;
          }
          row.say(words("Waiting"));
          at = null;
          await wait(RETRY_MS[tries++]);
        }
      }
    };

    const rowFor = (file) => {
      const line = document.createElement("li");
      line.className = "sending";
      const name = Object.assign(document.createElement("span"), { className: "sending__name", textContent: file.name });
      const state = Object.assign(document.createElement("span"), { className: "sending__state", textContent: words("Sending") });
      const bar = Object.assign(document.createElement("progress"), { max: 1, value: 0 });
      bar.setAttribute("aria-label", file.name);
      line.append(name, state, bar);
      one("[data-upload-list]", box).append(line);
      return {
        line,
        say: (text) => { state.textContent = text; },
        show: (share) => { bar.value = share; state.textContent = share === 1 ? words("Done") : `${words("Sending")} ${Math.floor(share * 100)} %`; },
        fail: (text) => { line.classList.add("sending--failed"); state.textContent = text; },
      };
    };

    // The receipts are drawn by the server, as for a page loaded anew.
    const refresh = async () => {
      const text = await (await fetch(location.href)).text();
      const fresh = new DOMParser().parseFromString(text, "text/html");
      const list = one(`[data-upload="${CSS.escape(base)}"] .receipts`, fresh);
      one(".receipts", box)?.remove();
      if (list) box.prepend(list);
    };

    input.addEventListener("change", () => {
      const files = [...input.files];
      input.value = "";
      for (const file of files) {
        const row = rowFor(file);
        pending += 1;
        going = going
          .then(() => send(file, row))
          .then(() => refresh().then(() => row.line.remove(), () => undefined))
          .catch((error) => row.fail(error instanceof Refused ? error.message : words("Failed")))
          .finally(() => { pending -= 1; });
      }
    });
    // Going on waits for what is being sent.
    form.addEventListener("submit", (event) => {
      if (!pending) return;
      event.preventDefault();
      const { submitter } = event;
      going.then(() => form.requestSubmit(submitter));
    });
  });

  // A queue by keyboard: j k move and show, Enter opens, x marks, a accepts, / searches, ? helps. Single keys can be
  // turned off (WCAG 2.1.4). Rows: tr[data-row] with a link and perhaps a check box; the dossier goes to [data-pane].
  const queue = one("[data-queue]");
  if (queue) {
    const OFF = "keys-off";
    const SHOW_MS = 120; // rows passed over quickly are not opened: every look at a dossier is recorded
    const rows = () => all("[data-row]", queue);
    const pane = one("[data-pane]");
    const dialog = one("[data-keys-help]");
    const knob = one("[data-keys-switch]");
    one("[data-keys-close]")?.addEventListener("click", () => dialog.close());
    let on = localStorage.getItem(OFF) === null;
    let timer = 0;
    let load = null;

    const mark = () => {
      if (!knob) return;
      knob.setAttribute("aria-pressed", String(on));
      knob.textContent = on ? knob.dataset.wordsOff : knob.dataset.wordsOn;
    };
    knob?.addEventListener("click", () => {
      on = !on;
      if (on) localStorage.removeItem(OFF); else localStorage.setItem(OFF, "1");
      mark();
    });
    mark();

    const show = async (href) => {
      load?.abort();
      load = new AbortController();
      try {
        const answer = await fetch(href, { signal: load.signal, headers: { "x-pane": "1" } });
        if (!answer.ok || answer.redirected) return location.assign(href);
        const fresh = one("[data-pane]", new DOMParser().parseFromString(await answer.text(), "text/html"));
        if (!fresh) return location.assign(href);
        pane.replaceChildren(...fresh.childNodes);
        pane.scrollTop = 0;
        history.replaceState(null, "", href);
      } catch (error) {
        if (error.name !== "AbortError") location.assign(href);
      }
    };
    const select = (row) => {
      rows().forEach((other) => other.classList.toggle("current", other === row));
      const link = one("a[href]", row);
      link.focus({ preventScroll: true });
      row.scrollIntoView({ block: "nearest" });
      clearTimeout(timer);
      if (pane) timer = setTimeout(() => show(link.href), SHOW_MS);
    };
    const step = (by) => {
      const list = rows();
      const at = list.findIndex((row) => row.classList.contains("current"));
      const to = list[at < 0 ? 0 : Math.min(Math.max(at + by, 0), list.length - 1)];
      if (to) select(to);
    };
    const current = () => one("[data-row].current", queue);
    if (pane) {
      queue.addEventListener("click", (event) => {
        const row = event.target.closest("[data-row]");
        const link = event.target.closest("a[href]");
        if (!row || !link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
        if (getComputedStyle(pane.parentElement).display !== "grid" || innerWidth < 1200) return;
        event.preventDefault();
        select(row);
      });
    }
    const acts = {
      j: () => step(1),
      k: () => step(-1),
      x: () => one("input[type=checkbox]", current() ?? document.createElement("i"))?.click(),
      a: () => one("[data-accept]")?.click(),
      "/": () => one("[data-search]")?.focus(),
      "?": () => dialog?.showModal(),
    };
    document.addEventListener("keydown", (event) => {
      if (!on || event.ctrlKey || event.metaKey || event.altKey || dialog?.open) return;
      if (event.target.closest("input:not([type=checkbox]), select, textarea, [contenteditable]")) return;
      const act = acts[event.key];
      if (!act) return;
      event.preventDefault();
      act();
    });

    // Marked rows are counted on the button that acts on them.
    const count = one("[data-count]");
    const every = one("[data-every]");
    const boxes = () => all("[data-row] input[type=checkbox]", queue);
    const recount = () => {
      const marked = boxes().filter((box) => box.checked).length;
      if (count) count.textContent = String(marked);
      if (every) { every.checked = marked > 0 && marked === boxes().length; every.indeterminate = marked > 0 && !every.checked; }
    };
    every?.addEventListener("change", () => { boxes().forEach((box) => { box.checked = every.checked; }); recount(); });
    queue.addEventListener("change", recount);
    recount();
  }
})();
