// What searches cost a browser: `node search.mjs SITE QUERY...` runs the search of
// a site, and prints a line for each query: how many files and bytes were loaded for
// it by a page that had searched nothing before, the same bytes compressed as hosts
// send them, the milliseconds from the query to the first titles with the files at
// hand, how many were found, and the milliseconds when nothing was at hand.
//
// In Chromium, from a folder, if NODE_MODULES says where playwright-core is; else in
// Node, without a page.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { createContext, runInContext } from "node:vm";
import { gzipSync } from "node:zlib";

const [site, ...queries] = process.argv.slice(2);
const read = (path) => readFileSync(join(site, `_search/${path}.js`), "utf8");

// Runs where the search's rules are. `fetchFile` gets a file's arguments by its path.
async function measure({ query, shown, rounds }) {
  const { find, shown: show } = globalThis.briefbookSearchRules;
  const loaded = new Map();
  const load = (path) => {
    if (!loaded.has(path)) loaded.set(path, globalThis.fetchFile(path));
    return loaded.get(path);
  };
  const once = async () => {
    const found = await find(query, load);
    await Promise.all(found.entries.slice(0, shown).map((entry) => show(entry, found.root, load)));
    return found.entries.length;
  };
  // The first time reads the files; the least of the others counts.
  let began = performance.now();
  const found = await once();
  const cold = performance.now() - began;
  let warm = Infinity;
  for (let round = 0; round < rounds; round += 1) {
    began = performance.now();
    await once();
    warm = Math.min(warm, performance.now() - began);
  }
  return { files: [...loaded.keys()], found, cold, warm };
}

// Files are scripts that call `briefbookSearch`.
function fromScripts() {
  const said = new Map();
  globalThis.briefbookSearch = (path, ...rest) => said.set(path, rest);
  globalThis.fetchFile = (path) =>
    new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = `_search/${path}.js`;
      script.onload = () => resolve(said.get(path));
      script.onerror = reject;
      document.head.append(script);
    });
}

async function inChromium() {
  const { chromium } = createRequire(join(process.env.NODE_MODULES, "here.js"))("playwright-core");
  const browser = await chromium.launch({
    executablePath: "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"],
  });
  const ask = async (asked) => {
    const page = await browser.newPage();
    await page.goto(pathToFileURL(join(resolve(site), "index.html")).href);
    await page.addScriptTag({ path: join(site, "_theme/search-index.js") });
    await page.evaluate(fromScripts);
    const told = await page.evaluate(measure, asked);
    await page.close();
    return told;
  };
  return { ask, end: () => browser.close() };
}

function inNode() {
  const page = createContext({ performance });
  runInContext(readFileSync(join(site, "_theme/search-index.js"), "utf8"), page);
  page.fetchFile = async (path) => {
    let said;
    new Function("briefbookSearch", read(path))((name, ...rest) => (said = rest));
    return said;
  };
  runInContext(`globalThis.measure = ${measure}`, page);
  return { ask: (asked) => page.measure(asked), end: () => {} };
}

const { ask, end } = process.env.NODE_MODULES ? await inChromium() : inNode();
for (const query of queries) {
  // A reader sees a screen of results before asking for more.
  const { files, found, cold, warm } = await ask({ query, shown: 10, rounds: 5 });
  const bytes = files.map((path) => Buffer.from(read(path)));
  const sum = (sizes) => sizes.reduce((all, size) => all + size, 0);
  const raw = sum(bytes.map((text) => text.length));
  const sent = sum(bytes.map((text) => gzipSync(text).length));
  console.log([query, files.length, raw, sent, warm.toFixed(3), found, cold.toFixed(3)].join("\t"));
}
await end();
