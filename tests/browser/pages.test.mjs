// Every kind of page of the built bundled book, in Chromium: from a folder, from
// a folder with an awkward name, and from a host with a strict content security
// policy under a sub-path.

import assert from "node:assert/strict";
import { cp, mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";

import { launch, open, pagesByKind, root, serve, site, violations } from "./book.mjs";

// Lists and parts of indexes that only a large book has are tested in tests/growth.rs.
const KINDS = ["404", "citations", "glossary", "home", "note", "section", "timeline", "topic", "topics"];
const pages = pagesByKind();
// A page at an old address is left as soon as it is there: it has a test of its own.
const redirect = pages.get("redirect");
pages.delete("redirect");

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

/** Faults of layout that can be seen without knowing what a page is about. */
const misplaced = (page) =>
  page.evaluate(() => {
    const faults = [];
    if (document.documentElement.scrollWidth > window.innerWidth) {
      const wide = [...document.querySelectorAll("main *")].filter(
        (element) => element.getBoundingClientRect().right > window.innerWidth && !element.closest(".table, pre, figure")
      );
      faults.push(`scrolls sideways: ${wide.slice(0, 3).map((element) => element.outerHTML.slice(0, 120)).join(" ")}`);
    }
    for (const image of document.images) {
      if (image.loading !== "lazy" && !image.naturalWidth) faults.push(`no picture: ${image.src}`);
    }
    if (document.querySelectorAll("h1").length !== 1) faults.push("not one heading of the first level");
    return faults;
  });

// What a page leaves until the reader comes near it is to be seen by the tests, too.
const LAID_OUT = "* { content-visibility: visible !important }";

test("the book has every kind of page", () => {
  for (const kind of KINDS) assert.ok(pages.has(kind), kind);
  assert.ok(!pages.has("without a kind"), pages.get("without a kind"));
});

for (const [kind, url] of pages) {
  test(`${kind} from a folder: silent, alone, accessible, at every width`, async () => {
    const context = await browser.newContext({ colorScheme: "light", reducedMotion: "reduce" });
    const page = await open(context, root);
    await page.goto(root + url);
    await page.addStyleTag({ content: LAID_OUT });
    for (const width of [320, 375, 1440]) {
      await page.setViewportSize({ width, height: 900 });
      assert.deepEqual(await misplaced(page), [], `${url} at ${width} px`);
      if (width === 320) continue;
      for (const colorScheme of ["light", "dark"]) {
        await page.emulateMedia({ colorScheme });
        assert.deepEqual(await violations(page), [], `${url} at ${width} px, ${colorScheme}`);
      }
    }
    assert.deepEqual(page.faults, []);
    await context.close();
  });

  test(`${kind} with text of twice the size: nothing is cut off or squeezed`, async () => {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
    const page = await open(context, root);
    await page.goto(root + url);
    await page.addStyleTag({ content: `html { font-size: 200% !important } ${LAID_OUT}` });
    assert.deepEqual(await misplaced(page), [], url);
    // Room for a dozen letters of the text at least, wherever it stands.
    const narrow = await page.evaluate(() =>
      [...document.querySelectorAll("main :is(h1, h2, p)")]
        .filter((element) => element.checkVisibility() && element.textContent.trim().length > 12)
        .filter((element) => !element.closest("[hidden], table, .visually-hidden, .numbers"))
        .filter((element) => element.getBoundingClientRect().width < 200)
        .filter((element) => element.getClientRects().length && getComputedStyle(element).display === "block")
        .map((element) => element.outerHTML.slice(0, 120))
    );
    assert.deepEqual(narrow, [], url);
    assert.deepEqual(page.faults, []);
    await context.close();
  });

  test(`${kind} without script: all of its text can be seen`, async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await open(context, root);
    await page.goto(root + url);
    const hidden = await page.evaluate(() => {
      // What is folded unfolds without script.
      for (const fold of document.querySelectorAll("details")) fold.open = true;
      const walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
      const hidden = [];
      while (walker.nextNode()) {
        const parent = walker.currentNode.parentElement;
        if (!walker.currentNode.data.trim() || parent.closest("svg, .anchor, option")) continue;
        if (!parent.checkVisibility({ opacityProperty: true, visibilityProperty: true })) hidden.push(parent.outerHTML);
      }
      return hidden;
    });
    assert.deepEqual(hidden, []);
    // Nothing is offered that needs a script.
    assert.equal(await page.locator("button:visible").count(), 0);
    assert.deepEqual(page.faults, []);
    await context.close();
  });
}

