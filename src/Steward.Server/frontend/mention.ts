// Offers colleagues while @ and the beginning of a name are typed; arrows choose, Enter or Tab writes the name.

const known = new Map<string, Promise<string[]>>();

const fetched = (source: string) => {
  if (!known.has(source)) known.set(source, fetch(source).then(a => a.ok ? a.json() as Promise<string[]> : []).catch(() => []));
  return known.get(source)!;
};

export function mentions(area: HTMLTextAreaElement) {
  const list = document.createElement("ul");
  list.className = "mention-list";
  list.role = "listbox";
  list.id = `mention-${Math.random().toString(36).slice(2)}`;
  list.hidden = true;
  area.setAttribute("aria-autocomplete", "list");
  let at = 0, begun = -1;

  const close = () => { list.hidden = true; list.remove(); area.removeAttribute("aria-activedescendant"); area.removeAttribute("aria-controls"); };
  const options = () => [...list.children] as HTMLLIElement[];
  const mark = (to: number) => {
    at = (to + options().length) % options().length;
    options().forEach((o, i) => { o.ariaSelected = String(i === at); });
    area.setAttribute("aria-activedescendant", options()[at]!.id);
  };
  const write = (name: string) => {
    area.setRangeText(`@${name} `, begun, area.selectionStart, "end");
    close();
    area.focus();
  };

  area.addEventListener("input", async () => {
    const typed = /@([^@\n]{0,20})$/.exec(area.value.slice(0, area.selectionStart));
    if (!typed) return close();
    const wanted = typed[1]!.toLowerCase();
    const fits = (await fetched(area.dataset.mention!)).filter(n => n.toLowerCase().includes(wanted)).slice(0, 8);
    begun = area.selectionStart - typed[0].length;
    if (fits.length === 0 || !area.value.slice(begun).startsWith("@")) return close();
    list.replaceChildren(...fits.map((name, i) => {
      const option = document.createElement("li");
      Object.assign(option, { role: "option", id: `${list.id}-${i}`, textContent: name });
      option.addEventListener("mousedown", e => { e.preventDefault(); write(name); });
      return option;
    }));
    area.after(list);
    area.setAttribute("aria-controls", list.id);
    list.hidden = false;
    mark(0);
  });
  area.addEventListener("keydown", e => {
    if (list.hidden) return;
    if (e.key === "ArrowDown" || e.key === "ArrowUp") mark(at + (e.key === "ArrowDown" ? 1 : -1));
    else if (e.key === "Enter" || e.key === "Tab") write(options()[at]!.textContent!);
    else if (e.key === "Escape") close();
    else return;
    e.preventDefault();
    e.stopPropagation();
  });
  area.addEventListener("blur", close);
}
