// Bundles the part of ECharts that pages need into dist/page.js, with the licences and
// notices of what is in it on top and beside it. Run by make assets.
import { build } from "esbuild";
import { readFileSync, readdirSync, writeFileSync, mkdirSync } from "node:fs";

const result = await build({
  entryPoints: ["src/page.js"],
  bundle: true,
  minify: true,
  write: false,
  format: "iife",
  target: ["es2020"],
  legalComments: "none",
  metafile: true,
  logLevel: "warning",
});

// Only what ended up in the bundle has to be named.
const inside = new Set(
  Object.keys(result.metafile.inputs)
    .map((file) => /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1])
    .filter(Boolean),
);
const notices = [];
for (const name of [...inside].sort()) {
  const dir = `node_modules/${name}`;
  const about = JSON.parse(readFileSync(`${dir}/package.json`, "utf8"));
  const texts = readdirSync(dir).filter((f) => /^(LICENSE|NOTICE)(\.\w+)?$/i.test(f)).sort().map((f) => `${dir}/${f}`);
  if (texts.length === 0) {
    throw new Error(`${name} has no licence text`);
  }
  try {
    texts.push(...readdirSync(`${dir}/licenses`).sort().map((f) => `${dir}/licenses/${f}`));
  } catch {
    // a package without parts of others
  }
  notices.push(`${name} ${about.version} (${about.license})`);
  for (const file of texts) {
    notices.push(readFileSync(file, "utf8").replaceAll("\r\n", "\n").trim());
  }
}
const text = notices.join("\n\n----\n\n") + "\n";
if (text.includes("*/")) {
  throw new Error("a licence text ends a comment");
}
mkdirSync("dist", { recursive: true });
writeFileSync("dist/LICENSES.txt", text);
const code = result.outputFiles[0].text;
writeFileSync("dist/page.js", `/*! Includes:\n\n${text}*/\n${code}`);
console.log(`dist/page.js ${Math.round((code.length + text.length) / 1000)} kB: ${[...inside].sort().join(", ")}`);
