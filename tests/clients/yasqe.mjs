// Opens a page with YASGUI's query component in Chromium and presses its button:
// node yasqe.mjs CHROMIUM PROFILE PAGE
// Prints what the page says of the answer, as JSON.
import { chromium } from 'playwright-core';

const [executablePath, profile, page] = process.argv.slice(2);
const args = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync',
];
const browser = await chromium.launchPersistentContext(profile, { executablePath, headless: true, args });
try {
  const tab = await browser.newPage();
  await tab.goto(page);
  await tab.click('.yasqe_queryButton');
  await tab.waitForFunction(() => window.said, null, { timeout: 30000 });
  console.log(JSON.stringify(await tab.evaluate(() => window.said)));
} finally {
  await browser.close();
}
process.exit(0);
