// Takes the pictures of the README from the built bundled book. `cargo xtask
// screenshots` runs it; OUT says which folder they go to.

import { writeFile } from "node:fs/promises";
import path from "node:path";

import { launch, open, root } from "./book.mjs";

const NOTE = "supply-chain-race/the-hisilicon-rule.html";
const DESK = { viewport: { width: 1440, height: 900 }, colorScheme: "light" };
const PHONE = { viewport: { width: 375, height: 740 }, colorScheme: "dark", deviceScaleFactor: 1.5 };

const pictures = {
  home: [DESK, "index.html"],
  card: [
    DESK,
    NOTE,
    async (page) => {
      await page.locator(".prose p a.term").first().hover();
      await page.locator(".preview").waitFor();
    },
  ],
  timeline: [DESK, "timeline.html"],
  search: [
    DESK,
    NOTE,
    async (page) => {
      await page.keyboard.press("/");
      await page.getByRole("combobox").fill("export controls");
      // All results have come when each leads somewhere.
      await page.waitForFunction(() => {
        const results = [...document.querySelectorAll(".search-list li")];
        return results.length > 5 && results.every((li) => li.dataset.href);
      });
    },
  ],
  phone: [PHONE, NOTE],
};

const browser = await launch();
for (const [name, [settings, url, prepare]] of Object.entries(pictures)) {
  const context = await browser.newContext({ ...settings, reducedMotion: "reduce" });
  const page = await open(context, root);
  await page.goto(root + url);
  await prepare?.(page);
  const session = await context.newCDPSession(page);
  // A third of the size of PNG.
  const picture = await session.send("Page.captureScreenshot", { format: "webp", quality: 82 });
  await writeFile(path.join(process.env.OUT, `${name}.webp`), picture.data, "base64");
  if (page.faults.length) throw new Error(`${name}: ${page.faults.join(", ")}`);
  await context.close();
}
await browser.close();
