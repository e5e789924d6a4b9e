// The command palette: pages, deeds, records looked at lately and everything that the search finds, by a few letters and without a mouse.

interface Entry { text: string; href: string; kind: string; keys?: string }
interface Hit { title: string; href: string; kind: string; customerName: string | null; note: string | null }

const seen = "steward-seen", most = 8;

/** Records are remembered in this tab only: on a machine that others use too, nothing stays behind. */
export function remember() {
  if (!/\/[0-9a-f]{8}-[0-9a-f-]{27}$/.test(location.pathname)) return;
  const text = document.querySelector("h1")?.textContent?.trim();
  if (!text || document.querySelector(".error-card")) return;
  const rest = recent().filter(r => r.href !== location.pathname);
  sessionStorage.setItem(seen, JSON.stringify([{ text, href: location.pathname, kind: "recent" }, ...rest].slice(0, most)));
}

function recent(): Entry[] {
  try { return JSON.parse(sessionStorage.getItem(seen) ?? "[]") as Entry[]; } catch { return []; }
}

export function forget() { sessionStorage.removeItem(seen); }

export function openPalette(entries: Entry[], say: (key: string, value?: string | number) => string) {
  const box = document.createElement("dialog");
  box.className = "palette";
  box.setAttribute("aria-label", say("palette"));
  const input = Object.assign(document.createElement("input"), { type: "text", placeholder: say("paletteHint"), autocomplete: "off", spellcheck: false, maxLength: 200 });
  const list = Object.assign(document.createElement("ul"), { id: "palette-list" });
  const count = document.createElement("p");
  count.className = "visually-hidden";
  const set = (e: Element, attributes: Record<string, string>) => { for (const [name, value] of Object.entries(attributes)) e.setAttribute(name, value); };
  set(input, { role: "combobox", "aria-expanded": "true", "aria-controls": list.id, "aria-autocomplete": "list", "aria-label": say("palette") });
  set(list, { role: "listbox", "aria-label": say("paletteResults") });
  set(count, { role: "status" });
  box.append(input, list, count);

  let shown: Entry[] = [], at = 0, asking: AbortController | undefined, timer = 0;

  function draw(keep = false) {
    if (!keep) at = 0;
    at = Math.min(at, Math.max(0, shown.length - 1));
    list.replaceChildren(...shown.map((entry, i) => {
      const option = document.createElement("li");
      set(option, { role: "option", id: `palette-${i}`, "aria-selected": String(i === at) });
      const kind = Object.assign(document.createElement("span"), { className: "quiet", textContent: entry.kind === "page" || entry.kind === "deed" || entry.kind === "recent" ? say(`palette-${entry.kind}`) : entry.kind });
      option.append(Object.assign(document.createElement("span"), { textContent: entry.text }), kind);
      option.onmousemove = () => { if (at !== i) select(i); };
      option.onclick = e => go(i, e.ctrlKey || e.metaKey);
      return option;
    }));
    select(at);
    count.textContent = say("paletteCount", shown.length);
  }

  function select(i: number) {
    at = i;
    [...list.children].forEach((o, n) => o.setAttribute("aria-selected", String(n === i)));
    const option = list.children[i];
    if (option) { input.setAttribute("aria-activedescendant", option.id); option.scrollIntoView({ block: "nearest" }); }
    else input.removeAttribute("aria-activedescendant");
  }

  function go(i: number, beside: boolean) {
    const entry = shown[i];
    if (!entry) return;
    if (beside) window.open(entry.href);
    else { box.close(); location.href = entry.href; }
  }

  /** Beginnings before middles, words before initials. */
  function rank(entry: Entry, words: string) {
    const text = entry.text.toLowerCase();
    return text.startsWith(words) ? 0 : text.includes(words) ? 1 : entry.keys?.startsWith(words) ? 2 : entry.keys?.includes(words) ? 3 : -1;
  }

  function find() {
    const words = input.value.trim().toLowerCase();
    asking?.abort();
    clearTimeout(timer);
    const here = [...recent().filter(r => r.href !== location.pathname), ...entries];
    if (!words) { shown = here; draw(); return; }
    shown = here.map(entry => ({ entry, rank: rank(entry, words) })).filter(f => f.rank >= 0).sort((a, b) => a.rank - b.rank).map(f => f.entry).slice(0, most);
    const everything: Entry = { text: say("paletteSearch", input.value.trim()), href: `/search?q=${encodeURIComponent(input.value.trim())}`, kind: "" };
    const local = shown;
    shown = [...local, everything];
    draw();
    if (words.length < 2) return;
    timer = window.setTimeout(async () => {
      asking = new AbortController();
      const answer = await fetch(`/api/v1/search?q=${encodeURIComponent(words)}`, { signal: asking.signal }).catch(() => null);
      if (!answer?.ok) return;
      const hits = ((await answer.json().catch(() => null)) as { hits: Hit[] } | null)?.hits ?? [];
      shown = [...local, ...hits.filter(h => !local.some(l => l.href === h.href)).slice(0, most).map(h => ({ text: h.title, href: h.href, kind: [h.note, h.customerName].filter(Boolean).join(" · ") })), everything];
      draw(true);
    }, 150);
  }

  input.oninput = find;
  input.onkeydown = e => {
    if (e.isComposing) return;
    const to = e.key === "ArrowDown" ? (at + 1) % shown.length : e.key === "ArrowUp" ? (at + shown.length - 1) % shown.length : e.key === "PageDown" ? Math.min(at + 8, shown.length - 1) : e.key === "PageUp" ? Math.max(at - 8, 0) : -1;
    if (to >= 0 && shown.length) { e.preventDefault(); select(to); }
    if (e.key === "Enter") { e.preventDefault(); go(at, e.ctrlKey || e.metaKey); }
  };
  box.onmousedown = e => { if (e.target === box) box.close(); };
  box.onclose = () => { asking?.abort(); clearTimeout(timer); box.remove(); };
  document.body.append(box);
  find();
  box.showModal();
  input.focus();
}
