import { element, zooms } from "./element.js";

// lookCloser lets a reader point at the static map and zoom in on it, in the form that a
// window has room for. The drawing is the same, so that nothing can differ.
export function lookCloser(figure, about) {
  const views = [...figure.querySelectorAll(".broad, .slim")].map(closer);
  const zoom = (factor) => () => views.forEach((v) => v.zoom(factor));
  const whole = () => views.forEach((v) => v.whole());
  const buttons = zooms(about, zoom(1.6), zoom(1 / 1.6), whole);
  figure.insertBefore(element("div", { className: "tools" }, buttons), figure.firstChild);
  addEventListener("beforeprint", whole);
}

// closer makes one drawing answer.
function closer(still) {
  const svg = still.querySelector("svg");
  const [, , wide, tall] = svg.getAttribute("viewBox").split(" ").map(Number);
  let view = { x: 0, y: 0, scale: 1 };
  const show = (next) => {
    const scale = Math.min(8, Math.max(1, next.scale));
    view = {
      scale,
      x: Math.min(wide - wide / scale, Math.max(0, next.x)),
      y: Math.min(tall - tall / scale, Math.max(0, next.y)),
    };
    svg.setAttribute("viewBox", [view.x, view.y, wide / scale, tall / scale].map((v) => Math.round(v * 100) / 100).join(" "));
    svg.style.cursor = scale > 1 ? "grab" : "";
  };
  const zoom = (factor) => {
    const scale = view.scale * factor;
    show({ scale, x: view.x + wide / view.scale / 2 - wide / scale / 2, y: view.y + tall / view.scale / 2 - tall / scale / 2 });
  };
  const told = element("div", { className: "told over", hidden: true });
  told.setAttribute("aria-hidden", "true"); // the table says the same
  still.append(told);
  let from = null;
  svg.addEventListener("pointerdown", (e) => {
    from = view.scale > 1 ? { x: e.clientX, y: e.clientY, view } : null;
  });
  addEventListener("pointerup", () => (from = null));
  svg.addEventListener("pointermove", (e) => {
    const box = svg.getBoundingClientRect();
    if (from) {
      const step = wide / from.view.scale / box.width;
      show({ ...from.view, x: from.view.x - (e.clientX - from.x) * step, y: from.view.y - (e.clientY - from.y) * step });
    }
    const title = e.target.closest("rect, path")?.querySelector("title");
    told.hidden = !title;
    if (title) {
      told.textContent = title.textContent;
      const around = still.getBoundingClientRect();
      told.style.left = `${Math.min(e.clientX - around.left + 12, around.width - told.offsetWidth - 4)}px`;
      told.style.top = `${e.clientY - around.top + 14}px`;
    }
  });
  svg.addEventListener("pointerleave", () => (told.hidden = true));
  still.classList.add("map");
  return { zoom, whole: () => show({ x: 0, y: 0, scale: 1 }) };
}
