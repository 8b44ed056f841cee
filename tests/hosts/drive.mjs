// Opens a page in Chromium and prints what the page reports, line by line:
// drive.mjs PLAYWRIGHT CHROMIUM URL
// It is JavaScript because Node runs it without this repository's configuration.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";

const [playwright, executablePath, url] = process.argv.slice(2);
const { chromium } = await import(playwright);
// What Chromium and its sound leave behind goes with this folder.
const temporary = process.env.TMPDIR = mkdtempSync(join(tmpdir(), "audiofield_chromium_"));
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
try {
  const page = await browser.newPage();
  page.on("pageerror", (error) => console.error(`page: ${error.stack ?? error.message}`));
  page.on("console", (message) => {
    if (message.type() === "error") console.error(`console: ${message.text()}`);
  });
  await page.goto(url);
  const deadline = Date.now() + 300_000;
  for (let said = 0; Date.now() < deadline;) {
    const lines = await page.evaluate((from) => (globalThis.outcomes ?? []).slice(from), said);
    for (const line of lines) console.log(line);
    said += lines.length;
    if (lines.some((line) => line.startsWith('{"done"'))) break;
    await new Promise((resume) => setTimeout(resume, 100));
  }
} finally {
  await browser.close();
  rmSync(temporary, { recursive: true, force: true, maxRetries: 5 });
}
