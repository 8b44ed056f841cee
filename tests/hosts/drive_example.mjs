// Uses the example's page in Chromium, and prints what it saw as JSON:
// drive_example.mjs PLAYWRIGHT CHROMIUM URL [SCREENSHOT]
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";

const [playwright, executablePath, url, screenshot] = process.argv.slice(2);
const { chromium } = await import(playwright);
// What Chromium and its sound leave behind goes with this folder.
const temporary = process.env.TMPDIR = mkdtempSync(join(tmpdir(), "audiofield_chromium_"));
const browser = await chromium.launch({
  executablePath,
  args: ["--no-sandbox", "--autoplay-policy=no-user-gesture-required"],
});
try {
  const page = await browser.newPage();
  const errors = [];
  const requests = [];
  page.on("pageerror", (error) => errors.push(error.stack ?? error.message));
  page.on("console", (message) => {
    if (message.type() === "error") errors.push(message.text());
  });
  page.on("requestfinished", async (request) => {
    const { responseBodySize: bytes } = await request.sizes();
    const path = new URL(request.url()).pathname;
    requests.push({ path, range: request.headers()["range"], bytes });
  });
  await page.goto(url);
  await page.waitForSelector("tbody tr", { timeout: 20_000 });
  const rows = await page.locator("tbody tr").allInnerTexts();
  const opening = requests.splice(0);
  await page.locator("tbody tr").nth(3).click();
  await page.waitForFunction(
    () => {
      const status = document.querySelector("#status");
      return /Record 3/.test(status.textContent) || status.dataset.failed !== undefined;
    },
    undefined,
    { timeout: 20_000 },
  );
  if (await page.locator("#play").isEnabled()) await page.locator("#play").click();
  await page.waitForTimeout(200);
  const status = await page.locator("#status").innerText();
  const drawn = await page.evaluate(() => {
    const canvas = document.querySelector("canvas");
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    return data.reduce((count, value, at) => count + (at % 4 === 3 && value > 0 ? 1 : 0), 0);
  });
  if (screenshot !== undefined) await page.screenshot({ path: screenshot });
  console.log(JSON.stringify({ rows, status, drawn, errors, opening, requests }));
} finally {
  await browser.close();
  rmSync(temporary, { recursive: true, force: true, maxRetries: 5 });
}
