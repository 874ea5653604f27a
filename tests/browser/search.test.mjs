// The search, in Chromium, on the built bundled book: from a folder, and from a
// host with a strict content security policy under a sub-path.
//
// NODE_MODULES says where playwright-core and axe-core are, SITE where the book.

import assert from "node:assert/strict";
import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";

const require = createRequire(path.join(process.env.NODE_MODULES, "x.js"));
const { chromium } = require("playwright-core");
const site = path.resolve(process.env.SITE);
const root = pathToFileURL(site).href + "/";

let browser;
before(async () => {
  browser = await chromium.launch({
    executablePath: "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
  });
});
after(() => browser.close());

/** A page that fails the test if it says anything or asks for anything outside. */
async function visit(context, address, folder) {
  const page = await context.newPage();
  page.faults = [];
  page.on("console", (message) => page.faults.push(`console: ${message.text()}`));
  page.on("pageerror", (error) => page.faults.push(`error: ${error.message}`));
  page.on("request", (request) => {
    if (!request.url().startsWith(folder)) page.faults.push(`outside: ${request.url()}`);
  });
  // The icon of a page that was left before it had come is no fault of the book.
  page.on("requestfailed", (request) => {
    if (request.failure()?.errorText !== "net::ERR_ABORTED") page.faults.push(`failed: ${request.url()}`);
  });
  await page.goto(address);
  return page;
}

/** Types a query and waits for its results. */
async function ask(page, query) {
  await page.getByRole("combobox").fill(query);
  await page.waitForFunction(() => document.querySelector(".search-title"));
}

async function asked(page, query) {
  await page.getByRole("combobox").fill("");
  await page.waitForFunction(() => !document.querySelector(".search-list li"));
  await ask(page, query);
}

const active = (page) => page.evaluate(() => document.activeElement.className);

test("from a folder: type, walk through the results, follow one, close", async () => {
  const context = await browser.newContext();
  const page = await visit(context, root + "index.html", root);
  const button = page.locator(".search-open");
  await button.focus();
  await page.keyboard.press("/");
  // The box is brought at its first use.
  await page.locator(".search-input:focus").waitFor();
  assert.equal(await active(page), "search-input");

  await ask(page, "huawei");
  const facets = await page.locator(".search-facets button").allTextContents();
  assert.deepEqual(facets.map((facet) => facet.replace(/\d+/, "n")), ["All n", "Notes n", "Terms n", "Sources n", "Dates n"]);
  assert.match(await page.getByRole("status").last().textContent(), /^\d+ results$/);
  assert.ok((await page.locator(".search-list mark").count()) > 3);

  // Each kind is there, and leads somewhere.
  for (const [name, kind] of [["Notes", "n"], ["Terms", "t"], ["Sources", "s"], ["Dates", "e"]]) {
    await page.locator(".search-facets button", { hasText: name }).click();
    await page.waitForFunction((kind) => document.querySelector(".search-list li")?.dataset.kind === kind, kind);
  }

  // The keyboard.
  await asked(page, "huawei");
  for (const press of ["ArrowDown", "ArrowDown", "ArrowUp", "End", "Home", "ArrowDown"]) await page.keyboard.press(press);
  const option = page.locator("[role=option][aria-selected=true]");
  assert.equal(await page.getByRole("combobox").getAttribute("aria-activedescendant"), "bb-search-1");
  assert.equal(await option.getAttribute("id"), "bb-search-1");
  const href = await option.getAttribute("data-href");

  // Escape closes, and focus goes back to where it was.
  await page.keyboard.press("Escape");
  assert.equal(await page.locator(".search-dialog").evaluate((dialog) => dialog.open), false);
  assert.equal(await active(page), "search-open");

  // Control and K opens; Enter leads where the result says.
  await page.keyboard.press("Control+k");
  await asked(page, "huawei");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.waitForURL(root + href);
  assert.deepEqual(page.faults, []);
  await context.close();
});

test("every first result leads to a page and a place that are there", async () => {
  const context = await browser.newContext();
  const page = await visit(context, root + "index.html", root);
  await page.keyboard.press("/");
  for (const query of ["export controls", "foundry", "dirigiste procurement", "statute", "june 2019"]) {
    await asked(page, query);
    const hrefs = await page.locator("[role=option][data-href]").evaluateAll((all) => all.map((li) => li.dataset.href));
    assert.ok(hrefs.length > 0, query);
    for (const href of hrefs) {
      const [file, anchor] = href.split("#");
      const text = await readFile(path.join(site, decodeURIComponent(file)), "utf8");
      if (anchor) assert.ok(text.includes(`id="${decodeURIComponent(anchor)}"`), `${query}: ${href}`);
    }
  }
  assert.deepEqual(page.faults, []);
  await context.close();
});

test("half a word, a mistake and another name find the same thing; nonsense finds nothing", async () => {
  const context = await browser.newContext();
  const page = await visit(context, root + "index.html", root);
  await page.keyboard.press("/");
  // Results are put in order as the files of the index come in, so the first one
  // is waited for; if it never is the one that is wanted, the wait fails.
  const finds = async (query, wanted) => {
    await asked(page, query);
    await page.locator(".search-title").first().filter({ hasText: wanted }).waitFor();
  };
  await finds("semicond", /^semiconductor/i);
  await finds("hauwei", /Huawei/);
  await finds("FDPR", /^Foreign direct product rule/i);
  await page.getByRole("combobox").fill("zzzzqqq");
  await page.getByText("Nothing found").waitFor();
  assert.equal(await page.getByRole("combobox").getAttribute("aria-expanded"), "false");
  assert.deepEqual(page.faults, []);
  await context.close();
});

test("the open search has no fault that axe knows, in light and dark, wide and narrow", async () => {
  const axe = require.resolve("axe-core/axe.min.js");
  for (const [width, colorScheme] of [[1280, "light"], [375, "dark"]]) {
    const context = await browser.newContext({ viewport: { width, height: 800 }, colorScheme });
    const page = await visit(context, root + "index.html", root);
    await page.locator(".search-open").click();
    await ask(page, "huawei");
    await page.keyboard.press("ArrowDown");
    await page.waitForFunction(() => [...document.querySelectorAll(".search-list li")].every((li) => li.dataset.href));
    await page.addScriptTag({ path: axe });
    const violations = await page.evaluate(async () => {
      const found = await window.axe.run(".search-dialog");
      return found.violations.map((fault) => `${fault.id}: ${fault.nodes.map((node) => node.html).join(" ")}`);
    });
    assert.deepEqual(violations, []);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth));
    await context.close();
  }
});

test("without script there is no search that does nothing", async () => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await visit(context, root + "index.html", root);
  assert.equal(await page.locator("#bb-search").isVisible(), false);
  await context.close();
});

test("from a host under a sub-path, with a strict policy", async () => {
  const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'";
  const types = { html: "text/html", css: "text/css", js: "text/javascript", svg: "image/svg+xml" };
  const server = createServer(async (request, response) => {
    const file = decodeURIComponent(new URL(request.url, "http://x").pathname).replace(/^\/some\/path\//, "");
    try {
      const body = await readFile(path.join(site, file));
      response.writeHead(200, { "content-type": types[file.split(".").pop()] ?? "application/octet-stream", "content-security-policy": policy });
      response.end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  const host = `http://127.0.0.1:${server.address().port}/some/path/`;
  const context = await browser.newContext();
  const page = await visit(context, host + "index.html", host);
  await page.keyboard.press("/");
  await ask(page, "huawei");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.waitForURL((url) => url.href !== host + "index.html");
  assert.deepEqual(page.faults, []);
  await context.close();
  server.close();
});
