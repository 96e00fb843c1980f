"""The same archive by Pelican: a page for each release, paged index, years, topics, RSS."""

SITENAME = "Landkreis aktuell"
SITEURL = "https://www.example.org/presse"
TIMEZONE = "Europe/Berlin"
DEFAULT_LANG = "de"
AUTHOR = "Pressestelle"
ARTICLE_URL = "{date:%Y}/{slug}/"
ARTICLE_SAVE_AS = "{date:%Y}/{slug}/index.html"
YEAR_ARCHIVE_SAVE_AS = "{date:%Y}/index.html"
TAG_URL = "topics/{slug}/"
TAG_SAVE_AS = "topics/{slug}/index.html"
DIRECT_TEMPLATES = ["index"]
PAGINATED_TEMPLATES = {"index": 20}
AUTHOR_SAVE_AS = CATEGORY_SAVE_AS = ""
STATIC_PATHS = ["media"]
FEED_DOMAIN = SITEURL
FEED_ALL_RSS = "feed.xml"
FEED_MAX_ITEMS = 30
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
MARKDOWN = {"extension_configs": {"markdown.extensions.tables": {}}, "output_format": "html5"}
CONTACTS = {
    "christine-spiegel": ("Pressesprecherin", "Christine Spiegel", "089/6221-2621", "spiegel@example.org"),
    "juergen-mueller": ("Stellvertretender Pressesprecher", "Jürgen Müller", "089/6221-2622", "mueller@example.org"),
    "pressestelle": ("Pressestelle", "Landratsamt München", "089/6221-0", "presse@example.org"),
}
