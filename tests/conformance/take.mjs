// Presses the buttons that take a release along; prints what came of each as one JSON object.
// usage: node take.mjs CHROMIUM http://127.0.0.1:8000/presse/2019/bruecke/
import fs from 'node:fs'
import { chromium } from 'playwright-core'

const [executablePath, address] = process.argv.slice(2)
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'] })
const told = {}

const mute = await (await browser.newContext({ javaScriptEnabled: false })).newPage()
await mute.goto(address)
told.shownWithoutScript = await mute.locator('.take').isVisible()

const context = await browser.newContext({ permissions: ['clipboard-read', 'clipboard-write'] })
const page = await context.newPage()
await page.goto(address)
for (const kind of ['text', 'markdown']) {
  const [download] = await Promise.all([page.waitForEvent('download'), page.click(`[data-take=${kind}]`)])
  told[kind] = fs.readFileSync(await download.path(), 'utf8')
  told[`${kind}File`] = download.suggestedFilename()
}
await page.focus('[data-take=copy]')
await page.keyboard.press('Enter')
await page.waitForFunction(() => document.querySelector('.take [role=status]').textContent)
told.status = await page.locator('.take [role=status]').textContent()
told.copied = await page.evaluate(() => navigator.clipboard.readText())
console.log(JSON.stringify(told))
await browser.close()
