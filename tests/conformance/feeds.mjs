// Reads feeds with feedsmith: node feeds.mjs FILE… prints for each a JSON row of what a reader must see in it:
// [guid, title, link, published, letter], in the order of its entries.
import { readFileSync } from "node:fs";
import { parseFeed } from "feedsmith";

const letter = (links) => links?.find((link) => /\.pdf$/.test(link.href ?? link.url));

const of = {
  rss: (feed) =>
    feed.items.map((item) => [item.guid.value, item.title, item.link, item.pubDate, letter(item.enclosures)?.url]),
  atom: (feed) =>
    feed.entries.map((entry) => [
      entry.id,
      entry.title.value,
      entry.links.find((link) => !link.rel || link.rel === "alternate").href,
      entry.published,
      letter(entry.links.filter((link) => link.rel === "enclosure"))?.href,
    ]),
  json: (feed) =>
    feed.items.map((item) => [item.id, item.title, item.url, item.date_published, letter(item.attachments)?.url]),
};

for (const file of process.argv.slice(2)) {
  const { format, feed } = parseFeed(readFileSync(file, "utf8"));
  const seen = of[format](feed).map(([guid, title, link, published, file = ""]) => [
    guid,
    title,
    link,
    Date.parse(published) / 1000,
    file,
  ]);
  console.log(JSON.stringify(seen));
}
