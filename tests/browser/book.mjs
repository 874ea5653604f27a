// What the browser tests share: Chromium, the built bundled book, and pages that
// note whatever they should not do.
//
// NODE_MODULES says where playwright-core and axe-core are, SITE where the book.

import { readdirSync, readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";

const require = createRequire(path.join(process.env.NODE_MODULES, "x.js"));
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

/** The folder of the built book. */
export const site = path.resolve(process.env.SITE);

/** The same as an address. */
export const root = pathToFileURL(site).href + "/";

export const launch = () =>
  chromium.launch({
    executablePath: "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
  });

/**
 * An open page whose `faults` tell what it said on the console, threw, failed to
 * get, or asked for outside `folder`.
 */
export async function open(context, folder) {
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
  return page;
}

/** What axe finds on a page, or in the part of it that `within` selects. */
export async function violations(page, within) {
  await page.evaluate(axe);
  return page.evaluate(async (within) => {
    // Without preloading: axe would fetch style sheets, which folders refuse.
    const found = await window.axe.run(within ?? document, { preload: false, resultTypes: ["violations"] });
    return found.violations.map((fault) => `${fault.id}: ${fault.nodes.map((node) => node.html).join(" ")}`);
  }, within);
}

/**
 * The pages of the book by kind, as the class of their `body` says; of several
 * the longest, which shows the most.
 */
export function pagesByKind() {
  const pages = new Map();
  for (const entry of readdirSync(site, { recursive: true, withFileTypes: true })) {
    if (!entry.name.endsWith(".html")) continue;
    const file = path.join(entry.parentPath ?? entry.path, entry.name);
    const text = readFileSync(file, "utf8");
    const kind = /<body class="page-([a-z0-9]+)/.exec(text)?.[1] ?? "without a kind";
    const url = path.relative(site, file).split(path.sep).map(encodeURIComponent).join("/");
    if (text.length > (pages.get(kind)?.size ?? 0)) pages.set(kind, { url, size: text.length });
  }
  return new Map([...pages].sort().map(([kind, { url }]) => [kind, url]));
}

const TYPES = { html: "text/html", css: "text/css", js: "text/javascript", svg: "image/svg+xml", png: "image/png" };
const POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'";

/**
 * Serves the book on this machine alone, under a sub-path and with a strict
 * content security policy. What is not there is answered with the book's 404.
 */
export async function serve() {
  const prefix = "/some/path/";
  const server = createServer(async (request, response) => {
    const asked = decodeURIComponent(new URL(request.url, "http://x").pathname);
    const name = asked.startsWith(prefix) ? asked.slice(prefix.length) || "index.html" : "404.html";
    const send = async (status, name) => {
      const body = await readFile(path.join(site, name));
      const type = TYPES[name.split(".").pop()] ?? "application/octet-stream";
      response.writeHead(status, { "content-type": type, "content-security-policy": POLICY }).end(body);
    };
    await send(200, name).catch(() => send(404, "404.html"));
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  return {
    folder: `http://127.0.0.1:${server.address().port}${prefix}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
