// Cards of links and notes in the margin, in Chromium, on the built bundled book.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";

import { launch, open, root, serve, violations } from "./book.mjs";

const NOTE = "china-5g-strategy/the-zte-shock.html";
const WITH_FOOTNOTE = "china-5g-strategy/procurement-targets.html";

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

const card = (page) => page.locator(".preview");
const opened = (page) => card(page).waitFor({ state: "visible" });
const closed = (page) => card(page).waitFor({ state: "hidden" });

/** The first link of a kind that leads to another place than this page. */
const toNote = (page) => page.locator('.prose p > a:not([class])[href$=".html"]').first();
const toTerm = (page) => page.locator(".prose p > a.term").first();
const toSource = (page) => page.locator(".prose a.cite").first();

/** Puts the keyboard on a link, as if the reader had come to it with Tab. */
async function come(page, link) {
  await page.keyboard.press("Shift");
  await link.focus();
}

/** Whether a card stands in the window and covers nothing of its link. */
const wellPlaced = (page, link) =>
  link.evaluate((link) => {
    const card = document.querySelector(".preview").getBoundingClientRect();
    const inside =
      card.left >= 0 && card.top >= 0 && card.right <= window.innerWidth && card.bottom <= window.innerHeight;
    const covers = [...link.getClientRects()].some(
      (line) => card.left < line.right && card.right > line.left && card.top < line.bottom && card.bottom > line.top
    );
    return inside && !covers;
  });

test("a note, a term and a source show what they are, from a folder and from a strict host", async (t) => {
  const host = await serve();
  t.after(host.close);
  for (const folder of [root, host.folder]) {
    const context = await browser.newContext();
    const page = await open(context, folder);
    await page.goto(folder + NOTE);

    await toNote(page).hover();
    await opened(page);
    assert.equal(await page.locator(".preview-title").textContent(), "ZTE");
    assert.ok((await page.locator(".preview-text").textContent()).length > 40);
    assert.ok(await wellPlaced(page, toNote(page)));

    await page.mouse.move(5, 5);
    await closed(page);
    await toTerm(page).hover();
    await opened(page);
    assert.ok((await page.locator(".preview-text p").count()) >= 2);

    await page.mouse.move(5, 5);
    await closed(page);
    await toSource(page).hover();
    await opened(page);
    const source = (await toSource(page).getAttribute("href")).slice(1);
    const entry = await page.locator(`[id="${source}"] .entry`).textContent();
    assert.equal((await page.locator(".preview-text").textContent()).trim(), entry.trim());
    assert.deepEqual(page.faults, []);
    await context.close();
  }
});

test("a source that is cited on a page without its entry shows it all the same", async () => {
  const context = await browser.newContext();
  const page = await open(context, root);
  await page.goto(root + "timeline.html");
  await page.locator(".event-text a.cite").first().hover();
  await opened(page);
  assert.ok((await page.locator(".preview-text").textContent()).length > 30);
  assert.deepEqual(page.faults, []);
  await context.close();
});

test("a card waits, stays under the pointer, and goes with it", async () => {
  const context = await browser.newContext();
  const page = await open(context, root);
  await page.goto(root + NOTE);
  // A pointer on its way opens nothing.
  await toNote(page).hover();
  await page.mouse.move(5, 5);
  await page.waitForTimeout(500);
  assert.equal(await card(page).isVisible(), false);
  // From the link into the card, and there it stays.
  await toNote(page).hover();
  await opened(page);
  const box = await card(page).boundingBox();
  await page.mouse.move(box.x + 20, box.y + 20, { steps: 5 });
  await page.waitForTimeout(600);
  assert.ok(await card(page).isVisible());
  await page.mouse.move(5, 5);
  await closed(page);
  assert.deepEqual(page.faults, []);
  await context.close();
});

test("a page that scrolls under a pointer at rest opens nothing until the pointer moves", async () => {
  const context = await browser.newContext();
  const page = await open(context, root);
  await page.goto(root + NOTE);
  await page.mouse.move(400, 300);
  await toTerm(page).evaluate((link) => {
    const box = link.getClientRects()[0];
    document.documentElement.style.scrollBehavior = "auto";
    // The link comes to lie under the pointer.
    window.scrollBy(0, box.top + box.height / 2 - 300);
    link.closest("p").style.marginInlineStart = `${400 - box.left - box.width / 2}px`;
  });
  await page.waitForTimeout(800);
  assert.equal(await card(page).isVisible(), false);
  await toTerm(page).hover();
  await opened(page);
  assert.deepEqual(page.faults, []);
  await context.close();
});

