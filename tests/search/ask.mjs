// Runs the search of the theme without a page: reads what to do as JSON from the
// standard input, and writes what came of it.
//
// `{"texts": [...], "language": "en"}` gives the words of each text, stemmed.
// `{"files": {path: text}, "queries": [...]}` gives the titles found for each.

import { readFileSync } from "node:fs";
import { createContext, runInContext } from "node:vm";

const script = readFileSync(new URL("../../themes/default/search-index.js", import.meta.url), "utf8");
const page = createContext({});
runInContext(script, page);
const { words, stem, find, shown } = page.briefbookSearchRules;

const { texts, language, files, queries } = JSON.parse(readFileSync(0, "utf8"));
if (texts) {
  console.log(JSON.stringify(texts.map((text) => words(text).map((word) => stem(word, language)))));
} else {
  const loaded = new Map();
  const load = async (path) => {
    if (!loaded.has(path)) {
      new Function("briefbookSearch", files[`_search/${path}.js`])((name, ...said) => loaded.set(name, said));
    }
    return loaded.get(path);
  };
  const titles = [];
  for (const query of queries) {
    const found = await find(query, load);
    const entries = await Promise.all(found.entries.map((entry) => shown(entry, found.root, load)));
    titles.push(entries.map(([title]) => title));
  }
  console.log(JSON.stringify(titles));
}
