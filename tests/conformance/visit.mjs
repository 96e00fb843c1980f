// Visits pages in Chromium and tells what a person could stumble over, as one JSON line a complaint.
// usage: node visit.mjs CHROMIUM http://127.0.0.1:8000 <pages.json    ["/presse/", "/presse/2017/…/"]
import fs from 'node:fs'
import { createRequire } from 'node:module'
import { chromium } from 'playwright-core'

const [executablePath, site] = process.argv.slice(2)
const pages = JSON.parse(fs.readFileSync(0, 'utf8'))
const source = (name) => fs.readFileSync(createRequire(import.meta.url).resolve(name), 'utf8')
const axe = source('axe-core/axe.min.js')
const sniffer = source('html_codesniffer/build/HTMLCS.js') // what pa11y asks

const VIEWS = {
  desktop: { viewport: { width: 1280, height: 900 } },
  phone: { viewport: { width: 320, height: 640 } }, // WCAG 1.4.10: 320 CSS pixels without scrolling sideways
  dark: { viewport: { width: 1280, height: 900 }, colorScheme: 'dark' },
  large: { viewport: { width: 320, height: 640 } }, // and a reader who has doubled the type (WCAG 1.4.4)
}
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

const browser = await chromium.launch({
  executablePath,
  // Quiet: the browser itself must not ask other hosts, or the machine's network answers for the page.
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
    '--disable-background-networking', '--disable-component-update', '--disable-sync'],
})
for (const [view, options] of Object.entries(VIEWS)) {
  const context = await browser.newContext(options)
  const waiting = [...pages]
  const visit = async () => {
    const path = waiting.shift()
    if (path === undefined) return
    const complaints = new Set()
    const complain = (kind, text) => complaints.add(JSON.stringify({ kind, text: `${path} (${view}): ${text}` }))
    const page = await context.newPage()
    if (view === 'large') {
      const browserSettings = await context.newCDPSession(page)
      await browserSettings.send('Page.setFontSizes', { fontSizes: { standard: 32, fixed: 26 } })
    }
    page.on('request', (request) => {
      const url = request.url()
      if (!url.startsWith(site + '/') && !url.startsWith('data:')) complain('foreign', url)
    })
    page.on('response', (response) => {
      if (response.status() >= 400) complain('console', `${response.status()} ${response.url()}`)
    })
    page.on('pageerror', (error) => complain('console', error))
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) complain('console', `${message.text()} ${message.location().url}`)
    })

    // A former address leads on at once: it is looked at as those see it whose browser does not follow.
    await page.route((url) => url.href === site + path, async (route) => {
      const response = await route.fetch()
      const html = (await response.text()).replace(/<meta http-equiv="refresh"[^>]*>/, '')
      await route.fulfill({ response, body: html })
    })

    await page.goto(site + path, { waitUntil: 'load' })
    const tooWide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
    if (tooWide > 0) complain('sideways', `${tooWide} px too wide`)
    // Closed details hide what could be too wide or too pale.
    await page.evaluate(() => document.querySelectorAll('details').forEach((details) => { details.open = true }))
    const opened = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
    if (opened > tooWide) complain('sideways', `${opened} px too wide with details open`)
    if (view === 'large') return await next(page, complaints)
    await page.evaluate(axe)
    const { violations } = await page.evaluate((runOnly) => axe.run(document, { runOnly }), RULES)
    for (const { id, help, nodes } of violations) {
      for (const { target } of nodes) complain('barrier', `${id}: ${help}: ${target}`)
    }
    await page.evaluate(sniffer)
    const errors = await page.evaluate(() => new Promise((done) => HTMLCS.process('WCAG2AA', document, () => done(
      HTMLCS.getMessages().filter(({ type }) => type === HTMLCS.ERROR)
        .map(({ code, msg, element }) => `${code}: ${msg}: ${element.outerHTML?.slice(0, 100)}`)))))
    for (const error of errors) complain('barrier', error)
    await next(page, complaints)
  }
  const next = async (page, complaints) => {
    for (const complaint of complaints) console.log(complaint)
    await page.close()
    await visit()
  }
  await Promise.all([visit(), visit()])  // two at once, since one often waits for the browser
  await context.close()
}
await browser.close()