test("the keyboard opens a card that describes its link; Escape closes it and nothing else", async () => {
  const context = await browser.newContext();
  const page = await open(context, root);
  await page.goto(root + NOTE);
  const link = toTerm(page);
  await come(page, link);
  await opened(page);
  assert.equal(await link.getAttribute("aria-describedby"), "bb-card");
  assert.equal(await page.locator("#bb-card").getAttribute("role"), "tooltip");
  assert.equal(await page.locator(".preview-onward").isVisible(), false);
  assert.deepEqual(await violations(page), []);
  await page.keyboard.press("Escape");
  await closed(page);
  assert.equal(await link.getAttribute("aria-describedby"), null);
  assert.ok(await link.evaluate((link) => link === document.activeElement));
  // It stays closed until the reader comes back.
  await page.waitForTimeout(400);
  assert.equal(await card(page).isVisible(), false);

  // Going on with Tab closes the one and opens the next, and Enter follows.
  await come(page, toNote(page));
  await opened(page);
  await page.keyboard.press("Enter");
  await page.waitForURL(root + "topics/zte.html");
  assert.deepEqual(page.faults, []);
  await context.close();
});

test("the first touch shows the card, the link in it goes on", async () => {
  const context = await browser.newContext({ hasTouch: true, isMobile: true, viewport: { width: 375, height: 700 } });
  const page = await open(context, root);
  await page.goto(root + NOTE);
  const link = toNote(page);
  await link.scrollIntoViewIfNeeded();
  await link.tap();
  await opened(page);
  assert.equal(page.url(), root + NOTE);
  assert.equal(await card(page).getAttribute("role"), "dialog");
  assert.ok(await wellPlaced(page, link));
  assert.ok(await card(page).evaluate((card) => card === document.activeElement));
  assert.deepEqual(await violations(page), []);
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth));

  // A touch beside it closes it, and the mouse events that phones make up
  // afterwards do not open it again.
  await page.locator("h1").tap();
  await closed(page);
  await page.waitForTimeout(600);
  assert.equal(await card(page).isVisible(), false);

  await link.tap();
  await opened(page);
  await page.locator(".preview-onward").tap();
  await page.waitForURL(root + "topics/zte.html");
  assert.deepEqual(page.faults, []);
  await context.close();
});

test("a link without a card is followed at the first touch", async () => {
  const context = await browser.newContext({ hasTouch: true, isMobile: true, viewport: { width: 375, height: 700 } });
  const page = await open(context, root);
  await page.goto(root + NOTE);
  await page.evaluate(() => {
    const link = document.querySelector(".prose p a");
    link.href = "../timeline.html";
    link.id = "changed";
  });
  await page.locator("#changed").tap();
  await page.waitForURL(root + "timeline.html");
  assert.deepEqual(page.faults, []);
  await context.close();
});

test("cards can be switched off in a card or at the foot, and the book remembers", async () => {
  const context = await browser.newContext();
  const page = await open(context, root);
  await page.goto(root + NOTE);
  const control = page.locator(".card-switch");
  assert.equal(await control.getAttribute("aria-pressed"), "true");
  await toNote(page).hover();
  await opened(page);
  await page.locator(".preview-off").click();
  await closed(page);
  assert.equal(await control.getAttribute("aria-pressed"), "false");

  await page.goto(root + "topics/zte.html");
  assert.equal(await control.getAttribute("aria-pressed"), "false");
  await page.locator(".prose p a").first().hover();
  await page.waitForTimeout(600);
  assert.equal(await card(page).isVisible(), false);
  await control.focus();
  await page.keyboard.press("Enter");
  assert.equal(await control.getAttribute("aria-pressed"), "true");
  await page.locator(".prose p a").first().hover();
  await opened(page);
  assert.deepEqual(page.faults, []);
  await context.close();
});

test("cards stay in small windows and cover no part of a link that is broken over lines", async () => {
  for (const [width, height] of [[320, 480], [700, 300], [1440, 900]]) {
    const context = await browser.newContext({ viewport: { width, height } });
    const page = await open(context, root);
    await page.goto(root + NOTE);
    // What stands in the margin already has no card.
    const links = page.locator(".prose p > a.term, .prose a.cite:not([data-in-margin])");
    for (const at of [0, 1, 3, 6]) {
      const link = links.nth(at);
      await come(page, link);
      await opened(page);
      assert.ok(await wellPlaced(page, link), `${await link.textContent()} at ${width} x ${height}`);
      await page.keyboard.press("Escape");
      await closed(page);
    }
    assert.deepEqual(page.faults, []);
    await context.close();
  }
});

