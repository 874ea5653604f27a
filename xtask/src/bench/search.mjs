// What searches cost a browser: `node search.mjs SITE QUERY...` runs the search of
// a site, without a page, and prints a line for each query: how many files and bytes
// were loaded for it by a page that had searched nothing before, the same bytes
// compressed as hosts send them, the milliseconds from the query to the first titles
// with the files at hand, and how many were found.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { createContext, runInContext } from "node:vm";
import { gzipSync } from "node:zlib";

// A reader sees a screen of results before asking for more.
const SHOWN = 10;
const ROUNDS = 5;

const [site, ...queries] = process.argv.slice(2);
const page = createContext({});
runInContext(readFileSync(join(site, "_theme/search.js"), "utf8"), page);
const { find, shown } = page.briefbookSearchRules;

for (const query of queries) {
  const texts = new Map();
  const once = async () => {
    const loaded = new Map();
    const load = async (path) => {
      if (!loaded.has(path)) {
        if (!texts.has(path)) texts.set(path, readFileSync(join(site, `_search/${path}.js`), "utf8"));
        new Function("briefbookSearch", texts.get(path))((name, ...said) => loaded.set(name, said));
      }
      return loaded.get(path);
    };
    const found = await find(query, load);
    await Promise.all(found.entries.slice(0, SHOWN).map((entry) => shown(entry, found.root, load)));
    return found.entries.length;
  };
  // The first time reads the files; the least of the others counts.
  let found = await once();
  let least = Infinity;
  for (let round = 0; round < ROUNDS; round += 1) {
    const began = performance.now();
    found = await once();
    least = Math.min(least, performance.now() - began);
  }
  const bytes = [...texts.values()].map((text) => Buffer.from(text));
  const sum = (sizes) => sizes.reduce((all, size) => all + size, 0);
  const raw = sum(bytes.map((text) => text.length));
  const sent = sum(bytes.map((text) => gzipSync(text).length));
  console.log([query, texts.size, raw, sent, least.toFixed(3), found].join("\t"));
}
