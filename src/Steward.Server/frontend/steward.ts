// Enhances pages that already work: dialogs, menus, shortcuts, guards, copying, relative times, live pages, and charts when a page has one.
import { keepLive, remember, standsFor } from "./live";
import { mentions } from "./mention";
import * as palette from "./palette";
import { shrinks, signable } from "./onsite";

const root = document.documentElement;
const words = JSON.parse(root.dataset.words ?? "{}") as Record<string, string>;
const say = (key: string, value?: string | number) => (words[key] ?? key).replace("{0}", String(value ?? ""));
const all = <E extends HTMLElement = HTMLElement>(selector: string, within: ParentNode = document) => [...within.querySelectorAll<E>(selector)];
const typing = (e: Event) => e.target instanceof HTMLElement && !!e.target.closest("input, textarea, select, [contenteditable]");

function element<K extends keyof HTMLElementTagNameMap>(tag: K, set: Partial<HTMLElementTagNameMap[K]> = {}, ...inside: (Node | string)[]) {
  const made = Object.assign(document.createElement(tag), set);
  made.append(...inside);
  return made;
}

function toast(text: string) {
  document.querySelector(".toast")?.remove();
  const note = element("div", { className: "toast", textContent: text, role: "status" });
  document.body.append(note);
  setTimeout(() => note.remove(), 3500);
}

// Dialogs: <details data-dialog> becomes a button and a native dialog, which brings focus handling and Escape along.

function dialog(title: string, ...inside: Node[]) {
  const made = element("dialog");
  const heading = element("h2", { textContent: title, id: `dialog-${Math.random().toString(36).slice(2)}` });
  const close = element("button", { type: "button", className: "ghost-button", ariaLabel: say("close"), textContent: "✕" });
  close.onclick = () => made.close();
  made.setAttribute("aria-labelledby", heading.id);
  made.append(element("div", { className: "dialog-head" }, heading, close), ...inside);
  made.addEventListener("mousedown", e => { if (e.target === made) made.close(); });
  return made;
}

function upgradeDialog(details: HTMLDetailsElement) {
  const summary = details.querySelector("summary")!;
  const panel = details.querySelector(".action-panel")!;
  const button = element("button", { type: "button", className: summary.className, title: summary.title, ariaHasPopup: "dialog" }, ...summary.childNodes);
  if (summary.ariaLabel) button.ariaLabel = summary.ariaLabel;
  const opens = details.open;
  const box = dialog(details.dataset.dialog!, panel);
  // Inside a menu the dialog must outlive the menu's closing.
  (details.closest(".menu-panel") ? document.querySelector("main") ?? document.body : details.parentElement!).append(box);
  details.replaceWith(button);
  standsFor(details, button, box);
  const show = () => {
    box.showModal();
    // The first field, or else the way out: never the button that does it.
    (panel.querySelector<HTMLElement>("[data-focus], .field :is(input, select, textarea)") ?? panel.querySelector<HTMLElement>("[data-cancel]"))?.focus();
  };
  button.onclick = show;
  box.addEventListener("close", () => (button.checkVisibility() ? button : button.closest("details")?.querySelector("summary"))?.focus());
  for (const cancel of all<HTMLButtonElement>("[data-cancel]", panel)) {
    cancel.hidden = false;
    cancel.onclick = () => box.close();
  }
  if (opens) show();
}

// Menus: fixed to the screen so that scrolling tables do not cut them; one open at a time.

function placeMenu(menu: HTMLDetailsElement) {
  if (!menu.open) return;
  const panel = menu.querySelector<HTMLElement>(".menu-panel")!;
  const at = menu.querySelector("summary")!.getBoundingClientRect();
  panel.style.position = "fixed";
  panel.style.inset = "auto";
  const { width, height } = panel.getBoundingClientRect();
  const below = at.bottom + 4 + height <= innerHeight || at.top < height;
  panel.style.top = `${below ? at.bottom + 4 : at.top - 4 - height}px`;
  panel.style.left = `${Math.max(8, Math.min(at.right - width, innerWidth - width - 8))}px`;
}

const openMenus = () => all<HTMLDetailsElement>("details[data-menu][open], details[data-sheet][open]");

// Forms: never sent twice, never lost by a careless click.

