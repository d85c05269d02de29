"use strict";
/* Keys and a work list that keeps itself fresh. Every page works without this file. */

(() => {
  const queue = document.getElementById("queue");
  const views = document.getElementById("views");
  const search = document.getElementById("to-search");
  const tip = document.querySelector("[data-tip]");
  const keys = document.getElementById("keys");
  const links = () => Array.from(document.querySelectorAll("#queue a.open"));
  const idOf = (link) => link.getAttribute("href").split("/").pop();
  const ACTS = { a: "assess", n: "note", s: "summary", q: "question", r: "reply", g: "give" };
  const ARROWS = { ArrowDown: "down", ArrowUp: "up" };
  const WIDE = "(min-width: 900px)";   /* room for the list of keys */

  /* What a key means whatever alphabet is switched on: by its letter, else by its place. */
  function meant(event) {
    if (event.key === "?" || event.key === "\u061f") return "?";
    if (event.key === "/" || (event.code === "Slash" && !event.shiftKey)) return "/";
    if (/^(Digit|Numpad)[1-9]$/.test(event.code) && !event.shiftKey) return event.code.slice(-1);
    if (/^[1-9]$/.test(event.key)) return event.key;
    if (ARROWS[event.key]) return ARROWS[event.key];
    if (/^[a-z]$/i.test(event.key)) return event.key.toLowerCase();
    return event.code.startsWith("Key") ? event.code.slice(3).toLowerCase() : "";
  }

  function move(step) {
    const all = links();
    if (!all.length) return;
    const at = all.indexOf(document.activeElement);
    stand(all[at < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + step, 0), all.length - 1)]);
  }

  function stand(link) {
    link.focus();
    link.closest("tr").scrollIntoView({ block: "nearest" });
  }

  function choose() {
    const row = document.activeElement.closest("#queue tr");
    const box = row && row.querySelector(".choose input");
    if (box) box.checked = !box.checked;
  }

  /* From the page of a tip, or of a case: those beside it, in the order in which the work list had them. Only ids
     are kept, and only as long as the tab. */
  function beside(step) {
    const order = JSON.parse(sessionStorage.getItem("order") || "[]");
    const at = order.indexOf(tip.dataset.tip);
    const id = order[at + step];
    if (at >= 0 && id) location.assign(`/${document.documentElement.lang}/${tip.dataset.under || "tips"}/${id}`);
  }

  /* One of the views of the work list, by its number; the page for searching. */
  function go(link) {
    if (link) location.assign(link.href);
  }

  function act(name) {
    const found = document.getElementById(`act-${name}`);
    if (!found) return;
    found.open = true;
    const suggested = found.querySelector("input:checked");   /* Enter agrees */
    (suggested || found.querySelector("textarea, select, a, button")).focus();
  }

  function writing(element) {
    return element && element.type !== "checkbox" &&
      (element.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName));
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || writing(event.target)) return;
    const key = meant(event);
    if ((key === "j" || key === "down") && queue) move(1);
    else if ((key === "k" || key === "up") && queue) move(-1);
    else if (key === "x" && queue) choose();
    else if (/^[1-9]$/.test(key) && views) go(views.querySelectorAll("a")[key - 1]);
    else if (key === "/" && search) go(search);
    else if (key === "j" && tip) beside(1);
    else if (key === "k" && tip) beside(-1);
    else if (key === "u" && tip) location.assign(tip.querySelector(".back").href);
    else if (Object.hasOwn(ACTS, key) && tip) act(ACTS[key]);
    else if (key === "?" && keys) keys.open = !keys.open;
    else return;
    event.preventDefault();
  });

  if (keys) keys.open = matchMedia(WIDE).matches;
  if (tip) sessionStorage.setItem("left", tip.dataset.tip);

  const errors = document.querySelector(".summary[role=alert]");
  if (errors) errors.focus();

  /* A tip's page: a link to a thing to do opens it. Another to a line leads into it. */
  const target = location.hash && document.getElementById(location.hash.slice(1));
  if (target && writing(target)) target.focus();
  const closed = target && target.closest("details");
  if (closed) closed.open = true;

  if (!queue) return;
  const title = document.title;

  function tell() {
    const count = queue.querySelector(".count");
    document.title = count ? `(${count.dataset.unread}) ${title}` : title;
    sessionStorage.setItem("order", JSON.stringify(links().map(idOf)));
  }

  function held() {
    return links().includes(document.activeElement) ? document.activeElement : null;
  }

  function busy() {
    const selection = String(document.getSelection() || "");
    const chosen = queue.querySelector(".choose input:checked");
    const inside = queue.contains(document.activeElement) && !held();
    return document.hidden || inside || selection !== "" || chosen;
  }

  /* Put a fresh work list in the place of the old one; the tip that has the focus keeps it, and its
     place on the screen. */
  function replace(fresh, numbers) {
    const left = held();
    const id = left && idOf(left);
    const top = left && left.getBoundingClientRect().top;
    queue.replaceChildren(...copied(fresh));
    queue.dataset.refresh = fresh.dataset.refresh;
    if (numbers && !views.contains(document.activeElement)) views.replaceChildren(...copied(numbers));
    tell();
    const again = left && links().find((link) => idOf(link) === id);
    if (!again) return;
    again.focus({ preventScroll: true });
    scrollBy(0, again.getBoundingClientRect().top - top);
  }

  function copied(node) {
    return Array.from(node.childNodes, (child) => document.importNode(child, true));
  }

  async function refresh() {
    if (busy()) return;
    const address = new URL(location.href);
    address.searchParams.set(queue.dataset.mark, "1");
    const answer = await fetch(address, { credentials: "same-origin", redirect: "manual" });
    if (!answer.ok) {
      if (answer.type === "opaqueredirect" || answer.status === 401) location.reload();
      return;
    }
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById("queue");
    const hails = document.getElementById("hails");
    if (hails && !hails.contains(document.activeElement)) hails.replaceChildren(...copied(page.getElementById("hails")));
    if (fresh && !busy()) replace(fresh, page.getElementById("views"));
  }

  tell();
  const left = links().find((link) => idOf(link) === sessionStorage.getItem("left"));
  sessionStorage.removeItem("left");
  if (left && !errors) stand(left);
  function later() {
    setTimeout(() => refresh().catch(() => undefined).then(later), Number(queue.dataset.refresh) * 1000);
  }

  later();
})();
