// Searches as a reader does: in the masthead's field, then on the page of the search, by keyboard alone.
// usage: node search.mjs CHROMIUM http://127.0.0.1:8000/presse/ brück <queries.json    ["Brücke", "?q=Brücke&year=2019"]
// Prints one JSON object: for each query the results, what a screen reader is told, and what was fetched.
import fs from 'node:fs'
import { chromium } from 'playwright-core'

const [executablePath, site, begun] = process.argv.slice(2)
const queries = JSON.parse(fs.readFileSync(0, 'utf8'))
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'] })
const told = { queries: {}, complaints: [] }

const mute = await (await browser.newContext({ javaScriptEnabled: false })).newPage()
await mute.goto(site)
await mute.fill('.find input', 'Brücke')
await mute.press('.find input', 'Enter')
told.withoutScript = {
  address: mute.url(),
  form: await mute.locator('.search').isVisible(),
  says: await mute.locator('.opening').innerText(),
  links: await mute.locator('main a').evaluateAll((links) => links.map((link) => link.href)),
}

async function opened() {
  // A context of its own: nothing is in its cache.
  const page = await (await browser.newContext()).newPage()
  page.on('console', (message) => { if (message.type() === 'error') told.complaints.push(message.text()) })
  page.on('pageerror', (error) => told.complaints.push(String(error)))
  // As on a server that takes care (docs: Content-Security-Policy).
  await page.route(`${site}**`, async (route) => {
    const response = await route.fetch()
    const policy = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'"
    await route.fulfill({ response, headers: { ...response.headers(), 'Content-Security-Policy': policy } })
  })
  return page
}

async function results(page) {
  await page.waitForFunction(() => document.querySelector('.results').getAttribute('aria-busy') === 'false')
  await page.waitForFunction(() => document.querySelector('.found').textContent.match(/\d|Nichts|Nothing/))
  await page.waitForTimeout(300)  // excerpts
  return {
    said: await page.locator('.found').textContent(),
    found: await page.locator('.results a').allTextContents(),
    marked: await page.locator('.results mark').allTextContents(),
    excerpts: await page.locator('.results .excerpt').allTextContents(),
    marks: await page.locator('.results .mark').allTextContents(),
  }
}

for (const query of queries) {
  const page = await opened()
  const fetched = []
  page.on('response', (response) => fetched.push(new URL(response.url()).pathname))
  if (query.startsWith('?')) {
    await page.goto(site)
    await page.goto(new URL(await page.locator('.find').getAttribute('action'), site).href + query)
  } else {
    await page.goto(site)
    await page.focus('.find input')
    await page.keyboard.type(query)
    await page.keyboard.press('Enter')
    await page.waitForURL(/\?q=/)
  }
  told.queries[query] = { ...await results(page), fetched }
  await page.close()
}

// By keyboard: the first letters, the first result, and back.
const page = await opened()
await page.goto(site)
await page.goto(new URL(await page.locator('.find').getAttribute('action'), site).href)
await page.focus('#search_words')
await page.keyboard.type(begun[0])
told.firstLetter = await results(page)
await page.keyboard.type(begun.slice(1))
await page.waitForFunction((begun) => new URLSearchParams(location.search).get('q') === begun, begun)
await results(page)
await page.keyboard.press('ArrowDown')
const chosen = await page.evaluate(() => document.activeElement.href)
await page.keyboard.press('Enter')
await page.waitForURL(chosen)
told.opened = page.url()
await page.goBack()
told.afterwards = await results(page)
console.log(JSON.stringify(told))
await browser.close()
