"use strict";
/* Every page works without this file. With it, a report or a mailbox is one page to the browser:
   its "back" does what the page's own does, a bad line loses nothing, a reload nothing that was
   sent, and leaving leaves no entry of it in the tab's history. Nothing is kept but what is sealed. */

(() => {
  const [visit] = performance.getEntriesByType("navigation");
  const before = (visit && visit.type !== "navigate" && history.state) || {}; // a reload, not a link
  let guarded = Boolean(before.guarded); // "back" comes to us first
  let waiting = false;
  let tapped = { x: 0, y: 0 }; // of the map's picture, in the page's pixels; 0,0 by Enter on it
  let grip = null; // where a finger holds the picture

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
    const above = scrollY;
    for (const name of ["lang", "dir"]) document.documentElement.setAttribute(name, page.documentElement.getAttribute(name));
    document.title = page.title;
    document.body.replaceWith(page.body);
    remember();
    if (location.href !== address) history.replaceState(history.state, "", address);
    live();
    const here = one("main [autofocus]");
    if (!here) return top();
    scrollTo(0, above);
    here.focus({ preventScroll: true });
    here.scrollIntoView({ block: "nearest" });
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
      if (one("#at")) one("#at").style.transform = "";
      if (one("progress.sending")) one("progress.sending").hidden = true;
    }
  }

  function press(form, button) {
    const held = new FormData(form);
    const fields = form.enctype === "multipart/form-data" ? held : new URLSearchParams(held);
    if (button.type === "image") for (const axis of ["x", "y"]) fields.append(`${button.name}.${axis}`, tapped[axis]);
    else if (button.name) fields.append(button.name, button.value);
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

  /* The map moves under the finger: what was dragged is posted as a press of its buttons is. */
  function turn(value) {
    const form = one("#main-form");
    const fields = new URLSearchParams(new FormData(form));
    fields.append("go", value);
    post(fields, form.action);
  }

  const way = (event) => [event.clientX - grip.x, event.clientY - grip.y].map(Math.round);

  document.addEventListener("pointerdown", (event) => {
    grip = null;
    if (event.target.id !== "at" || !event.isPrimary || waiting) return;
    grip = { x: event.clientX, y: event.clientY, moved: false };
    event.target.setPointerCapture(event.pointerId);
  });

  document.addEventListener("pointermove", (event) => {
    if (!grip || event.target.id !== "at" || waiting) return;
    const [right, down] = way(event);
    grip.moved = grip.moved || Math.hypot(right, down) > 6; // pixels: less is a tap
    if (grip.moved) event.target.style.transform = `translate(${right}px, ${down}px)`;
  });

  document.addEventListener("pointerup", (event) => {
    if (grip && grip.moved && event.target.id === "at") turn(`drag:${way(event).join(",")}`);
  });

  for (const name of ["pointercancel", "dragstart"]) document.addEventListener(name, (event) => {
    if (event.target.id !== "at") return;
    if (event.cancelable) event.preventDefault();
    if (name === "dragstart") return;
    grip = null;
    event.target.style.transform = "";
  });

  document.addEventListener("click", (event) => {
    if (event.target.id === "at") {
      if (grip && grip.moved) event.preventDefault();
      tapped = event.detail ? { x: Math.floor(event.offsetX), y: Math.floor(event.offsetY) } : { x: 0, y: 0 };
    }
    if (event.target.id === "ask-device") askDevice(one("#device"));
  });

  /* Where the device is: asked for by a press below the warning, told to this site alone. */
  function askDevice(box) {
    const place = (told) => ["latitude", "longitude"].map((name) => told.coords[name].toFixed(5)).join(",");
    navigator.geolocation.getCurrentPosition(
      (told) => turn(`here:${place(told)}`),
      () => tell(box.dataset.failed),
      { enableHighAccuracy: true, timeout: 20000 },
    );
  }

  /* What a script alone can do on the map's page. */
  function live() {
    if (one("#at")) one("#at").style.touchAction = "none";
    if (one("#device")) one("#device").hidden = !(isSecureContext && navigator.geolocation);
  }

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
