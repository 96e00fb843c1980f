// Walks through pages with the Tab key alone, as people do who use no mouse; tells what got lost, as one JSON line each.
// usage: node keyboard.mjs CHROMIUM http://127.0.0.1:8000 <pages.json
import fs from 'node:fs'
import { chromium } from 'playwright-core'

const [executablePath, site] = process.argv.slice(2)
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'] })
const page = await (await browser.newContext({ viewport: { width: 1280, height: 900 } })).newPage()

// What has the focus: where it is, and whether that can be seen.
const focused = () => page.evaluate(() => {
  const element = document.activeElement
  if (!element || element === document.body) return null
  const box = element.getBoundingClientRect()
  const style = getComputedStyle(element)
  element.dataset.walk ??= String(document.querySelectorAll('[data-walk]').length)
  return {
    number: Number(element.dataset.walk),
    name: `${element.tagName.toLowerCase()} "${element.textContent.trim().replace(/\s+/g, ' ').slice(0, 60)}"`,
    visible: box.width > 0 && box.height > 0 && box.top < innerHeight && box.bottom > 0 && box.left < innerWidth && box.right > 0,
    ringed: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
    large: Math.min(box.width, box.height),
  }
})

for (const path of JSON.parse(fs.readFileSync(0, 'utf8'))) {
  const complain = (text) => console.log(JSON.stringify(`${path}: ${text}`))
  if ((await (await fetch(site + path)).text()).includes('http-equiv="refresh"')) continue  // leads on by itself
  await page.goto(site + path)
  // An element within closed details is out of reach until they are opened; their summary is not.
  const reachable = await page.evaluate(() =>
    [...document.querySelectorAll('a[href], button, summary, input, select, textarea')]
      .filter((element) => element.checkVisibility()).length)
  const order = []
  for (let steps = 0; steps < reachable + 20; steps++) {
    await page.keyboard.press('Tab')
    const now = await focused()
    if (!now || (order.length && now.number <= order[order.length - 1])) break
    order.push(now.number)
    if (!now.visible) complain(`${now.name} has the focus, but is not in sight`)
    if (!now.ringed) complain(`${now.name} shows no focus`)
  }
  if (order.length !== reachable) complain(`${order.length} of ${reachable} links and buttons are reached`)

  await page.goto(site + path)
  await page.keyboard.press('Tab')
  const first = await page.evaluate(() => document.activeElement.className)
  if (first !== 'skip') complain(`the first is no link to the content, but "${first}"`)
  await page.keyboard.press('Enter')
  if (await page.evaluate(() => document.activeElement.id) !== 'main_content') complain('the skip link does not lead to the content')
}
await browser.close()
