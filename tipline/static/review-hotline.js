"use strict";
/* A call: saved every few seconds, led by keys, the script and the questions following along. Without
   this file its buttons do the same. */

(() => {
  const call = document.getElementById("call");
  if (!call) return;
  const bar = document.getElementById("bar");
  const state = document.getElementById("state");
  const named = document.getElementById("named");
  const hailed = document.getElementById("hailed");
  const noted = document.getElementById("noted");
  const passed = bar.querySelector(".passed");
  const line = bar.querySelector(".since");
  const spoken = call.querySelector("[name=spoken]");
  const sort = call.querySelector("[name=sort]");
  const lacks = document.getElementById("lacks");
  const NARROW = "(max-width: 62rem)";
  const DANGER = ["yes", "unsure"];
  let kept = written(pristine());   /* what was typed before this file came is not saved yet */
  let saving = false;
  let hail = false;    /* the supervisor is called with the next save */
  let again = false;   /* what was to be saved meanwhile is saved next */
  let sent = false;

  function pristine() {
    const copy = call.cloneNode(true);
    copy.reset();
    return copy;
  }

  function written(form = call) {
    const all = new FormData(form);
    all.delete("revision");
    all.delete("page");
    return new URLSearchParams(all).toString();
  }

  function say(told, late) {
    state.textContent = told;
    state.classList.toggle("late", late);
  }

  function inDanger() {
    const chosen = call.querySelector("[name=now]:checked");
    return Boolean(chosen && DANGER.includes(chosen.value));
  }

  function tell(told) {
    hailed.toggleAttribute("data-waiting", told.waiting);
    hailed.hidden = !told.hailed;
    if (hailed.textContent !== told.hailed) hailed.textContent = told.hailed;
  }

  /* Ask who comes, while nobody does: that is no save, and keeps nobody signed in. */
  async function ask() {
    if (!("waiting" in hailed.dataset)) return;
    try {
      const answer = await fetch(call.dataset.hailed, { credentials: "same-origin", redirect: "manual" });
      if (answer.ok) tell(await answer.json());
      else if (answer.type === "opaqueredirect") say(call.dataset.ended, true);
    } catch {
      say(call.dataset.unsaved, true);
    }
  }

  /* Save what changed. What the network or the server refuses is told, and tried again. */
  async function save() {
    const now = written();
    if (saving) again = true;
    if (saving || sent) return;
    if (now === kept && !hail) {
      await ask();
      return;
    }
    saving = true;
    const body = new URLSearchParams(new FormData(call));
    if (hail) body.set("go", "hail");
    try {
      const answer = await fetch(call.dataset.save, { method: "POST", body, credentials: "same-origin" });
      const told = answer.headers.get("Content-Type") === "application/json" ? await answer.json() : {};
      if (!answer.ok) {
        say(told.told || call.dataset[answer.status === 401 ? "ended" : "unsaved"], true);
        return;
      }
      kept = now;
      if (body.has("go")) hail = false;
      tell(told);
      call.querySelector("[name=revision]").value = told.revision;
      bar.dataset.danger = told.danger;
      named.hidden = !told.named;
      named.textContent = named.dataset.told.replace("{}", told.named);
      say(told.told, false);
    } catch {
      say(call.dataset.unsaved, true);
    } finally {
      saving = false;
      tick();
      if (again) {
        again = false;
        save();
      }
    }
  }

  function timeOf(at) {
    return at.toLocaleTimeString("en-GB", { timeZone: call.dataset.zone });
  }

  function tick() {
    const danger = inDanger();
    const told = danger && bar.dataset.danger ? "danger" : "call";
    const since = told === "danger" ? bar.dataset.danger : bar.dataset.began;
    const seconds = Math.max(0, Math.floor((Date.now() - Date.parse(since)) / 1000));
    const two = (number) => String(number).padStart(2, "0");
    passed.textContent = `${two(Math.floor(seconds / 60))}:${two(seconds % 60)} ${passed.dataset[told]}`;
    line.textContent = line.dataset[told].replace("{}", timeOf(new Date(since)));
    const always = call.dataset.alarming.split(" ").includes(sort.value);
    bar.classList.toggle("alarmed", danger || always);
  }

  /* Questions of some kinds alone: shown for these, and wherever something was written. */
  function fitKinds() {
    for (const part of call.querySelectorAll("[data-kinds]")) {
      const own = part.dataset.kinds.split(" ").includes(sort.value);
      const filled = part.querySelector(":checked") ||
        Array.from(part.querySelectorAll("input[type=text], textarea")).some((each) => each.value);
      part.hidden = !own && !filled && !part.contains(document.activeElement);
    }
  }

  function fitScript() {
    for (const line of document.querySelectorAll(".script li")) {
      const all = Array.from(line.querySelectorAll(".say"));
      const own = all.find((each) => each.lang === spoken.value) ||
        all.find((each) => each.lang === document.documentElement.lang) || all[0];
      for (const each of all) each.hidden = each !== own;
    }
    lacks.hidden = Boolean(document.querySelector(`.script .say[lang="${CSS.escape(spoken.value)}"]`));
  }

  function fitInterpreters() {
    for (const each of call.querySelectorAll("[data-spoken]")) each.hidden = each.dataset.spoken !== spoken.value;
  }

  function parts() {
    return Array.from(call.querySelectorAll(".part")).filter((part) => !part.hidden);
  }

  function reach(part) {
    const fields = part.querySelectorAll("input:not([type=hidden]), textarea, select, button");
    const chosen = part.querySelector("input:checked");
    (chosen || fields[0] || part).focus();
    part.scrollIntoView({ block: "nearest" });
  }

  function step(by) {
    const all = parts();
    const at = all.findIndex((part) => part.contains(document.activeElement));
    const next = all[at < 0 ? (by > 0 ? 0 : all.length - 1) : at + by];
    if (next) reach(next);
    else if (by > 0) sending().focus();
  }

  /* Once it was warned of words that name the caller, sending is sending all the same. */
  function sending() {
    return call.querySelector("[value=send-anyway]") || call.querySelector("[value=send]");
  }

  function stamp(note) {
    const all = document.getElementById("stamps");
    const number = all.children.length;
    if (number >= Number(call.dataset.stamps)) return;
    const row = document.getElementById("stamp").content.firstElementChild.cloneNode(true);
    const at = new Date();
    for (const each of row.querySelectorAll("[name]")) each.name = each.name.replace("-new-", `-${number}-`);
    row.querySelector("label").htmlFor = row.querySelector("[type=text]").id = `stamps-${number}-note`;
    row.querySelector("[type=hidden]").value = at.toISOString().replace(/\.\d+Z$/, "Z");
    row.querySelector(".when").textContent = timeOf(at);
    row.querySelector("[type=text]").value = note;
    all.append(row);
    const what = row.querySelector(".when").textContent + (note ? ` ${note}` : "");
    noted.textContent = noted.dataset.told.replace("{}", what);
    noted.hidden = false;
    save();
  }

  const PRESS = {
    F2: () => stamp(""),
    F4: () => stamp(call.dataset.handed),
    F6: () => { hail = true; save(); },
    F8: (event) => step(event.shiftKey ? -1 : 1),
    F9: () => save(),
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey && event.key === "Enter") call.requestSubmit(sending());
    else if (event.key === "Enter" && event.target.name === "sought") call.requestSubmit(call.querySelector("[value=find]"));
    else if (Object.hasOwn(PRESS, event.key) && !event.ctrlKey && !event.altKey) PRESS[event.key](event);
    else return;
    event.preventDefault();
  });

  call.addEventListener("click", (event) => {
    const pressed = event.target.closest("[data-key]");
    if (!pressed || !Object.hasOwn(PRESS, pressed.dataset.key)) return;
    event.preventDefault();
    PRESS[pressed.dataset.key](event);
  });

  call.addEventListener("change", (event) => {
    if (event.target === sort) fitKinds();
    if (event.target === spoken) { fitScript(); fitInterpreters(); }
    if (event.target.name === "now") save();
    tick();
  });

  call.addEventListener("focusin", (event) => {
    const part = event.target.closest(".part");
    if (!part) return;
    for (const line of document.querySelectorAll(".script li")) {
      const own = line.dataset.part === part.dataset.part;
      if (own) line.setAttribute("aria-current", "step");
      else line.removeAttribute("aria-current");
      if (own && !matchMedia(NARROW).matches) line.scrollIntoView({ block: "nearest" });
    }
  });

  /* What is being saved arrives first. */
  call.addEventListener("submit", (event) => {
    if (!saving) { sent = true; return; }
    event.preventDefault();
    const submitter = event.submitter;
    const wait = setInterval(() => {
      if (saving) return;
      clearInterval(wait);
      call.requestSubmit(submitter);
    }, 50);
  });
  addEventListener("pageshow", () => { sent = false; });
  addEventListener("beforeunload", (event) => { if (!sent && written() !== kept) event.preventDefault(); });

  if (matchMedia(NARROW).matches) document.getElementById("script").open = false;
  fitKinds();
  fitScript();
  fitInterpreters();
  tick();
  const errors = document.querySelector(".summary[role=alert]");
  const wanted = call.dataset.focus && document.getElementById(call.dataset.focus);
  if (errors) errors.focus();
  else if (wanted) wanted.focus();
  else if (!location.hash) reach(parts()[0]);
  setInterval(tick, 1000);
  setInterval(save, Number(call.dataset.seconds) * 1000);
})();