const changed = (form: HTMLFormElement) => [...form.elements].some(field =>
  field instanceof HTMLSelectElement ? field.selectedIndex !== Math.max(0, [...field.options].findIndex(o => o.defaultSelected))
  : field instanceof HTMLInputElement && /^(checkbox|radio)$/.test(field.type) ? field.checked !== field.defaultChecked
  : field instanceof HTMLInputElement && (field.type === "hidden" || field.name === "__once") ? false
  : (field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement) && field.value !== field.defaultValue);

let leaving = false;
addEventListener("beforeunload", e => {
  if (!leaving && all<HTMLFormElement>("form[data-guard]").some(changed)) e.preventDefault();
});

addEventListener("submit", e => {
  const form = e.target as HTMLFormElement;
  if (form.method !== "post" || e.defaultPrevented) return;
  if (form.dataset.sent) { e.preventDefault(); return; }
  form.dataset.sent = "yes";
  leaving = true;
  const button = e.submitter as HTMLButtonElement | null;
  // After the browser has collected the values, or the button's own would be missing.
  setTimeout(() => { if (button) { button.disabled = true; button.ariaBusy = "true"; } });
});
addEventListener("pageshow", e => {
  if (!e.persisted) return;
  leaving = false;
  for (const answer of all<HTMLInputElement>("form[data-passkey] [name=credential]")) answer.value = "";
  for (const form of all<HTMLFormElement>("form[data-sent]")) {
    delete form.dataset.sent;
    for (const button of all<HTMLButtonElement>("button[aria-busy]", form)) { button.disabled = false; button.ariaBusy = null; }
  }
});

function revealable(button: HTMLButtonElement) {
  const input = button.parentElement!.querySelector("input")!;
  const show = (visible: boolean) => { input.type = visible ? "text" : "password"; button.ariaPressed = String(visible); };
  button.onclick = () => show(input.type === "password");
  input.form?.addEventListener("submit", () => show(false));
  button.hidden = false;
}

// Passkeys: the server asks, the device answers, and the form carries the answer like any other field.

const knowsPasskeys = "PublicKeyCredential" in window && "parseCreationOptionsFromJSON" in PublicKeyCredential && "parseRequestOptionsFromJSON" in PublicKeyCredential;

async function askDevice(form: HTMLFormElement) {
  const answer = await fetch(`/api/v1/${form.dataset.options}`, { method: "POST", headers: { "content-type": "application/json" }, body: "{}" });
  if (!answer.ok) throw new Error(String(answer.status));
  const options = await answer.json();
  const made = form.dataset.passkey === "create"
    ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
    : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
  form.querySelector<HTMLInputElement>("[name=credential]")!.value = JSON.stringify((made as PublicKeyCredential).toJSON());
}

addEventListener("submit", e => {
  const form = e.target as HTMLFormElement;
  if (!form.dataset.passkey || form.querySelector<HTMLInputElement>("[name=credential]")!.value) return;
  e.preventDefault();
  askDevice(form).then(() => form.requestSubmit(), () => toast(say("passkeyFailed")));
}, true);

// Times that grow older while the page stays open.

function distance(at: number, now: number) {
  const minutes = Math.abs(now - at) / 60_000;
  if (minutes < 1) return say("now");
  if (minutes >= 30 * 1440) return null;
  const short = minutes < 60 ? say("minutes", Math.floor(minutes)) : minutes < 1440 ? say("hours", Math.floor(minutes / 60)) : say("days", Math.floor(minutes / 1440));
  // A deadline of today is worth its minutes.
  const span = at > now && minutes >= 60 && minutes < 1440 ? `${short} ${say("minutes", Math.floor(minutes % 60))}` : short;
  return say(at <= now ? "ago" : "ahead", span);
}

function refreshTimes() {
  for (const time of all<HTMLTimeElement>("time[data-relative]")) {
    const text = distance(Date.parse(time.dateTime), Date.now());
    if (text === null) continue;
    if (time.dataset.relative === "text") time.textContent = text; else time.title = text;
  }
}

// Clicks, heard once for the whole page.

