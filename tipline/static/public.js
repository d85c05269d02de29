"use strict";
/* Every page works without this file. With it, a report or a mailbox is one page to the browser:
   its "back" does what the page's own does, a bad line loses nothing, a reload nothing that was
   sent, and leaving leaves no entry of it in the tab's history. Nothing is kept but what is sealed. */

(() => {
  const [visit] = performance.getEntriesByType("navigation");
  const before = (visit && visit.type !== "navigate" && history.state) || {}; // a reload, not a link
  let guarded = Boolean(before.guarded); // "back" comes to us first
  let waiting = false;

  const one = (selector) => document.querySelector(selector);
  const held = (name) => (one(`#main-form input[name=${name}]`) || { value: "" }).value;

  /* What asks for this page again: the sealed draft or ticket, never what was typed. */
  function again() {
    if (!one("#main-form")) return "";
    const fields = new URLSearchParams({ page: held("page") });
    const more = held("draft")
      ? { draft: held("draft"), step: "check", go: `change:${held("step")}` }
      : held("ticket") ? { ticket: held("ticket"), go: one("button.other").value } : {};
    for (const name of Object.keys(more)) fields.append(name, more[name]);
    return fields.toString();
  }

  function remember() {
    const first = Boolean(one("#main-form")) && !guarded;
    guarded = guarded || first;
    const state = { again: again(), guarded };
    if (first) history.pushState(state, "");
    else history.replaceState(state, "");
  }

  function show(page, address) {
    for (const name of ["lang", "dir"]) document.documentElement.setAttribute(name, page.documentElement.getAttribute(name));
    document.title = page.title;
    document.body.replaceWith(page.body);
    remember();
    if (location.href !== address) history.replaceState(history.state, "", address);
    top();
  }

  /* The emergency line and the way out stay in view; whoever listens hears what is amiss first. */
  function top() {
    scrollTo(0, 0);
    (one("main [role=alert]") || one("main")).focus({ preventScroll: true });
  }

  /* The page stays as it is, with what was typed, and says what is amiss. */
  function tell(sentence) {
    remember();
    const told = one("#unreached") || document.createElement("p");
    const attributes = { id: "unreached", class: "summary unreached", role: "alert", tabindex: "-1" };
    for (const name of Object.keys(attributes)) told.setAttribute(name, attributes[name]);
    told.textContent = sentence || document.body.dataset.unreached;
    one("main").prepend(told);
    top();
  }

  /* Gives what the site answered; fetch would not tell how much of a form with files is sent. */
  function sent(fields, address) {
    return new Promise((answered, failed) => {
      const wire = new XMLHttpRequest();
      wire.open("POST", address);
      wire.onload = () => answered({ ok: wire.status < 400, html: wire.responseText });
      wire.onerror = wire.onabort = failed;
      if (fields instanceof FormData) wire.upload.onprogress = progress;
      wire.send(fields);
    });
  }

  function progress(event) {
    const bar = one("progress.sending");
    if (!bar || !event.lengthComputable) return;
    bar.hidden = false;
    bar.value = event.loaded / event.total;
    if (event.loaded === event.total) bar.removeAttribute("value"); // it is being looked at
  }

  async function post(fields, address) {
    if (waiting) return;
    waiting = true;
    document.body.setAttribute("data-waiting", "");
    try {
      const answer = await sent(fields, address);
      const page = new DOMParser().parseFromString(answer.html, "text/html");
      if (answer.ok || page.querySelector("#main-form")) show(page, address);
      else tell(page.querySelector("main .lede").textContent);
    } catch {
      tell("");
    } finally {
      waiting = false;
      document.body.removeAttribute("data-waiting");
      if (one("progress.sending")) one("progress.sending").hidden = true;
    }
  }

  function press(form, button) {
    const held = new FormData(form);
    const fields = form.enctype === "multipart/form-data" ? held : new URLSearchParams(held);
    if (button.name) fields.append(button.name, button.value);
    post(fields, button.hasAttribute("formaction") ? button.formAction : form.action);
  }

  /* A link within the page moves the focus only: an entry of its own would be one to go back from. */
  function within(link) {
    const place = document.getElementById(link.hash.slice(1));
    place.scrollIntoView();
    (place.matches("fieldset") ? place.querySelector("input") : place).focus({ preventScroll: true });
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest("#leave, a[href^='#']");
    if (!link) return;
    event.preventDefault();
    if (link.id === "leave") location.replace(link.href);
    else within(link);
  });

  if (!("SubmitEvent" in window && "submitter" in SubmitEvent.prototype)) return; // it posts in its own way

  /* What was chosen and is not sent yet, drawn on the device: nothing of it leaves it. */
  async function preview(inputs) {
    const list = one(".previews");
    const files = [...inputs].flatMap((input) => [...input.files]);
    const shown = await Promise.all(files.map(thumbnail));
    list.replaceChildren(...shown);
    list.hidden = !files.length;
  }

  async function thumbnail(file) {
    const item = document.createElement("li");
    const name = document.createElement("bdi");
    name.textContent = file.name;
    try {
      const picture = await createImageBitmap(file, { resizeWidth: 160, resizeQuality: "medium" });
      const canvas = document.createElement("canvas");
      canvas.width = picture.width;
      canvas.height = picture.height;
      canvas.getContext("2d").drawImage(picture, 0, 0);
      item.append(canvas);
    } catch { /* no picture, or none that this browser knows: its name is enough */ }
    item.append(name);
    return item;
  }

  document.addEventListener("change", (event) => {
    if (event.target.type === "file") preview(event.target.form.querySelectorAll("input[type=file]"));
  });

  document.addEventListener("submit", (event) => {
    event.preventDefault();
    press(event.target, event.submitter);
  });

  addEventListener("popstate", () => {
    if (!guarded) return;
    guarded = false;
    const back = one("button[name=go][value=back]");
    if (back) press(back.form, back);
    else location.replace(one(".top .name").href);
  });

  if (before.again) post(new URLSearchParams(before.again), location.href);
  else remember();
})();
