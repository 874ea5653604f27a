// The author's loop in Chromium: a book is served, its files are edited, and the
// open page follows.
//
// NODE_MODULES says where playwright-core is, PROGRAM which program serves
// (target/debug/briefbook if it says nothing).

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtemp, mkdir, rename, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import { after, afterEach, before, beforeEach, test } from "node:test";

const require = createRequire(path.join(process.env.NODE_MODULES, "x.js"));
const { chromium } = require("playwright-core");
const program = path.resolve(process.env.PROGRAM ?? "target/debug/briefbook");

const paragraphs = (count, word) =>
  Array.from({ length: count }, (_, at) => `Paragraph ${at} about the ${word}, which goes on for a while.`).join("\n\n");
const talks = (more = "") => `# Talks

${paragraphs(30, "envoys")}

> [!NOTE]- A fold
> What is in it.

## The middle

They met in Helsinki. ${more}

${paragraphs(30, "launchers")}
`;

let browser, root, server, address, context, page, faults;

before(async () => {
  browser = await chromium.launch({
    executablePath: "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
  });
});
after(() => browser.close());
// Who is ended from outside leaves no server behind.
process.on("exit", () => server?.kill());

const write = (name, text) => writeFile(path.join(root, name), text);

beforeEach(async () => {
  root = await mkdtemp(path.join(os.tmpdir(), "briefbook-serve-"));
  await mkdir(path.join(root, "content"));
  await mkdir(path.join(root, "themes/default"), { recursive: true });
  await write("book.toml", 'title = "Talks and treaties"\n');
  await write("content/index.md", "# Book\n");
  await write("content/talks.md", talks());
  await write("content/treaty.md", "# Treaty\n\nIt binds them.\n");
  await serve("0");
  context = await browser.newContext({ viewport: { width: 1200, height: 800 } });
  page = await context.newPage();
  faults = [];
  page.on("pageerror", (error) => faults.push(error.message));
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) faults.push(message.text());
  });
});

/** Serves the book, on a port. */
async function serve(port) {
  server = spawn(program, ["serve", "--port", port, "--root", root], { stdio: ["ignore", "pipe", "inherit"] });
  address = await new Promise((resolve, reject) => {
    let said = "";
    server.stdout.on("data", (data) => {
      said += data;
      const found = /Serving (\S+)/.exec(said);
      if (found) resolve(found[1]);
    });
    server.on("exit", (code) => reject(new Error(`the server has ended with ${code}: ${said}`)));
  });
}

/** Ends the server as Ctrl-C does. */
async function end() {
  server.removeAllListeners("exit");
  // Of one that has ended before, no end would ever be told.
  assert.deepEqual([server.exitCode, server.signalCode], [null, null], "the server has ended by itself");
  const ended = new Promise((resolve) => server.on("exit", resolve));
  server.kill("SIGINT");
  assert.equal(await ended, 0);
}

afterEach(async () => {
  await context.close();
  try {
    await end();
  } finally {
    await rm(root, { recursive: true });
  }
  assert.deepEqual(faults, []);
});

/** Opens a page of the book, and marks it, so that a reload would show. */
async function open(name) {
  await page.goto(address + name);
  await page.evaluate(() => (window.notReloaded = true));
}

const notReloaded = () => page.evaluate(() => window.notReloaded === true);
const panel = () => page.locator("briefbook-problems .panel");

test("the page changes in place: scroll, fold, focus and typed text stay", async () => {
  await open("talks.html");
  const fold = page.locator("main details").first();
  await fold.locator("summary").click();
  const middle = page.locator("#the-middle");
  await middle.evaluate((heading) => heading.scrollIntoView());
  await page.evaluate(() => {
    const field = document.createElement("input");
    field.id = "typed";
    document.body.append(field);
    field.focus({ preventScroll: true });
    field.value = "half a que";
    window.heading = document.getElementById("the-middle");
  });
  const top = () => middle.evaluate((heading) => Math.round(heading.getBoundingClientRect().top));
  const before = await top();

  // Above what is seen, a paragraph goes and two come; below it, a word changes.
  const edited = talks("And in Vienna.").replace("Paragraph 3 about", "A long paragraph.\n\nAnother one.\n\nPart 3 about");
  await write("content/talks.md", edited);
  await page.getByText("And in Vienna.").waitFor();

  assert.equal(await page.getByText("Another one.", { exact: true }).count(), 1);
  assert.ok(Math.abs((await top()) - before) <= 1, `the heading was at ${before} and is at ${await top()}`);
  assert.equal(await fold.evaluate((details) => details.open), true);
  assert.deepEqual(
    await page.evaluate(() => [document.activeElement.id, document.activeElement.value]),
    ["typed", "half a que"],
  );
  assert.equal(await page.evaluate(() => window.heading === document.getElementById("the-middle")), true);
  assert.ok(await notReloaded());
});

