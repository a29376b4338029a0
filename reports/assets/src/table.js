import { button } from "./element.js";

// sortable makes each heading of a table a button that sorts by its column, up and then
// down. Periods stand in their own order, other names by the alphabet, and what has no
// number after all that have.
export function sortable(table) {
  const body = table.tBodies[0];
  if (!body || body.rows.length < 2) {
    return;
  }
  const rows = [...body.rows];
  const place = new Map(rows.map((row, i) => [row, i]));
  [...table.tHead.rows[0].cells].forEach((heading, column) => {
    const text = (row) => row.cells[column].textContent.trim();
    const numeric = heading.classList.contains("n");
    const timed = !numeric && rows.every((row) => /(^|\s)\d{4}$/.test(text(row)));
    const compare = (a, b) => {
      if (timed) {
        return place.get(a) - place.get(b);
      }
      return numeric ? value(text(a)) - value(text(b)) : text(a).localeCompare(text(b), document.documentElement.lang);
    };
    const sort = button(heading.textContent, () => {
      const up = heading.getAttribute("aria-sort") !== "ascending";
      for (const other of table.tHead.rows[0].cells) {
        other.removeAttribute("aria-sort");
      }
      heading.setAttribute("aria-sort", up ? "ascending" : "descending");
      const known = (row) => !numeric || !Number.isNaN(value(text(row)));
      body.append(...rows.toSorted((a, b) => known(b) - known(a) || (known(a) ? compare(a, b) * (up ? 1 : -1) : 0) || place.get(a) - place.get(b)));
    });
    sort.className = "sort";
    heading.replaceChildren(sort);
  });
}

// value reads the first number of a cell as the page writes it; NaN for [o] and words.
function value(text) {
  const dutch = document.documentElement.lang.startsWith("nl");
  const found = /-?\d[\d.,]*/.exec(text.replace("−", "-").replace(/[€\s\u00a0]/g, ""));
  return found ? Number(dutch ? found[0].replaceAll(".", "").replace(",", ".") : found[0].replaceAll(",", "")) : NaN;
}
