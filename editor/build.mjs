// Makes the files of the editor in kg/publish/pages/built: one script, one style sheet, and the licences of what is
// in them. What it writes depends on package-lock.json and src/ alone. Another folder may be named: build.mjs FOLDER.
import { mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const HERE = dirname(fileURLToPath(import.meta.url));
const OUT = process.argv[2] ?? join(HERE, "..", "kg", "publish", "pages", "built");

async function licences() {
  const lock = JSON.parse(await readFile(join(HERE, "package-lock.json"), "utf8"));
  const shipped = Object.entries(lock.packages).filter(([path, one]) => path && !one.dev && !one.optional);
  const parts = [];
  for (const [path, { version, license }] of shipped) {
    const folder = join(HERE, path);
    const files = (await readdir(folder)).filter((name) => /^(licen[cs]e|notice|copying)/i.test(name)).sort();
    const texts = await Promise.all(files.map((name) => readFile(join(folder, name), "utf8")));
    const told = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
    const author = typeof told.author === "object" ? told.author.name : (told.author ?? "");
    const home = told.homepage ?? "";
    const name = path.replace(/^.*node_modules\//, "");
    const head = [`${name} ${version} (${license})`, author, home].filter(Boolean).join(", ");
    parts.push([head, ...texts.map((text) => text.trim())].join("\n\n"));
  }
  return parts.join(`\n\n${"-".repeat(80)}\n\n`) + "\n";
}

await rm(OUT, { recursive: true, force: true });
await mkdir(OUT, { recursive: true });
await build({
  entryPoints: { editor: join(HERE, "src", "main.js") },
  outdir: OUT,
  bundle: true,
  minify: true,
  format: "iife",
  target: ["es2022"],
  legalComments: "none",
  logLevel: "warning",
});
await writeFile(join(OUT, "editor.txt"), await licences());
