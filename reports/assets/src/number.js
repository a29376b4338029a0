// number writes a value of an axis as the page writes numbers: 1.234,5, 12,3 % and
// € 1.234 in Dutch, 1,234.5, 12.3% and €1,234 in English, with a true minus sign.
export function number(v, { lang, unit, decimals }) {
  const dutch = lang !== "en";
  const share = unit === "share";
  const digits = new Intl.NumberFormat(dutch ? "nl-BE" : "en-GB", {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
    useGrouping: "always",
  }).format(Math.abs(share ? v * 100 : v));
  const sign = v < 0 && /[1-9]/.test(digits) ? "−" : "";
  if (share) {
    return sign + digits + (dutch ? "\u00a0%" : "%");
  }
  return unit === "eur" ? sign + (dutch ? "€\u00a0" : "€") + digits : sign + digits;
}