addEventListener("click", async e => {
  const target = e.target as HTMLElement;
  for (const menu of openMenus()) if (!menu.contains(target) || target.closest(".menu-panel a, .menu-panel button")) menu.open = false;

  const closer = target.closest("[data-close]");
  if (closer) closer.parentElement!.remove();

  const copy = target.closest<HTMLElement>("[data-copy]");
  if (copy) {
    const text = copy.dataset.copy!;
    await navigator.clipboard.writeText(text.startsWith("/") ? location.origin + text : text)
      .then(() => toast(say("copied")), () => toast(say("copyFailed")));
  }

  if (target.closest("[data-pick-all]")) { const every = picks(); const on = every.some(p => !p.checked); every.forEach(p => { p.checked = on; }); }
  if (target.closest("[data-print]")) print();
  if (target.closest("[data-shortcuts]")) showShortcuts();
  if (target.closest("[data-palette-open]")) showPalette();

  const row = target.closest<HTMLElement>("tr[data-href]");
  if (row && !target.closest("a, button, input, label, select, summary, dialog, details") && !getSelection()?.toString()) {
    if (e.ctrlKey || e.metaKey) open(row.dataset.href); else location.href = row.dataset.href!;
  }
});

addEventListener("toggle", e => {
  if (e.target instanceof HTMLDetailsElement && e.target.matches("[data-menu]")) placeMenu(e.target);
}, true);
addEventListener("scroll", e => {
  if (!(e.target instanceof Element && e.target.closest(".menu-panel"))) openMenus().filter(m => m.matches("[data-menu]")).forEach(m => { m.open = false; });
}, true);

// Keys: / searches, j and k walk through rows, g and a letter goes places, ? tells.

const rows = () => all<HTMLAnchorElement>("main .row-link");
const picks = () => all<HTMLInputElement>("main [data-pick]");
const places = () => all<HTMLAnchorElement>(".shell-side [data-go]");
let going = -Infinity;

function showShortcuts() {
  const list = element("dl", { className: "shortcuts" });
  const add = (keys: string, text: string) => list.append(element("dt", {}, ...keys.split(" ").flatMap((k, i) => [i ? " " : "", element("kbd", { textContent: k })])), element("dd", { textContent: text }));
  if (commands) add("Ctrl K", say("palette"));
  add("/", say("keySearch"));
  if (rows().length) { add("j k", say("keyRows")); add("Enter", say("keyOpen")); }
  if (picks().length) add("x", say("keyPick"));
  if (document.querySelector("[data-key]")) for (const link of all("[data-key]")) add(link.dataset.key!, link.title || link.textContent!.trim());
  for (const place of places()) add(`g ${place.dataset.go}`, say("keyGo", place.title));
  add("Esc", say("keyEscape"));
  add("?", say("keyHelp"));
  const box = dialog(say("shortcuts"), element("div", { className: "dialog-body" }, list));
  box.onclose = () => box.remove();
  document.body.append(box);
  box.showModal();
}

// The palette: Ctrl+K, on a Mac ⌘K, wherever the cursor is.

const commands = document.querySelector<HTMLTemplateElement>("template[data-palette]");
function showPalette() {
  if (commands && !document.querySelector("dialog[open]")) palette.openPalette(JSON.parse(commands.dataset.palette!), say);
}
palette.remember();
addEventListener("submit", e => { if ((e.target as HTMLFormElement).action.endsWith("/sign-out")) palette.forget(); });

addEventListener("keydown", e => {
  if ((e.ctrlKey || e.metaKey) && !e.shiftKey && !e.altKey && e.key.toLowerCase() === "k" && commands) {
    e.preventDefault();
    showPalette();
    return;
  }
  if (e.key === "Escape") {
    for (const menu of openMenus()) { menu.open = false; menu.querySelector("summary")?.focus(); }
    return;
  }
  // In a field that looks for something Enter looks, and does not send the form around it.
  if (e.key === "Enter" && e.target instanceof HTMLInputElement && e.target.matches("[data-enter]")) {
    e.preventDefault();
    e.target.closest(".find-asset")!.querySelector<HTMLButtonElement>("[data-find]")!.click();
    return;
  }
  if (typing(e) || e.ctrlKey || e.metaKey || e.altKey || document.querySelector("dialog[open]")) return;
  if (e.timeStamp - going < 1200) {
    going = -Infinity;
    places().find(p => p.dataset.go === e.key)?.click();
  } else if (e.key === "/") {
    const box = document.querySelector<HTMLInputElement>("[data-search]");
    if (box) { e.preventDefault(); box.focus(); box.select(); }
  } else if (e.key === "x") {
    const pick = document.activeElement?.closest("tr")?.querySelector<HTMLInputElement>("[data-pick]");
    if (pick) pick.checked = !pick.checked;
  } else if (document.querySelector<HTMLElement>(`main [data-key="${CSS.escape(e.key)}"]`)) document.querySelector<HTMLElement>(`main [data-key="${CSS.escape(e.key)}"]`)!.click();
  else if (e.key === "?") showShortcuts();
  else if (e.key === "g") going = e.timeStamp;
  else if (e.key === "j" || e.key === "k") {
    const links = rows();
    const here = links.indexOf(document.activeElement as HTMLAnchorElement);
    links[e.key === "j" ? here + 1 : Math.max(0, here - 1)]?.focus();
  }
});