test("every kind of page from a host under a sub-path, with a strict policy", async (t) => {
  const host = await serve();
  t.after(host.close);
  const context = await browser.newContext();
  const page = await open(context, host.folder);
  for (const url of pages.values()) {
    const response = await page.goto(host.folder + url);
    assert.equal(response.status(), 200);
    assert.deepEqual(await misplaced(page), [], url);
  }
  // The policy holds what the page looks like, too: the style sheets came.
  assert.notEqual(await page.evaluate(() => getComputedStyle(document.querySelector(".skip")).position), "static");
  assert.deepEqual(page.faults, []);
  await context.close();
});

for (const javaScriptEnabled of [true, false]) {
  test(`an old address leads on from a folder, ${javaScriptEnabled ? "with" : "without"} script`, async () => {
    const context = await browser.newContext({ javaScriptEnabled });
    const page = await open(context, root);
    await page.goto(root + redirect, { waitUntil: "commit" });
    await page.waitForURL((url) => url.href !== root + redirect);
    assert.equal(await page.locator("h1").count(), 1);
    assert.notEqual(await page.locator("h1").textContent(), "This page has moved");
    assert.deepEqual(page.faults, []);
    await context.close();
  });
}

test("an address that is not there leads back into the book", async (t) => {
  const host = await serve();
  t.after(host.close);
  const context = await browser.newContext();
  const page = await context.newPage();
  const response = await page.goto(host.folder + "no-such-page.html");
  assert.equal(response.status(), 404);
  await page.locator("main a").first().click();
  await page.waitForURL(host.folder + "index.html");
  await context.close();
});

test("a stick: another folder, with a space and a # in its name", async () => {
  const stick = await mkdtemp(path.join(os.tmpdir(), "A stick #1 "));
  try {
    await cp(site, stick, { recursive: true });
    const folder = pathToFileURL(stick).href + "/";
    const context = await browser.newContext();
    const page = await open(context, folder);
    await page.goto(folder + "index.html");
    await page.locator(".start a").click();
    await page.locator(".breadcrumbs a").first().click();
    await page.waitForURL(folder + "index.html");
    for (const link of ["topics", "timeline", "glossary", "citations"]) {
      await page.locator(`.site-nav a[href*="${pages.get(link)}"]`).click();
      assert.equal(await page.locator("body").getAttribute("class"), `page-${link}`);
    }
    await page.locator(".search-open").waitFor(); // There is a search once its script runs.
    await page.keyboard.press("/");
    await page.getByRole("combobox").fill("huawei");
    await page.locator("[role=option][data-href]").first().click();
    await page.locator("body:not(.page-citations)").waitFor();
    assert.deepEqual(page.faults, []);
    await context.close();
  } finally {
    await rm(stick, { recursive: true });
  }
});

test("the keyboard: past the head in one step, then through the page in its order", async () => {
  for (const [kind, width] of [["home", 1440], ["note", 1440], ["note", 375], ["timeline", 375]]) {
    const context = await browser.newContext({ viewport: { width, height: 700 } });
    const page = await open(context, root);
    await page.goto(root + pages.get(kind));
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement.className), "skip");
    assert.ok(await page.locator(".skip").isVisible());
    await page.keyboard.press("Enter");
    assert.equal(await page.evaluate(() => document.activeElement.localName), "main");

    // Each step goes on in the order of the text, to something that is seen, is
    // not covered, and shows that it has the focus.
    await page.evaluate(() => (window.walked = document.activeElement));
    let steps = 0;
    for (; steps < 60; steps++) {
      await page.keyboard.press("Tab");
      const fault = await page.evaluate(() => {
        const now = document.activeElement;
        if (now === document.body) return "end";
        const name = now.outerHTML.slice(0, 160);
        const follows = window.walked.compareDocumentPosition(now) & Node.DOCUMENT_POSITION_FOLLOWING;
        window.walked = now;
        if (!follows) return `out of order: ${name}`;
        const style = getComputedStyle(now);
        if (style.outlineStyle === "none" && style.boxShadow === "none") return `no sign of focus: ${name}`;
        // The first line of a link that is broken over two.
        const box = now.getClientRects()[0];
        const there = document.elementFromPoint(box.x + Math.min(box.width / 2, 20), box.y + box.height / 2);
        if (!there || !(now.contains(there) || there.contains(now))) return `covered: ${name} by ${there?.outerHTML.slice(0, 120)}`;
        return "";
      });
      if (fault === "end") break;
      assert.equal(fault, "", `${kind} at ${width} px, step ${steps}`);
    }
    assert.ok(steps > 10, `${kind} at ${width} px: ${steps} steps`);
    assert.deepEqual(page.faults, []);
    await context.close();
  }
});

