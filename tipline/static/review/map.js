"use strict";
/* The analysts' map: our own ground, the marks that the server gives for what is in view, an area to draw, and the time
   in which they arrived. What it asks for it posts, and nothing of it stands in an address. All that it shows stands in
   the list beside it, which needs no script. */

(() => {
  const box = document.getElementById("map");
  const form = document.getElementById("asked");
  if (!box || !form || !window.L) return;
  const byId = (id) => document.getElementById(id);
  const said = byId("map-told");
  const dense = byId("dense");
  const withCameras = byId("with-cameras");
  const drawn = byId("drawn");
  const WAIT = 200;         /* milliseconds after the last movement of a slider */
  const LETTER = 8;         /* pixels: how wide a letter of a label is taken to be, at most */
  const LINE = 16;          /* pixels: how high a label is */
  const FIRST = 12;         /* zoom of the first view, at most: a place with a name is in sight */
  const NEAR = 15;          /* zoom of one case, and of what lies around it */
  const BARE = 14;          /* zoom from which there is hardly any ground to see: no streets are in it */
  const AROUND = 10;        /* zoom from which cameras are shown */
  const MANY = 100;
  const DAY = 86400000;
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  byId("map-side").hidden = false;

  const map = L.map(box, {
    attributionControl: false, zoomControl: false, minZoom: 5, maxZoom: 18, zoomSnap: 0.5, zoomAnimation: !calm, fadeAnimation: false,
    markerZoomAnimation: !calm, inertia: !calm, worldCopyJump: false,
  });
  L.control.zoom({ zoomInTitle: box.dataset.zoomIn, zoomOutTitle: box.dataset.zoomOut }).addTo(map);
  map.on("zoomend", () => { byId("map-bare").hidden = map.getZoom() < BARE; });
  const labels = L.layerGroup().addTo(map);
  const squares = L.layerGroup().addTo(map);
  const cameras = L.layerGroup().addTo(map);
  const marks = L.layerGroup().addTo(map);
  const outline = L.layerGroup().addTo(map);
  const found = box.dataset.found ? JSON.parse(box.dataset.found) : null;
  let ground = null;
  let times = null;
  let asked = 0;
  let corners = null;       /* while an area is drawn */

  const part = (tag, text, name) => {
    const made = document.createElement(tag);
    if (text) made.textContent = text;
    if (name) made.className = name;
    return made;
  };
  const quiet = { interactive: false, keyboard: false };

  function sign(name, size, ...inside) {
    const held = document.createElement("div");
    held.append(...inside);
    return L.divIcon({ className: name, iconSize: size, html: held.childNodes.length === 1 ? held.firstChild : held });
  }

  /* What is asked for: the form as it is, and more. */
  function asking(more) {
    const fields = new FormData(form);
    for (const [name, value] of Object.entries(more)) fields.set(name, value);
    return new URLSearchParams(fields);
  }

  async function post(address, more) {
    const answer = await fetch(address, { method: "POST", body: asking(more), credentials: "same-origin" });
    if (!answer.ok) throw new Error(String(answer.status));
    return answer;
  }

  function inView() {
    const seen = map.getBounds();
    return { west: Math.max(-360, seen.getWest()), south: Math.max(-90, seen.getSouth()),
             east: Math.min(360, seen.getEast()), north: Math.min(90, seen.getNorth()), zoom: map.getZoom() };
  }

  async function renew() {
    if (!box.dataset.marks) return;
    const mine = ++asked;
    const more = { ...inView(), dense: dense && dense.checked ? "1" : "" };
    try {
      const told = await (await post(box.dataset.marks, more)).json();
      if (mine !== asked) return;
      said.textContent = told.told;
      squares.clearLayers();
      marks.clearLayers();
      if (told.squares) paint(told.squares);
      if (told.marks) told.marks.forEach(place);
      box.dataset.shown = String(told.count);
    } catch {
      if (mine === asked) said.textContent = box.dataset.failed;
    }
    if (withCameras) await look();
  }

  /* The list beside, as the form now asks for it. */
  async function list() {
    const answer = await fetch(form.action, { method: "POST", body: asking({ start: "" }), credentials: "same-origin" });
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("found");
    if (fresh && byId("found")) byId("found").replaceWith(document.adoptNode(fresh));
  }

  let later = 0;
  function soon() {
    clearTimeout(later);
    later = setTimeout(() => { renew(); list(); }, WAIT);
  }

  function place(one) {
    const level = one.priority.toLowerCase() || "none";
    const only = one.count === 1 ? one.spots[0] : null;
    const size = only ? 30 : one.count < MANY ? 46 : 54;
    const name = only ? `mark ${level} ${only.look}${only.radius ? " rough" : ""}` : `mark several ${level}${size > 46 ? " many" : ""}`;
    const told = only ? [part("span", one.priority || "?")] : [part("span", String(one.count))];
    if (!only && one.priority) told.push(part("small", one.priority));
    const icon = L.divIcon({ className: name, iconSize: [size, size], html: "" });
    const mark = L.marker(one.at, { icon, keyboard: false, zIndexOffset: one.priority === "P1" ? 500 : 0 }).addTo(marks);
    mark.getElement().append(...told);
    if (only && only.radius) L.circle(one.at, { ...quiet, className: "within", radius: only.radius }).addTo(marks);
    if (one.spots) mark.bindPopup(() => spots(one.spots), { minWidth: 200, maxWidth: 320 });
    else mark.on("click", () => map.setView(one.at, Math.min(map.getZoom() + 2, 18)));
  }

  function spots(some) {
    const all = part("ul");
    all.dir = document.documentElement.dir;
    for (const each of some) {
      const line = part("li");
      const link = part("a", each.kind);
      link.href = each.href;
      const about = part("div", [each.level, each.state, each.exact, each.arrived].filter(Boolean).join(" · "), "sub");
      line.append(link, about);
      all.append(line);
    }
    return all;
  }

  function paint(some) {
    const most = Math.max(1, ...some.map((each) => each[4]));
    for (const [west, south, east, north, count] of some) {
      const shade = 0.15 + 0.7 * Math.sqrt(count / most);
      L.rectangle([[south, west], [north, east]], { className: "square", fillOpacity: shade, stroke: false, interactive: false }).addTo(squares);
    }
  }

  /* The ground: land, areas, and as many names as there is room for, the largest places first. */
  function lay(told) {
    ground = told;
    const shape = (geometry, name) => geometry && L.geoJSON(geometry, { interactive: false, style: { className: name, fill: true } }).addTo(map);
    const land = shape(told.land, "land");
    for (const area of told.areas) area.shape = shape(area.ground, "area");
    return land;
  }

  function name() {
    labels.clearLayers();
    if (!ground) return;
    const taken = [];
    const put = (text, at, kind) => {
      const spot = map.latLngToContainerPoint(at);
      const wide = (text.length * LETTER) / 2;
      const room = [spot.x - wide, spot.y - LINE, spot.x + wide, spot.y + LINE];
      if (room[2] < 0 || room[3] < 0 || room[0] > box.clientWidth || room[1] > box.clientHeight) return;
      if (taken.some((it) => room[0] < it[2] && room[2] > it[0] && room[1] < it[3] && room[3] > it[1])) return;
      taken.push(room);
      const shown = part("span", text);
      shown.dir = "auto";
      L.marker(at, { ...quiet, icon: sign(`label ${kind}`, [0, 0], shown), zIndexOffset: -1000 }).addTo(labels);
    };
    if (map.getZoom() < 12) {
      for (const area of ground.areas) if (area.shape) put(area.name, area.shape.getBounds().getCenter(), "of-area");
    }
    const most = map.getZoom() - 8;
    for (const each of ground.places) if (each.rank <= most) put(each.name, each.at, "of-place");
  }

  /* An area is drawn corner by corner. */
  function trace() {
    outline.clearLayers();
    const told = corners || (drawn && drawn.value ? drawn.value.split(" ").map((each) => each.split(",").map(Number)) : []);
    if (told.length > 1) L.polygon(told, { className: "drawn", interactive: false }).addTo(outline);
    if (corners) for (const each of told) L.circleMarker(each, { radius: 5, className: "drawn", interactive: false }).addTo(outline);
    if (box.dataset.at) {
      const icon = L.divIcon({ className: "mark here", iconSize: [42, 42], html: "" });
      L.marker(box.dataset.at.split(",").map(Number), { ...quiet, icon, zIndexOffset: -500 }).addTo(outline);
    }
  }

  function pen(on) {
    const button = byId("draw");
    const other = button.dataset.done;
    button.dataset.done = button.textContent;
    button.textContent = other;
    button.setAttribute("aria-pressed", String(on));
    byId("draw-how").hidden = !on;
    box.classList.toggle("drawing", on);
    if (on) map.doubleClickZoom.disable();
    else map.doubleClickZoom.enable();
  }

  function done() {
    const told = corners;
    corners = null;
    pen(false);
    if (told.length > 2) drawn.value = told.map((each) => each.map((it) => it.toFixed(5)).join(",")).join(" ");
    byId("undraw").hidden = !drawn.value;
    trace();
    soon();
  }

  /* The slider: two days, between which they arrived, over how many arrived when. */
  function measure(told) {
    times = told;
    const side = byId("map-time");
    side.hidden = !told.days || told.days < 2;
    if (side.hidden) return;
    const bars = byId("bars");
    const most = Math.max(1, ...told.bars);
    bars.replaceChildren(...told.bars.map((count) => {
      const bar = part("i");
      bar.style.blockSize = `${(100 * count) / most}%`;
      return bar;
    }));
    for (const [id, field, usual] of [["first-day", "since", 0], ["last-day", "until", told.days - 1]]) {
      const range = byId(id);
      range.max = String(told.days - 1);
      const typed = /^(\d+)\/(\d+)\/(\d+)$/.exec(byId(field).value.trim());
      const at = typed ? Math.round((Date.UTC(typed[3], typed[2] - 1, typed[1]) - begin()) / DAY) : usual;
      range.value = String(Math.min(Math.max(at, 0), told.days - 1));
    }
    tell();
  }

  const begin = () => Date.parse(`${times.first}T00:00:00Z`);

  function written(days) {
    const day = new Date(begin() + days * DAY);
    return [day.getUTCDate(), day.getUTCMonth() + 1, day.getUTCFullYear()].map((it) => String(it).padStart(2, "0")).join("/");
  }

  function tell() {
    const [first, last] = ["first-day", "last-day"].map((id) => Number(byId(id).value));
    byId("first-told").textContent = written(first);
    byId("last-told").textContent = written(last);
    Array.from(byId("bars").children).forEach((bar, at) => {
      bar.classList.toggle("in", (at + 1) * times.step > first && at * times.step <= last);
    });
  }

  function slide(event) {
    const [first, last] = [byId("first-day"), byId("last-day")];
    if (Number(first.value) > Number(last.value)) {
      if (event.target === first) last.value = first.value;
      else first.value = last.value;
    }
    byId("since").value = Number(first.value) > 0 ? written(Number(first.value)) : "";
    byId("until").value = Number(last.value) < times.days - 1 ? written(Number(last.value)) : "";
    tell();
    soon();
  }

  /* Cameras, and what they may see: for whom the page offers them. */
  async function look() {
    cameras.clearLayers();
    if (!withCameras.checked || map.getZoom() < AROUND) return;
    const told = await (await post(box.dataset.cameras, inView())).json();
    told.cameras.forEach(stand);
  }

  function stand(each) {
    if (each.cone.length) L.polygon(each.cone, { className: "cone", interactive: false }).addTo(cameras);
    const icon = L.divIcon({ className: "camera", iconSize: [14, 14], html: "" });
    const made = L.marker(each.at, { icon, keyboard: false }).addTo(cameras);
    const link = part("a", each.code);
    link.href = each.href;
    const told = part("div");
    told.append(link, part("div", each.sees, "sub"));
    told.lastChild.dir = "auto";
    if (each.told) told.append(part("div", each.told, "sub"));
    told.dir = document.documentElement.dir;
    made.bindPopup(told);
  }

  function first(land) {
    const at = box.dataset.at;
    if (found) {
      const views = [at.split(",").map(Number), ...found.flatMap((each) => [each.at, ...each.cone])];
      map.fitBounds(views, { padding: [30, 30], maxZoom: 18 });
      found.forEach(stand);
    } else if (at) map.setView(at.split(",").map(Number), NEAR);
    else if (drawn && drawn.value) map.fitBounds(drawn.value.split(" ").map((each) => each.split(",").map(Number)));
    else if (box.dataset.fit) {
      const [west, south, east, north] = box.dataset.fit.split(",").map(Number);
      map.fitBounds([[south, west], [north, east]], { padding: [30, 30], maxZoom: FIRST });
    } else if (land) map.fitBounds(land.getBounds());
    else map.setView([0, 0], 5);
  }

  map.on("moveend", () => { name(); renew(); });
  map.on("popupopen", ({ popup }) => {
    const close = popup.getElement().querySelector(".leaflet-popup-close-button");
    if (close) close.setAttribute("aria-label", box.dataset.close);
    const link = popup.getElement().querySelector("a[href]");
    if (link) link.focus({ preventScroll: true });
  });
  if (dense) dense.addEventListener("change", renew);
  if (withCameras) withCameras.addEventListener("change", look);
  if (byId("draw")) {
    byId("map-tools").hidden = false;
    byId("draw").addEventListener("click", () => {
      if (corners) done();
      else {
        corners = [];
        pen(true);
        trace();
      }
    });
    byId("undraw").addEventListener("click", () => {
      drawn.value = "";
      byId("undraw").hidden = true;
      trace();
      soon();
    });
    map.on("click", ({ latlng }) => {
      if (!corners) return;
      corners.push([latlng.lat, latlng.lng]);
      trace();
    });
    for (const id of ["first-day", "last-day"]) byId(id).addEventListener("input", slide);
    if (byId("map-time").dataset.time) measure(JSON.parse(byId("map-time").dataset.time));
  }

  fetch(box.dataset.ground, { credentials: "same-origin" })
    .then((answer) => answer.json())
    .then((told) => {
      const land = lay(told);
      if (told.thanks) {
        const thanks = L.control({ position: "bottomright" });
        thanks.onAdd = () => part("div", told.thanks, "thanks");
        thanks.addTo(map);
      }
      first(land);
      trace();
    })
    .catch(() => { said.textContent = box.dataset.failed; });
})();
