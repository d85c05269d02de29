"use strict";
/* Keys and a queue that keeps itself fresh. Every page works without this file. */

(() => {
  const queue = document.getElementById("queue");
  const links = () => Array.from(document.querySelectorAll("#queue a.open"));

  function move(step) {
    const all = links();
    if (!all.length) return;
    const at = all.indexOf(document.activeElement);
    const to = at < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + step, 0), all.length - 1);
    all[to].focus();
    all[to].closest("tr").scrollIntoView({ block: "nearest" });
  }

  function choose() {
    const row = document.activeElement.closest("#queue tr");
    const box = row && row.querySelector(".choose input");
    if (box) box.checked = !box.checked;
  }

  function writing(element) {
    return element && element.type !== "checkbox" &&
      (element.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName));
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || writing(event.target)) return;
    if (event.key === "j" && queue) move(1);
    else if (event.key === "k" && queue) move(-1);
    else if (event.key === "x" && queue) choose();
    else if (event.key === "?" && document.getElementById("keys")) {
      const keys = document.getElementById("keys");
      keys.open = !keys.open;
    } else return;
    event.preventDefault();
  });

  const errors = document.querySelector(".summary[role=alert]");
  if (errors) errors.focus();

  /* A tip's page: a link to a thing to do opens it. */
  const target = location.hash && document.getElementById(location.hash.slice(1));
  const closed = target && target.closest("details");
  if (closed) closed.open = true;

  if (!queue) return;
  const title = document.title;

  function tell() {
    const count = queue.querySelector(".count");
    document.title = count ? `(${count.dataset.unread}) ${title}` : title;
  }

  function busy() {
    const selection = String(document.getSelection() || "");
    const chosen = queue.querySelector(".choose input:checked");
    return document.hidden || selection !== "" || chosen;
  }

  /* The link that has the focus keeps it, and its place on the screen. */
  function show(fresh) {
    const left = document.activeElement;
    const address = queue.contains(left) && left.getAttribute("href");
    const top = address && left.getBoundingClientRect().top;
    queue.replaceChildren(...Array.from(fresh.childNodes, (node) => document.importNode(node, true)));
    const again = Array.from(queue.querySelectorAll("a")).find((it) => it.getAttribute("href") === address);
    if (!again) return;
    again.focus({ preventScroll: true });
    scrollBy(0, again.getBoundingClientRect().top - top);
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
    if (!fresh || busy()) return;
    show(fresh);
    tell();
  }

  tell();
  setInterval(() => refresh().catch(() => undefined), Number(queue.dataset.refresh) * 1000);
})();