test("the chosen colours are remembered on other pages", async (t) => {
  const host = await serve();
  t.after(host.close);
  for (const folder of [root, host.folder]) {
    const context = await browser.newContext({ colorScheme: "light" });
    const page = await open(context, folder);
    const ground = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
    await page.goto(folder + pages.get("home"));
    const light = await ground();
    await page.locator(".theme-toggle").click();
    const dark = await ground();
    assert.notEqual(dark, light);
    await page.goto(folder + pages.get("note"));
    assert.equal(await ground(), dark);
    await page.locator(".theme-toggle").focus();
    await page.keyboard.press("Enter");
    await page.reload();
    assert.equal(await ground(), light);
    assert.deepEqual(page.faults, []);
    await context.close();
  }
});

test("a link into a long list leads to what it names, though nothing before it is laid out", async () => {
  const lists = { timeline: ".events > li", glossary: ".entry-term", citations: ".works li[id]" };
  for (const [kind, entries] of Object.entries(lists)) {
    for (const width of [375, 1440]) {
      const context = await browser.newContext({ viewport: { width, height: 800 } });
      const page = await open(context, root);
      await page.goto(root + pages.get(kind));
      const ids = await page.locator(entries).evaluateAll((all) => all.map((entry) => entry.id));
      const middle = ids[Math.floor(ids.length / 2)];
      await page.goto("about:blank");
      await page.goto(root + pages.get(kind) + "#" + encodeURIComponent(middle));
      const top = () => page.evaluate((id) => document.getElementById(id).getBoundingClientRect().top, middle);
      await page.waitForFunction(() => window.scrollY > 1000);
      assert.ok((await top()) >= 0 && (await top()) < 200, `${kind} at ${width} px: ${await top()}`);
      assert.deepEqual(page.faults, []);
      await context.close();
    }
  }
});

test("each bar of the timeline's scale is reached by keyboard and leads to its events, with and without script", async () => {
  for (const javaScriptEnabled of [true, false]) {
    const context = await browser.newContext({ javaScriptEnabled });
    const page = await open(context, root);
    await page.goto(root + pages.get("timeline"));
    const bars = page.locator(".scale-bars a");
    const count = await bars.count();
    assert.ok(count > 10);
    await bars.first().focus();
    for (let at = 0; at < count; at++) {
      const bar = bars.nth(at);
      assert.ok(await bar.evaluate((link) => link === document.activeElement), `bar ${at}`);
      // By what it leads to it is called, and as many events stand there.
      const name = await bar.locator("title").textContent();
      const [, title, said] = /^(.+): (\d+) events?$/.exec(name);
      const heading = await bar.getAttribute("href");
      assert.equal((await page.locator(heading).textContent()).trim(), title);
      assert.equal(await page.locator(`.period:has(${heading}) .events > li`).count(), Number(said));
      await page.keyboard.press("Tab");
    }
    await bars.last().focus();
    await page.keyboard.press("Enter");
    const last = page.locator(await bars.last().getAttribute("href"));
    await page.waitForFunction(() => window.scrollY > 1000);
    assert.ok((await last.boundingBox()).y >= 0 && (await last.boundingBox()).y < 700);
    assert.deepEqual(page.faults, []);
    await context.close();
  }
});