// The theme changes at once; the server remembers it.

const themes = ["auto", "light", "dark"];
addEventListener("submit", e => {
  const form = e.target as HTMLFormElement;
  const button = e.submitter as HTMLButtonElement | null;
  if (form.matches("[data-theme-form]") && button && themes.includes(button.value)) root.dataset.bsTheme = button.value;
});

async function drawCharts(figures: HTMLElement[]) {
  try {
    const charts = await import(/* the bundle's fingerprinted address */ root.dataset.charts!) as typeof import("./charts");
    charts.draw(figures);
  } catch {
    for (const figure of figures) {
      figure.querySelector(".chart-canvas")!.replaceWith(element("p", { className: "quiet", textContent: say("chartFailed") }));
      figure.querySelector("details")!.open = true;
    }
  }
}

// What may answer a report, while it is written: asked for once the writer pauses; what is unfolded stays as it is.

function suggest(place: HTMLElement) {
  const fields = all<HTMLInputElement | HTMLTextAreaElement>("[name=summary], [name=description]", place.closest("form")!);
  let asked = "", timer = 0;
  const ask = async () => {
    const words = fields.map(f => f.value.trim()).join(" ").trim().slice(0, 400);
    if (words === asked || place.querySelector("details[open]")) return;
    asked = words;
    const answer = await fetch(`${place.dataset.suggest}&words=${encodeURIComponent(words)}`, { headers: { accept: "text/html" } }).catch(() => null);
    // An answer to what was written before is late.
    if (!answer?.ok || answer.redirected || words !== asked) return;
    const found = await answer.text();
    if (words === asked && !place.querySelector("details[open]")) place.innerHTML = found;
  };
  for (const field of fields) field.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, 350); });
}

// A list that follows the words typed into its form: fetched again once the writer pauses, but never in the middle of a Chinese word; without script the button does it.

function follow(form: HTMLFormElement) {
  const place = document.getElementById(form.dataset.follow!)!;
  let asked = location.href, timer = 0;
  const ask = async () => {
    const address = new URL(form.action);
    for (const [name, value] of new FormData(form)) if (value) address.searchParams.set(name, String(value).trim());
    if (address.href === asked) return;
    asked = address.href;
    const answer = await fetch(address, { headers: { accept: "text/html" } }).catch(() => null);
    if (!answer?.ok || answer.redirected || address.href !== asked) return;
    const found = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById(place.id);
    // An answer to what was written before is late; a dialog that was opened meanwhile stays.
    if (!found || address.href !== asked || place.querySelector("dialog[open]")) return;
    place.replaceChildren(...found.childNodes);
    enhance(place);
  };
  const soon = (e: Event) => { if (!(e as InputEvent).isComposing) { clearTimeout(timer); timer = setTimeout(ask, 300); } };
  form.addEventListener("input", soon);
  form.addEventListener("compositionend", soon);
}

// A page that is gone back to has its fields as they were left; so it must have the keys by which its forms are done once. A browser keeps what differs from what the server sent.
const keepKey = (key: HTMLInputElement) => { const was = key.value; key.defaultValue = ""; key.value = was; };