test("a footnote stands beside its mark where there is room, and in a card where there is not", async () => {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await open(context, root);
  await page.goto(root + WITH_FOOTNOTE);
  const mark = page.locator(".footnote-ref a").first();
  const note = page.locator(".footnotes li").first();
  const [markBox, noteBox] = [await mark.boundingBox(), await note.boundingBox()];
  assert.ok(Math.abs(markBox.y - noteBox.y) < 20, "beside its mark");
  assert.ok(noteBox.x > markBox.x && noteBox.x + noteBox.width <= 1440 && noteBox.width > 150);
  await come(page, mark);
  await page.waitForTimeout(500);
  assert.equal(await card(page).isVisible(), false);
  assert.deepEqual(await violations(page), []);

  // On paper it is an endnote.
  await page.emulateMedia({ media: "print" });
  assert.equal(await note.evaluate((note) => getComputedStyle(note).position), "static");
  await page.emulateMedia({ media: "screen" });

  // The window is narrow some time after it was asked to be.
  await page.setViewportSize({ width: 1000, height: 800 });
  const isStatic = (note) => getComputedStyle(note).position === "static";
  await page.waitForFunction(isStatic, await note.elementHandle());
  await page.locator("h1").click();
  // The text is laid out anew in the narrow window before a hand comes to it.
  await mark.scrollIntoViewIfNeeded();
  await page.waitForTimeout(400);
  await come(page, mark);
  await opened(page);
  assert.ok(await wellPlaced(page, mark));
  const words = (await page.locator(".preview-text").textContent()).trim();
  assert.ok(words.length > 20 && !words.includes("\u21a9"), words);
  assert.deepEqual(page.faults, []);
  await context.close();
});

test("a cited work stands beside the first place that cites it where there is room, for the eye alone", async () => {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await open(context, root);
  await page.goto(root + NOTE);
  const mark = toSource(page);
  const work = page.locator(".margin-work:visible").first();
  await work.waitFor();
  const entry = page.locator(`[id="${(await mark.getAttribute("href")).slice(1)}"] .entry`);
  assert.equal(await work.textContent(), await entry.textContent());
  const [markBox, workBox] = [await mark.boundingBox(), await work.boundingBox()];
  assert.ok(Math.abs(markBox.y - workBox.y) < 20, "beside its mark");
  assert.ok(workBox.x > markBox.x && workBox.x + workBox.width <= 1440 && workBox.width > 150);
  assert.equal(await work.getAttribute("aria-hidden"), "true");
  assert.equal(await work.locator("a, [id]").count(), 0);
  assert.deepEqual(await violations(page), []);

  // The same work at another place has a card, as its entry stands elsewhere.
  const again = page.locator(`a.cite[href="${await mark.getAttribute("href")}"]:not([data-in-margin])`).first();
  await come(page, again);
  await opened(page);

  // Neither on paper nor in a narrow window are there copies.
  await page.emulateMedia({ media: "print" });
  assert.equal(await work.isVisible(), false);
  await page.emulateMedia({ media: "screen" });
  await page.setViewportSize({ width: 1000, height: 800 });
  await page.locator(".margin-work").first().waitFor({ state: "detached" });
  assert.deepEqual(page.faults, []);
  await context.close();
});

test("many notes in one line stand one under the other, and over nothing", async () => {
  const context = await browser.newContext({ viewport: { width: 1600, height: 900 } });
  const page = await open(context, root);
  const numbers = Array.from({ length: 12 }, (_, at) => at + 1);
  const marks = numbers.map((n) => `<sup class="footnote-ref" id="m${n}"><a href="#fn:${n}" role="doc-noteref">${n}</a></sup>`);
  const notes = numbers.map((n) => `<li id="fn:${n}"><p>${"A note of some length. ".repeat(n)}</p></li>`);
  const text = `<p>Marks ${marks.join(" ")}</p><div class="table"><table><tr><td>${"wide ".repeat(40)}</td></tr></table></div>`;
  const end = `<section class="footnotes" role="doc-endnotes"><ol>${notes.join("")}</ol></section>`;
  await page.route(root + NOTE, async (route) => {
    const body = (await readFile(new URL(root + NOTE), "utf8")).replace(
      /<div class="prose">[\s\S]*?<\/article>/,
      `<div class="prose">${text}${end}</div><section><h2>After</h2></section></article>`
    );
    await route.fulfill({ body, contentType: "text/html" });
  });
  await page.goto(root + NOTE);
  const boxes = await page.locator(".footnotes li, .prose > .table, article > section").evaluateAll((all) =>
    all.map((one) => one.getBoundingClientRect()).map(({ left, right, top, bottom }) => ({ left, right, top, bottom }))
  );
  assert.equal(boxes.length, 14);
  for (const [at, one] of boxes.entries()) {
    for (const other of boxes.slice(at + 1)) {
      const overlap = one.left < other.right && one.right > other.left && one.top < other.bottom && one.bottom > other.top;
      assert.ok(!overlap, JSON.stringify([one, other]));
    }
  }
  await context.close();
});