test("the timeline shows the events of one tag or topic, with and without script", async () => {
  for (const javaScriptEnabled of [true, false]) {
    const context = await browser.newContext({ javaScriptEnabled });
    const page = await open(context, root);
    await page.goto(root + pages.get("timeline"));
    const shown = () => page.locator(".page-timeline .events > li:visible").count();
    const all = await shown();
    const empty = () => page.locator(".period:visible:not(:has(.events > li:visible))").count();
    for (const select of await page.locator(".filter select").all()) {
      const said = async (at) => Number(/\((\d+)\)$/.exec(await select.locator("option").nth(at).textContent())[1]);
      await select.selectOption({ index: 1 });
      assert.ok((await said(1)) > 0 && (await said(1)) < all);
      assert.equal(await shown(), await said(1));
      // No period stands there empty.
      assert.equal(await empty(), 0);

      // By keyboard: to the next one, and back to all.
      await select.focus();
      await page.keyboard.press("ArrowDown");
      assert.equal(await shown(), await said(2));
      await page.keyboard.press("Home");
      assert.equal(await shown(), all);
    }

    // A tag and a topic together: what has both.
    const [tags, topics] = await page.locator(".filter select").all();
    await tags.selectOption({ index: 1 });
    await topics.selectOption({ index: 1 });
    const [tag, topic] = [await tags.inputValue(), await topics.inputValue()];
    const both = await page.locator(`.events > li.tag-${tag}.tag-${topic}`).count();
    assert.equal(await shown(), both);
    if (javaScriptEnabled) {
      assert.equal(await empty(), 0);
      assert.match(await page.getByRole("status").first().textContent(), new RegExp(`^${both} events?$`));
    }
    assert.deepEqual(page.faults, []);
    await context.close();
  }
});

test("a link into what is folded or filtered away brings it back", async () => {
  const context = await browser.newContext();
  const page = await open(context, root);
  await page.goto(root + pages.get("timeline"));
  await page.locator(".filter select").first().selectOption({ index: 1 });
  const hidden = await page.locator(".events > li:not(.tag-1)").first().getAttribute("id");
  await page.evaluate((id) => (location.hash = encodeURIComponent(id)), hidden);
  await page.locator(`[id="${hidden}"]`).waitFor();
  assert.equal(await page.locator(".filter select").first().inputValue(), "0");
  assert.deepEqual(page.faults, []);
  await context.close();
});

test("the whole book on paper: a cover, its contents, and every section on a page of its own", async () => {
  const context = await browser.newContext();
  const page = await open(context, root);
  await page.goto(root + pages.get("print"));
  const sections = await page.locator(".book-chapter.level-2").count();
  const chapters = await page.locator(".book-chapter").count();
  const paper = await page.pdf({ preferCSSPageSize: true });
  const sheets = paper.toString("latin1").match(/\/Type \/Page\b(?!s)/g).length;
  assert.ok(sheets >= sections + 2, `${sheets} pages for ${sections} sections`);
  assert.ok(sheets <= chapters * 2, `${sheets} pages for ${chapters} chapters`);
  assert.deepEqual(page.faults, []);
  await context.close();
});

test("paper has the text and its sources, not the controls", async () => {
  const context = await browser.newContext();
  const page = await open(context, root);
  await page.goto(root + pages.get("note"));
  await page.emulateMedia({ media: "print" });
  for (const gone of [".site-nav", ".site-tools", ".sidebar", ".contents", ".pager", ".skip"]) {
    assert.equal(await page.locator(gone).first().isVisible(), false, gone);
  }
  assert.ok(await page.locator("h1").isVisible());
  assert.ok(await page.locator("main p").first().isVisible());
  const paper = await page.pdf({ format: "A4" });
  assert.ok(paper.length > 10_000);
  assert.deepEqual(page.faults, []);
  await context.close();
});

test("how to cite a page is copied in both forms, by keyboard too, and said", async () => {
  const context = await browser.newContext();
  await context.addInitScript(() => {
    window.copied = [];
    navigator.clipboard.writeText = (text) => Promise.resolve(void window.copied.push(text));
  });
  const page = await open(context, root);
  await page.goto(root + pages.get("note"));
  await page.locator(".cite-page summary").click();
  await page.getByRole("button", { name: "Copy", exact: true }).first().click();
  await page.getByRole("status").getByText("Copied", { exact: true }).waitFor();
  await page.getByRole("button", { name: "Copy", exact: true }).nth(1).focus();
  await page.keyboard.press("Enter");
  const forms = await page.locator(".cite-page > p, .cite-page code").allTextContents();
  assert.deepEqual(await page.evaluate(() => window.copied), forms.map((form) => form.trim()));
  assert.deepEqual(await violations(page, ".cite-page"), []);
  assert.deepEqual(page.faults, []);
  await context.close();
});
