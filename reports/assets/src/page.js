// What an interactive page does beyond the static one: charts that answer to pointing,
// switch series and zoom, and tables that can be sorted. The static drawing stays in the
// page: it is what is printed, and what is left when anything here fails.
import { takeOver } from "./chart.js";
import { lookCloser } from "./map.js";
import { sortable } from "./table.js";

for (const script of document.querySelectorAll('figure script[type="application/json"]')) {
  const figure = script.closest("figure");
  const option = JSON.parse(script.textContent);
  if (option.peil.zoom === "map") {
    lookCloser(figure, option.peil);
  } else {
    takeOver(figure, option);
  }
}
for (const table of document.querySelectorAll("section.fig table")) {
  sortable(table);
}
document.documentElement.dataset.live = "yes";
