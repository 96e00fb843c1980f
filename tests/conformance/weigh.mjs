// Weighs pages in Chromium as a phone without a cache loads them, as one JSON line a page.
// usage: node weigh.mjs CHROMIUM http://127.0.0.1:8000 <pages.json    ["/presse/", "/presse/2017/…/"]
import fs from 'node:fs'
import { chromium } from 'playwright-core'

const [executablePath, site] = process.argv.slice(2)
const browser = await chromium.launch({
  executablePath,
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
    '--disable-background-networking', '--disable-component-update', '--disable-sync'],
})
for (const path of JSON.parse(fs.readFileSync(0, 'utf8'))) {
  const context = await browser.newContext({ viewport: { width: 360, height: 2400 } }) // high: what moves is seen
  const page = await context.newPage()
  const loaded = []
  page.on('response', (response) => loaded.push(response))
  // Images come late, as on a train: what has no room kept for it pushes the text down.
  await page.route('**/*.{png,jpg,jpeg,webp,avif,gif,svg}', async (route) => {
    await new Promise((done) => setTimeout(done, 300))
    await route.continue()
  })
  await page.addInitScript(() => {
    window.shifted = 0
    new PerformanceObserver((list) => {
      for (const shift of list.getEntries()) window.shifted += shift.value
    }).observe({ type: 'layout-shift', buffered: true })
  })
  await page.goto(site + path, { waitUntil: 'networkidle' })
  let bytes = 0
  for (const response of loaded) {
    if (response.request().resourceType() !== 'image') bytes += (await response.body()).length
  }
  // Down to the end and up again: what is lazy moves nothing either.
  await page.evaluate(async () => {
    const frame = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))
    for (let y = 0; y < document.body.scrollHeight; y += innerHeight) { scrollTo(0, y); await frame() }
    scrollTo(0, 0)
    await frame()
  })
  await page.waitForLoadState('networkidle')
  const told = await page.evaluate(() => ({
    shifted: window.shifted,
    blocking: performance.getEntriesByType('resource')
      .filter((one) => one.renderBlockingStatus === 'blocking').map((one) => new URL(one.name).pathname),
  }))
  console.log(JSON.stringify({ path, bytes, ...told }))
  await context.close()
}
await browser.close()
