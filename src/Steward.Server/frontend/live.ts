// Keeps an open page up to date in place: what changed is exchanged, what somebody is busy with is left alone.

// As the server sent each element, before the script made dialogs and charts of it.
const twins = new WeakMap<Element, Element>();
// The dialog that a button opens, which may stand elsewhere on the page.
const companions = new WeakMap<Element, HTMLDialogElement>();

export function remember(root: Element) {
  const copy = root.cloneNode(true) as Element;
  // Differ each time and mean nothing: those that the page has stay good.
  for (const token of copy.querySelectorAll("[name=__form], [name=__once]")) token.removeAttribute("value");
  const pair = (one: Element, twin: Element) => {
    twins.set(one, twin);
    for (let i = 0; i < one.children.length; i++) pair(one.children[i]!, twin.children[i]!);
  };
  pair(root, copy);
}

/** A button took the place of what the server sent, and its dialog stands somewhere. */
export function standsFor(sent: Element, button: Element, box: HTMLDialogElement) {
  const twin = twins.get(sent);
  if (twin) twins.set(button, twin);
  companions.set(button, box);
}

interface Page { enhance(within: Element): void; changed(form: HTMLFormElement): boolean; say(key: string): string; leaving(): boolean }

export function keepLive(main: HTMLElement, page: Page) {
  const notices = document.querySelector<HTMLElement>("[data-notices]");
  const said = [...notices?.querySelectorAll<HTMLTemplateElement>("template[data-topic]") ?? []];
  // A page may show what is also said quietly everywhere.
  const topics = [...new Set([...(main.dataset.live ?? "").split(" "), ...said.map(s => s.dataset.topic!)])].join(" ").trim();
  if (!topics) return;
  const shown = new Set((main.dataset.live ?? "").split(" ").map(t => t.split(":")[0]!));

  let source: EventSource | undefined, last = main.dataset.liveFrom ?? "", dirty = false, fetching = false, next = 0, timer = 0, failures = 0;

  function listen() {
    source?.close();
    source = new EventSource(`/live?topics=${encodeURIComponent(topics)}&after=${encodeURIComponent(last)}`);
    source.onopen = () => { failures = 0; };
    source.addEventListener("changed", e => {
      last = e.lastEventId;
      const [topic, id] = e.data.split(" ") as [string, string];
      const words = said.find(s => s.dataset.topic === topic);
      if (words) tell(words, id);
      if (shown.has(topic)) stale();
    });
    source.addEventListener("reload", e => { last = e.lastEventId; stale(); });
    // The browser comes back by itself after a break; refused, it gives up: signed out, or too many pages open.
    source.onerror = () => {
      if (source?.readyState !== EventSource.CLOSED || ++failures > 5) return;
      setTimeout(() => { if (!document.hidden) listen(); }, 30_000 + Math.random() * 30_000);
    };
  }

  // A page that nobody sees holds no line; it catches up when it is looked at again.
  const look = () => { if (document.hidden) source?.close(); else { failures = 0; listen(); } };
  document.addEventListener("visibilitychange", look);
  addEventListener("pagehide", () => source?.close());
  addEventListener("pageshow", e => { if (e.persisted) look(); });
  if (!document.hidden) listen();
  // What changes by time alone brings no news.
  const every = Number(main.dataset.liveEvery ?? 0);
  if (every > 0) setInterval(() => { if (!document.hidden) stale(); }, every * 1000);

  function stale() {
    dirty = true;
    if (!timer && !fetching) timer = window.setTimeout(refresh, Math.max(250, next - performance.now()));
  }
  // What was held back while somebody was busy with it.
  document.addEventListener("focusout", () => { if (dirty) stale(); });
  document.addEventListener("close", () => { if (dirty) stale(); }, true);

  // Between press and release nothing is exchanged: a click on what is gone by then would be lost.
  // Of another button than the first the release may never be told, since a menu takes it.
  let pressed = false;
  addEventListener("pointerdown", e => { pressed = e.button === 0; }, true);
  for (const end of ["pointerup", "pointercancel", "dragend"])
    addEventListener(end, () => setTimeout(() => { pressed = false; if (dirty) stale(); }), true);

  async function refresh() {
    timer = 0;
    if (document.hidden || page.leaving()) return;
    [fetching, dirty] = [true, false];
    const begun = performance.now();
    const answer = await fetch(location.href, { headers: { accept: "text/html", "steward-background": "1" } }).catch(() => null);
    const html = answer?.ok && !answer.redirected ? await answer.text() : null;
    const sent = html === null ? null : new DOMParser().parseFromString(html, "text/html");
    const fresh = sent?.querySelector("main");
    const again = dirty;
    // A page that takes long to make is made more seldom.
    next = performance.now() + Math.max(2000, 10 * (performance.now() - begun));
    fetching = false;
    if (pressed) dirty = true;
    else if (fresh && !page.leaving()) {
      remember(fresh);
      dirty = exchange(fresh);
      document.title = sent!.title;
    }
    if (again) stale();
  }

  /** True when something was held back. */
  function exchange(fresh: Element) {
    const focus = document.activeElement instanceof HTMLElement && main.contains(document.activeElement) ? document.activeElement : null;
    let held = false;

    const same = (one: Element, other: Element) => twins.get(one)!.isEqualNode(twins.get(other)!);
    const shape = (one: Element) => (twins.get(one)!.cloneNode(false) as Element).outerHTML;
    const isBox = (one: Element) => /^(DIV|SECTION|MAIN|HEADER)$/.test(one.tagName) && one.childElementCount > 0 && [...one.childNodes].every(n => n.nodeType !== Node.TEXT_NODE || !n.textContent!.trim());

    function busy(one: Element) {
      const within = <E extends Element>(selector: string) => [...one.matches(selector) ? [one as E] : [], ...one.querySelectorAll<E>(selector)];
      const selected = getSelection();
      return !!document.activeElement && one.contains(document.activeElement) && document.activeElement.matches("input, textarea, select")
        || within("dialog[open], details[data-menu][open]").length > 0
        || within("button").some(b => companions.get(b)?.open)
        || within<HTMLFormElement>("form").some(page.changed)
        || within<HTMLInputElement>("[data-pick]").some(pick => pick.checked)
        || !!selected && !selected.isCollapsed && one.contains(selected.anchorNode);
    }

    function drop(one: Element) {
      for (const button of [one, ...one.querySelectorAll("button")]) companions.get(button)?.remove();
      one.remove();
    }

    function sync(old: Element, now: Element) {
      const left = [...old.children].filter(c => twins.has(c) && !c.matches(".alert-box:has(> [data-close])"));
      const take = (fits: (one: Element) => boolean) => {
        const at = left.findIndex(fits);
        return at < 0 ? undefined : left.splice(at, 1)[0];
      };
      const plan = [...now.children].map(fresh => ({ fresh, kept: take(one => same(one, fresh)), old: undefined as Element | undefined }));
      for (const part of plan)
        if (!part.kept) part.old = take(one => shape(one) === shape(part.fresh)) ?? take(one => twins.get(one)!.tagName === part.fresh.tagName && one.className === part.fresh.className);

      const added: Element[] = [];
      const order = plan.map(({ fresh, kept, old }) => {
        if (kept) return kept;
        if (old && isBox(old) && isBox(fresh) && shape(old) === shape(fresh)) {
          const twin = twins.get(fresh)!;
          if (!sync(old, fresh)) twins.set(old, twin);
          return old;
        }
        if (old && busy(old)) { held = true; return old; }
        if (old) {
          const open = [...old.querySelectorAll("details[open]:not([data-menu]) > summary")].map(s => s.textContent);
          for (const details of fresh.querySelectorAll("details")) if (open.includes(details.querySelector("summary")?.textContent ?? "")) details.open = true;
          drop(old);
        }
        added.push(fresh);
        return fresh;
      });
      for (const gone of left) if (busy(gone)) held = true; else drop(gone);

      const placed = new Set(order);
      let at = old.firstElementChild;
      for (const one of order) {
        while (at && !placed.has(at)) at = at.nextElementSibling;
        if (one === at) at = at.nextElementSibling; else old.insertBefore(one, at);
      }
      added.forEach(page.enhance);
      return held;
    }

    sync(main, fresh);
    if (focus && !focus.isConnected) {
      const alike = [...main.querySelectorAll<HTMLElement>(focus.tagName)];
      (alike.find(e => focus.id ? e.id === focus.id : focus instanceof HTMLAnchorElement ? (e as HTMLAnchorElement).href === focus.href : e.textContent === focus.textContent && e.ariaLabel === focus.ariaLabel))?.focus({ preventScroll: true });
    }
    return held;
  }

  // Notices: one for each topic, counted up while it stands, gone after a while.

  const told = new Map<string, Set<string>>();
  function tell(words: HTMLTemplateElement, id: string) {
    // Who is looking at the record needs no word of it.
    if (location.pathname.includes(id)) return;
    const topic = words.dataset.topic!;
    const ids = told.get(topic) ?? new Set();
    told.set(topic, ids.add(id));
    notices!.querySelector(`[data-of="${topic}"]`)?.remove();
    const link = document.createElement("a");
    link.href = ids.size === 1 ? words.dataset.href!.replace("{id}", id) : words.dataset.all!;
    link.textContent = ids.size === 1 ? words.dataset.one! : words.dataset.many!.replace("{0}", String(ids.size));
    const close = document.createElement("button");
    Object.assign(close, { type: "button", className: "ghost-button", textContent: "✕", ariaLabel: page.say("close") });
    const note = document.createElement("div");
    note.className = "notice";
    note.dataset.of = topic;
    note.append(link, close);
    const end = () => { note.remove(); if (told.get(topic) === ids) told.delete(topic); };
    close.onclick = end;
    notices!.append(note);
    setTimeout(() => { if (note.isConnected) end(); }, 20_000);
  }
}
