// What a phone in the field can do: sign with a finger, and send photos no larger than anybody needs.

const all = <E extends HTMLElement>(selector: string, within: ParentNode) => [...within.querySelectorAll<E>(selector)];

// A drawn signature is a picture in a hidden field. Ink is black on white, whatever the theme.

export function signable(box: HTMLElement) {
  const canvas = box.querySelector("canvas")!, kept = box.querySelector<HTMLInputElement>("input[type=hidden]")!, again = box.querySelector("button")!;
  const ink = canvas.getContext("2d")!;
  const clear = () => {
    ink.fillStyle = "#fff";
    ink.fillRect(0, 0, canvas.width, canvas.height);
    ink.strokeStyle = "#000";
    ink.fillStyle = "#000";
    ink.lineWidth = 5;
    ink.lineCap = ink.lineJoin = "round";
    kept.value = "";
  };
  const at = (e: PointerEvent) => {
    const box = canvas.getBoundingClientRect();
    return [(e.clientX - box.left) * canvas.width / box.width, (e.clientY - box.top) * canvas.height / box.height] as const;
  };
  let last: readonly [number, number] | null = null;
  canvas.addEventListener("pointerdown", e => {
    if (!e.isPrimary) return;
    canvas.setPointerCapture(e.pointerId);
    last = at(e);
    ink.beginPath();
    ink.arc(...last, 2.5, 0, 7);
    ink.fill();
    e.preventDefault();
  });
  canvas.addEventListener("pointermove", e => {
    if (!last || !e.isPrimary) return;
    // A fast finger is asked for all the places that it went through.
    for (const part of e.getCoalescedEvents?.().length ? e.getCoalescedEvents() : [e]) {
      const next = at(part);
      ink.beginPath();
      ink.moveTo(...last);
      ink.lineTo(...next);
      ink.stroke();
      last = next;
    }
  });
  const lift = () => {
    if (!last) return;
    last = null;
    kept.value = canvas.toDataURL("image/png");
  };
  canvas.addEventListener("pointerup", lift);
  canvas.addEventListener("pointercancel", lift);
  again.onclick = clear;
  clear();
  box.hidden = false;
}

// Photos are drawn anew at most so large, upright as they were taken; place and camera stay behind. What is no photo, or gets no smaller, goes as it is.

const longest = 1920, worthIt = 300_000;

async function shrunk(file: File): Promise<File> {
  if (!/^image\/(jpeg|png|webp)$/.test(file.type) || file.size < worthIt) return file;
  const picture = await createImageBitmap(file, { imageOrientation: "from-image" }).catch(() => null);
  if (!picture) return file;
  const scale = Math.min(1, longest / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [Math.round(picture.width * scale), Math.round(picture.height * scale)];
  const paper = canvas.getContext("2d")!;
  paper.fillStyle = "#fff";
  paper.fillRect(0, 0, canvas.width, canvas.height);
  paper.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  const small = await new Promise<Blob | null>(done => canvas.toBlob(done, "image/jpeg", .82));
  return small && small.size < file.size ? new File([small], file.name.replace(/\.[^.]*$/, "") + ".jpg", { type: "image/jpeg", lastModified: file.lastModified }) : file;
}

export function shrinks(input: HTMLInputElement) {
  input.addEventListener("change", async () => {
    const given = [...input.files ?? []];
    if (!given.some(f => f.type.startsWith("image/"))) return;
    const buttons = input.form ? all<HTMLButtonElement>("button[type=submit]", input.form) : [];
    for (const button of buttons) button.disabled = true;
    try {
      const now = new DataTransfer();
      for (const file of given) now.items.add(await shrunk(file));
      input.files = now.files;
      input.dataset.shrunk = String([...now.files].reduce((sum, f) => sum + f.size, 0));
    } finally {
      for (const button of buttons) button.disabled = false;
    }
  });
}
