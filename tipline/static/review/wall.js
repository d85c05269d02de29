"use strict";
/* The wall renews itself, and sounds for a new P1 once somebody has pressed for that. The page works
   without this file: it then asks for itself, silently. */

(() => {
  const wall = document.getElementById("wall");
  const sound = document.getElementById("sound");
  if (!wall) return;
  const audio = sound.querySelector("audio");
  const button = sound.querySelector("button");
  const words = [button.textContent, sound.dataset.off];
  const told = () => new Set(wall.dataset.alarms.split(" ").filter(Boolean));
  let known = told();
  let loud = false;

  sound.hidden = false;
  button.addEventListener("click", () => {
    loud = !loud;
    button.setAttribute("aria-pressed", String(loud));
    button.textContent = words[Number(loud)];
    if (loud) audio.play().catch(() => undefined);   /* a browser plays by itself only after a press */
  });

  function listen() {
    const now = told();
    const fresh = [...now].some((each) => !known.has(each));
    known = now;
    if (fresh && loud) audio.play().catch(() => undefined);
  }

  async function refresh() {
    const answer = await fetch(wall.dataset.next, { credentials: "same-origin", redirect: "manual" });
    if (!answer.ok) {
      if (answer.type === "opaqueredirect" || answer.status === 401) location.reload();
      return;
    }
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById("wall");
    if (!fresh) return;
    wall.dataset.alarms = fresh.dataset.alarms;
    wall.replaceChildren(...Array.from(fresh.childNodes, (node) => document.importNode(node, true)));
    listen();
  }

  setInterval(() => refresh().catch(() => undefined), Number(wall.dataset.refresh) * 1000);
})();
