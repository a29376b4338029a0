// element makes an element with properties and children; text goes in as text.
export function element(name, properties = {}, ...children) {
  const e = Object.assign(document.createElement(name), properties);
  e.append(...children);
  return e;
}

// zooms are the buttons to look closer, farther, and at all.
export function zooms({ words }, closer, farther, whole) {
  return element("div", { className: "zooms" }, button(words.closer, closer, "+"), button(words.farther, farther, "−"), button(words.whole, whole));
}

// button makes a button; sign is what it shows when that is not its name.
export function button(name, press, sign) {
  const b = element("button", { type: "button", textContent: sign ?? name });
  if (sign) {
    b.setAttribute("aria-label", name);
    b.title = name;
  }
  b.addEventListener("click", press);
  return b;
}
