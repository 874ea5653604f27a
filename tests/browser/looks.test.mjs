// What pages look like where it can be measured: words that are large enough, parts
// that do not lie on each other, what stands in the margins of paper.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";

import { launch, open, pagesByKind, root, site } from "./book.mjs";

const pages = pagesByKind();

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

/** The addresses of all pages with this in their text. */
function pagesWith(text) {
  const files = readdirSync(site, { recursive: true }).filter((name) => name.endsWith(".html"));
  return files.filter((name) => readFileSync(path.join(site, name), "utf8").includes(text));
}

test("a chart on the first page does not make it wider than a phone", async () => {
  const context = await browser.newContext({ viewport: { width: 375, height: 740 } });
  const page = await open(context, root);
  await page.goto(root + "index.html");
  const widths = await page.evaluate(() => {
    const drawing = '<figure class="chart"><svg class="chart-drawing" viewBox="0 0 600 200"></svg></figure>';
    document.querySelector(".brief .prose").insertAdjacentHTML("beforeend", drawing);
    return [document.documentElement.scrollWidth, document.querySelector(".chart-drawing").clientWidth > 375];
  });
  assert.deepEqual(widths, [375, true]);
  await context.close();
});

test("the words of charts can be read on a phone, and the rest of a chart is a swipe away", async () => {
  const charts = pagesWith('class="chart-drawing"');
  assert.ok(charts.length > 0);
  const context = await browser.newContext({ viewport: { width: 375, height: 800 } });
  const page = await open(context, root);
  for (const url of charts) {
    await page.goto(root + url);
    const drawn = await page.evaluate(() =>
      [...document.querySelectorAll(".chart-drawing")].map((drawing) => ({
        size: parseFloat(getComputedStyle(drawing).fontSize) * drawing.getScreenCTM().a,
        swiped: getComputedStyle(drawing.closest("figure, article")).overflowX,
      }))
    );
    for (const { size } of drawn) assert.ok(size >= 11, `${url}: ${size} px`);
    if (url !== pages.get("print")) for (const { swiped } of drawn) assert.equal(swiped, "auto", url);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), url);
  }
  assert.deepEqual(page.faults, []);
  await context.close();
});

test("nothing lies on the text, with the sections beside it and without", async () => {
  for (const width of [1000, 1280, 1600]) {
    const context = await browser.newContext({ viewport: { width, height: 900 } });
    const page = await open(context, root);
    for (const kind of ["note", "timeline"]) {
      await page.goto(root + pages.get(kind));
      for (const without of [false, true]) {
        // A book without sections has none to show.
        if (without) await page.evaluate(() => document.querySelector(".sidebar").remove());
        const beside = await page.evaluate(() => {
          const text = document.querySelector("main").getBoundingClientRect();
          return [...document.querySelectorAll(".layout > details")].every((fold) => {
            const box = fold.getBoundingClientRect();
            return box.right <= text.left || box.left >= text.right || box.bottom <= text.top;
          });
        });
        assert.ok(beside, `${kind} at ${width} px, ${without ? "without" : "with"} sections`);
      }
    }
    assert.deepEqual(page.faults, []);
    await context.close();
  }
});

test("the margins of the printed book know its title and the section", async () => {
  const context = await browser.newContext();
  const page = await open(context, root);
  await page.goto(root + pages.get("print"));
  await page.emulateMedia({ media: "print" });
  const heads = await page.evaluate(() => {
    const style = getComputedStyle(document.documentElement);
    return [...document.querySelectorAll(".book-chapter")].map((chapter) => {
      const head = getComputedStyle(chapter).page;
      return { level: chapter.classList.contains("level-2"), head: style.getPropertyValue(`--${head}`), title: chapter.querySelector(".book-title").textContent };
    });
  });
  let section = "";
  for (const { level, head, title } of heads) {
    if (level) section = title;
    assert.equal(head, JSON.stringify(section), title);
  }
  const book = await page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue("--head-book"));
  assert.equal(book, JSON.stringify(await page.locator(".book-cover h1").textContent()));
  assert.deepEqual(page.faults, []);
  await context.close();
});

/** Texts that have the colour of the ground on which they stand. */
const unseen = (page) =>
  page.evaluate(() => {
    const channels = (colour) => colour.match(/[\d.]+/g).map(Number);
    const isClear = (colour) => channels(colour)[3] === 0;
    const ground = (element) => {
      for (let at = element; at; at = at.parentElement) {
        const colour = getComputedStyle(at).backgroundColor;
        if (!isClear(colour)) return colour;
      }
      return "rgb(0, 0, 0)"; // The canvas of the dark scheme that Chromium forces.
    };
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found = new Set();
    while (texts.nextNode()) {
      const element = texts.currentNode.parentElement;
      if (!texts.currentNode.data.trim() || !element.checkVisibility() || element.closest("svg, option")) continue;
      const [text, below] = [getComputedStyle(element).color, ground(element)].map(channels);
      if (text.slice(0, 3).join() === below.slice(0, 3).join()) found.add(element.outerHTML.slice(0, 120));
    }
    return [...found].slice(0, 3);
  });

for (const [kind, url] of pages) {
  if (kind === "redirect") continue;
  test(`${kind} in colours that the system forces: all text can be seen`, async () => {
    const context = await browser.newContext({ colorScheme: "dark", forcedColors: "active" });
    const page = await open(context, root);
    await page.goto(root + url);
    await page.evaluate(() => document.querySelectorAll("details").forEach((fold) => (fold.open = true)));
    assert.deepEqual(await unseen(page), [], url);
    await context.close();
  });
}