test("an error shows in the page with a link into the editor, and goes when mended", async () => {
  await open("talks.html");
  assert.equal(await panel().count(), 0);
  await write("content/talks.md", talks("See [[treatty]]."));
  await panel().waitFor();
  const text = await panel().innerText();
  assert.match(text, /1 error/);
  assert.match(text, /content\/talks\.md:\d+:\d+ there is no note `treatty`/);
  assert.match(text, /See \[\[treatty\]\]/);
  const link = await panel().locator("a.place").getAttribute("href");
  assert.match(link, /^vscode:\/\/file\/.*\/content\/talks\.md:\d+:\d+$/);
  // The style of the panel has come too.
  assert.equal(await panel().evaluate((element) => getComputedStyle(element).position), "fixed");

  await write("content/talks.md", talks("See [[treaty]]."));
  await panel().waitFor({ state: "detached" });
  await page.getByRole("link", { name: "treaty" }).first().waitFor();
  assert.ok(await notReloaded());
});

test("a page that cannot be made leaves the last good one in place", async () => {
  await open("talks.html");
  await write("content/talks.md", "---\ntitle: [\n---\n# Nothing\n");
  await panel().waitFor();
  assert.equal(await page.getByText("They met in Helsinki.").count(), 1);
  await write("content/talks.md", talks("And in Vienna."));
  await panel().waitFor({ state: "detached" });
  await page.getByText("And in Vienna.").waitFor();

  await write("themes/default/note.html", "{{ nothing }}");
  await panel().waitFor();
  assert.match(await panel().innerText(), /themes\/default\/note\.html:1:/);
  assert.equal(await page.getByText("And in Vienna.").count(), 1);
  await rm(path.join(root, "themes/default/note.html"));
  await panel().waitFor({ state: "detached" });
  assert.ok(await notReloaded());
});

test("a hidden panel stays hidden until something else is wrong", async () => {
  await open("talks.html");
  await write("content/talks.md", talks("See [[nothing]]."));
  await panel().getByRole("button", { name: "Hide" }).click();
  assert.equal(await panel().count(), 0);
  await write("content/talks.md", talks("See [[nobody]]."));
  await panel().waitFor();
});

test("other pages are left alone, and pages that go are said to have gone", async () => {
  await open("treaty.html");
  const requests = [];
  page.on("request", (request) => requests.push(request.url()));
  await write("content/talks.md", talks("Again."));
  const other = await context.newPage();
  await other.goto(address + "talks.html");
  await other.getByText("Again.").waitFor();
  await rename(path.join(root, "content/treaty.md"), path.join(root, "content/accord.md"));
  await panel().waitFor();
  assert.match(await panel().innerText(), /no longer in the book/);
  assert.equal(await page.getByText("It binds them.").count(), 1);
  await rename(path.join(root, "content/accord.md"), path.join(root, "content/treaty.md"));
  await panel().waitFor({ state: "detached" });
  assert.ok(!requests.some((url) => url.endsWith("talks.html")), requests.join("\n"));
  assert.ok(await notReloaded());
});

test("a changed style is exchanged without loading the page again", async () => {
  await open("talks.html");
  await page.evaluate(() => window.scrollTo(0, 700));
  await write("themes/default/print.css", "body { color: black }");
  await write("themes/default/parts.css", "main { outline: 7px solid rgb(1, 2, 3) }");
  await page.waitForFunction(() => getComputedStyle(document.querySelector("main")).outlineWidth === "7px");
  await write("themes/default/parts.css", "main { outline: 8px solid rgb(1, 2, 3) }");
  await page.waitForFunction(() => getComputedStyle(document.querySelector("main")).outlineWidth === "8px");
  await page.waitForFunction(() => document.querySelectorAll("link[rel=stylesheet][href*='parts.css']").length === 1);
  assert.ok(await notReloaded());
});

