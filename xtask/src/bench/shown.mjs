// How long a saved sentence takes until Chromium shows it: `node shown.mjs URL FILE`
// opens a page, adds a sentence to its file, waits until the page has it, and prints
// the seconds of each round. NODE_MODULES is the folder of playwright-core.

import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { performance } from "node:perf_hooks";

const ROUNDS = 3;
const LIMIT = 60_000;
// A program may have work left when the page is shown, and the page must connect again.
const REST = 1_500;

const require = createRequire(join(process.env.NODE_MODULES, "here.js"));
const { chromium } = require("playwright-core");
const [url, file] = process.argv.slice(2);
const text = readFileSync(file, "utf8");

const browser = await chromium.launch({
  executablePath: "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"],
});
try {
  const page = await browser.newPage({ bypassCSP: true });
  await page.goto(url);
  // The page must have connected to the server that tells it of changes.
  await page.waitForTimeout(REST);
  for (let round = 0; round < ROUNDS; round += 1) {
    const mark = `Sentence number ${round} in a browser`;
    writeFileSync(file, `${text}\n${mark}.\n`);
    const began = performance.now();
    await page.waitForFunction((mark) => document.body?.textContent.includes(mark), mark, {
      polling: 2,
      timeout: LIMIT,
    });
    console.log(((performance.now() - began) / 1e3).toFixed(4));
    await page.waitForTimeout(REST);
  }
} finally {
  writeFileSync(file, text);
  await browser.close();
}
