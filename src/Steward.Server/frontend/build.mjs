// Bundles the stylesheet, the small script that every page loads and the chart bundle that only pages with charts load.
import { build } from "esbuild";
import { rm, mkdir, copyFile } from "node:fs/promises";

const lib = new URL("../wwwroot/lib/", import.meta.url);
await rm(lib, { recursive: true, force: true });
await mkdir(lib, { recursive: true });

await build({
  entryPoints: ["steward.ts", "charts.ts", "wall.ts", "steward.css"],
  absWorkingDir: import.meta.dirname,
  outdir: lib.pathname,
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  legalComments: "eof",
  logLevel: "warning",
});
await copyFile(new URL("mark.svg", import.meta.url), new URL("mark.svg", lib));