function enhance(within: Document | Element) {
  const found = <E extends HTMLElement = HTMLElement>(selector: string) => [...within instanceof Element && within.matches(selector) ? [within as E] : [], ...all<E>(selector, within)];
  found("[data-close], [data-copy], [data-print], [data-shortcuts], [data-palette-open], [data-pick-all]").forEach(button => { button.hidden = false; });
  found<HTMLButtonElement>("[data-reveal]").forEach(revealable);
  if (knowsPasskeys) {
    found("form[data-passkey]").forEach(form => { form.hidden = false; });
    found("[data-no-passkeys]").forEach(note => { note.hidden = true; });
  }
  if (matchMedia("(max-width: 767.98px)").matches) found<HTMLDetailsElement>(".filter-fold").forEach(fold => { fold.open = false; });
  found<HTMLInputElement>("[name=__once]").forEach(keepKey);
  found<HTMLTextAreaElement>("textarea[data-mention]").forEach(mentions);
  found("[data-look]").forEach(button => { button.hidden = true; });
  found("[data-suggest]").forEach(suggest);
  found<HTMLFormElement>("form[data-follow]").forEach(follow);
  found("[data-sign]").forEach(signable);
  found<HTMLInputElement>("input[data-shrink]").forEach(shrinks);
  const figures = found("figure[data-chart]");
  // Last: what is made a dialog is no longer where it was.
  found<HTMLDetailsElement>("details[data-dialog]").forEach(upgradeDialog);
  if (figures.length) drawCharts(figures);
  refreshTimes();
}

const main = document.querySelector<HTMLElement>("main[data-live-from]");
if (main) remember(main);
enhance(document);
document.querySelector<HTMLElement>("[data-focus]")?.focus();
if (main) keepLive(main, { enhance, changed, say, leaving: () => leaving });
setInterval(refreshTimes, 30_000);

// Who has the same ticket open is told, and tells us, while the page is in sight.

async function behold() {
  const place = document.querySelector<HTMLElement>("[data-sight]");
  if (!place || document.hidden) return;
  const body = JSON.stringify({ writing: all<HTMLFormElement>("main form").some(changed) });
  const answer = await fetch(`/api/v1/${place.dataset.sight}`, { method: "POST", headers: { "content-type": "application/json" }, body }).catch(() => null);
  if (!answer?.ok) return;
  const others = ((await answer.json()) as { others: { name: string; writing: boolean }[] }).others;
  const told = others.map(o => (o.writing ? place.dataset.writes! : place.dataset.looks!).replace("{0}", o.name)).join(" ");
  if (place.textContent !== told) place.textContent = told;
  place.hidden = !told;
}
if (document.querySelector("[data-sight]")) {
  void behold();
  setInterval(behold, 20_000);
  document.addEventListener("visibilitychange", behold);
}

// The reader's own part of the navigation: names with counts, fetched aside so that no page waits for them.

interface Own { views: { name: string; href: string; shown: string }[] }

function drawOwn(place: HTMLElement, own: Own) {
  place.hidden = own.views.length === 0;
  const here = new URLSearchParams(location.search).get("view");
  const items = own.views.map(v => {
    const link = element("a", { href: v.href, title: v.name }, element("span", { className: "nav-label", textContent: v.name }), element("span", { className: "nav-count", textContent: v.shown }));
    if (here && new URL(link.href).searchParams.get("view") === here) link.ariaCurrent = "page";
    return element("li", {}, link);
  });
  place.replaceChildren(element("div", { className: "nav-title", textContent: place.dataset.label! }), element("ul", {}, ...items));
}

async function fetchOwn(place: HTMLElement) {
  const key = `own:${place.dataset.navMore}`;
  const kept = JSON.parse(sessionStorage.getItem(key) ?? "null") as { at: number; own: Own } | null;
  if (kept) drawOwn(place, kept.own);
  if (document.hidden || kept && Date.now() - kept.at < 20_000) return;
  const answer = await fetch(place.dataset.navMore!, { headers: { "steward-background": "1" } }).catch(() => null);
  if (!answer?.ok) return;
  const own = (await answer.json()) as Own;
  sessionStorage.setItem(key, JSON.stringify({ at: Date.now(), own }));
  drawOwn(place, own);
}
for (const place of all("[data-nav-more]")) {
  void fetchOwn(place);
  setInterval(() => void fetchOwn(place), 60_000);
}
addEventListener("submit", e => { if (/\/(views|sign-out)(\/|$)/.test(new URL((e.target as HTMLFormElement).action).pathname)) Object.keys(sessionStorage).filter(k => k.startsWith("own:")).forEach(k => sessionStorage.removeItem(k)); });
