// The wall: fetches itself again when something changes and every half minute, lets its clocks run, and says when its data grows old.
const words = JSON.parse(document.documentElement.dataset.words ?? "{}") as Record<string, string>;
const say = (key: string, value: string | number = "") => (words[key] ?? key).replace("{0}", String(value));
const main = document.querySelector<HTMLElement>("main[data-at]")!;
const script = () => document.querySelector<HTMLScriptElement>("script[type=module]")!.src;

// The server's clock, as far as this machine's runs beside it; ages are measured by a clock that nobody sets.
let skew = Number(main.dataset.at) - Date.now(), fetched = performance.now();
const zone = main.dataset.zone!;
const time = new Intl.DateTimeFormat("en-GB", { timeZone: zone, hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" });
const date = new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short" });
const two = (n: number) => String(n).padStart(2, "0");

function span(ms: number) {
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 1) return say("now");
  if (minutes < 60) return say("minutes", minutes);
  if (minutes < 1440) return `${say("hours", Math.floor(minutes / 60))} ${say("minutes", minutes % 60)}`;
  return `${say("days", Math.floor(minutes / 1440))} ${say("hours", Math.floor(minutes / 60) % 24)}`;
}

function tick() {
  const now = Date.now() + skew;
  const put = (element: Element, text: string) => { if (element.textContent !== text) element.textContent = text; };
  main.querySelectorAll("[data-clock]").forEach(e => put(e, time.format(now)));
  main.querySelectorAll("[data-date]").forEach(e => put(e, date.format(now)));
  main.querySelectorAll<HTMLElement>("[data-due]").forEach(e => {
    const left = Math.abs(Number(e.dataset.due) - now) / 1000;
    put(e, `${Math.floor(left / 3600)}:${two(Math.floor(left / 60) % 60)}:${two(Math.floor(left) % 60)}`);
    if (Number(e.dataset.due) < now) e.closest("li")!.className = "tone-bad";
  });
  main.querySelectorAll<HTMLElement>("[data-since]").forEach(e => put(e, span(now - Number(e.dataset.since))));
  const age = performance.now() - fetched, old = age > 75_000;
  main.classList.toggle("is-old", old);
  main.querySelector<HTMLElement>(".wall-old")!.hidden = !old;
  main.querySelector<HTMLElement>(".wall-live")!.hidden = old;
  if (old) put(main.querySelector("[data-old]")!, say("wallOld", span(age)));
}

let fetching = false, again = false, next = 0;
async function refresh() {
  if (fetching) { again = true; return; }
  [fetching, again] = [true, false];
  try {
    const answer = await fetch(location.href, { headers: { accept: "text/html" }, cache: "no-store" });
    // Revoked, or over: what the server says of it stands there, not what was true once.
    if (answer.status === 404) { location.reload(); return; }
    if (answer.ok) {
      const sent = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = sent.querySelector<HTMLElement>("main[data-at]");
      const newer = sent.querySelector<HTMLScriptElement>("script[type=module]");
      if (fresh && newer && new URL(newer.getAttribute("src")!, location.href).href !== script()) { location.reload(); return; }
      if (fresh) {
        main.replaceChildren(...fresh.childNodes);
        [skew, fetched] = [Number(fresh.dataset.at) - Date.now(), performance.now()];
        tick();
      }
    }
  } catch { /* the line is down: the wall says so by itself */ }
  fetching = false;
  next = performance.now() + 1000;
  if (again) soon();
}

let timer = 0;
const soon = () => { timer ||= window.setTimeout(() => { timer = 0; void refresh(); }, Math.max(200, next - performance.now())); };

function listen() {
  const source = new EventSource(`${location.pathname}/live`);
  source.addEventListener("changed", soon);
  source.addEventListener("reload", soon);
  source.onerror = () => {
    if (source.readyState !== EventSource.CLOSED) return;
    setTimeout(listen, 10_000);
    void refresh();
  };
}

tick();
setInterval(tick, 1000);
setInterval(soon, 30_000);
listen();