test("a page that was not there appears when its note is written", async () => {
  await page.goto(address + "accord.html");
  faults.length = 0; // The browser says that the page was not found, and was right.
  await write("content/accord.md", "# Accord\n\nThey agreed.\n");
  await page.getByText("They agreed.").first().waitFor();
});

test("many edits one after the other end in the last", async () => {
  await open("talks.html");
  for (let round = 0; round < 40; round++) {
    await write("content/talks.md", talks(`Round ${round}.`).replaceAll(`${round % 30} about`, "99 on"));
  }
  await page.getByText("Round 39.").waitFor();
  await page.waitForFunction(async () => {
    const sent = new DOMParser().parseFromString(await (await fetch(location.pathname)).text(), "text/html");
    const words = (tree) => tree.querySelector("main").textContent.replace(/\s+/g, " ");
    return words(sent) === words(document);
  });
  assert.ok(await notReloaded());
});

test("an open card and a half-typed search stay where they are", async () => {
  await write("content/talks.md", talks("It is told in [[treaty]]."));
  await open("talks.html");
  await page.getByRole("link", { name: "Treaty" }).first().waitFor();
  await page.locator("main").getByRole("link", { name: "Treaty" }).first().focus();
  const card = page.locator(".preview").filter({ hasText: "It binds them." });
  await card.waitFor();
  await write("content/talks.md", talks("It is told in [[treaty]]. And in Vienna."));
  await page.getByText("And in Vienna.").waitFor();
  assert.equal(await card.isVisible(), true);
  await page.keyboard.press("Escape");

  await page.keyboard.press("/");
  const field = page.getByRole("combobox");
  await field.waitFor();
  await field.pressSequentially("helsin");
  await page.locator(".search-title").first().waitFor();
  await write("content/talks.md", talks("It is told in [[treaty]]. And in Oslo."));
  await page.getByText("And in Oslo.").first().waitFor({ state: "attached" });
  assert.equal(await field.inputValue(), "helsin");
  assert.equal(await field.evaluate((input) => input === document.activeElement), true);
  assert.ok(await notReloaded());
});

test("a page finds the server again that was started anew", async () => {
  await open("talks.html");
  const port = new URL(address).port;
  await end();
  await write("content/talks.md", talks("While nobody looked."));
  await serve(port);
  await page.getByText("While nobody looked.").waitFor();
  await write("content/talks.md", talks("And in Vienna."));
  await page.getByText("And in Vienna.").waitFor();
  assert.ok(await notReloaded());
  // The browser says that the server was gone, and was right: how it puts it
  // depends on how far its request had come.
  const gone = /ERR_(CONNECTION_(REFUSED|RESET|CLOSED)|INCOMPLETE_CHUNKED_ENCODING|EMPTY_RESPONSE)/;
  faults = faults.filter((fault) => !gone.test(fault));
});

test("a page that has slept hears of what it has missed", async () => {
  await open("talks.html");
  // The connection is dead, and nobody has said so: the clock is what tells.
  await page.clock.install();
  await page.route("**/_live/events*", (route) => route.abort());
  await page.clock.runFor(60_000);
  await write("content/talks.md", talks("While it slept."));
  await page.unroute("**/_live/events*");
  await page.clock.runFor(60_000);
  await page.getByText("While it slept.").waitFor();
  assert.ok(await notReloaded());
  faults = faults.filter((fault) => !/ERR_FAILED/.test(fault));
});

test("several pages follow, each on its own", async () => {
  const tabs = [page];
  // Browsers let six pages that are seen listen to one server.
  for (let tab = 0; tab < 4; tab++) tabs.push(await context.newPage());
  for (const [at, tab] of tabs.entries()) await tab.goto(address + (at % 2 ? "talks.html" : "treaty.html"));
  await write("content/talks.md", talks("And in Vienna."));
  await write("content/treaty.md", "# Treaty\n\nIt binds nobody.\n");
  for (const [at, tab] of tabs.entries()) {
    await tab.bringToFront();
    await tab.getByText(at % 2 ? "And in Vienna." : "It binds nobody.").waitFor();
  }
});
