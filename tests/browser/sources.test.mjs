// From a claim to its source, and on to every other place that relies on it.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { launch, open, root } from "./book.mjs";

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

test("a claim leads to its source, and the source shows where else it is cited", async () => {
  const page = await open(await browser.newContext(), root);
  await page.goto(root + "briefing/executive-summary.html");
  await page.locator("main .citation a.cite").first().click();
  await page.locator(":target a", { hasText: "Where it is cited" }).click();
  await page.waitForURL(/citations\.html#work-/);
  assert.ok(await page.locator(":target .cited-on li").first().isVisible(), "the places stay folded");
  await page.locator(':target .cited-on a[href*="key-judgements.html#cite-"]').first().click();
  await page.waitForURL(/key-judgements\.html#cite-/);
  assert.ok(await page.locator(":target").isVisible());
  assert.deepEqual(page.faults, []);
});

test("a term shows the pages that use it", async () => {
  const page = await open(await browser.newContext(), root);
  await page.goto(root + "glossary.html#term-foundry");
  assert.ok(await page.locator(":target .used-in li").first().isVisible(), "the pages stay folded");
  assert.deepEqual(page.faults, []);
});
