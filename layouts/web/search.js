// Searches the archive in the reader's browser: nobody else learns what is looked for. The words of each year lie in a
// file of its own (src/pressgen/outputs/search.py tells what is in it); they are fetched when first needed, newest first.
// Without script the page leads to the lists.
"use strict";
{
  const SHOWN = 10;    // results at first, and more with each press of the button
  const AT_ONCE = 4;   // files that are fetched side by side
  const REACH = 110;   // characters of an excerpt on both sides of what was found
  const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_";
  const WORD = /[\p{L}\p{N}_]+/gu;

  const form = document.querySelector(".search");
  const list = document.querySelector(".results");
  const status = document.querySelector(".found");
  const more = document.querySelector(".more");
  const pattern = document.querySelector("#search_result").content.firstElementChild;
  const { q: field, year: yearField, about: aboutField } = form.elements;
  const root = new URL(form.dataset.root, location);
  const language = document.documentElement.lang;
  const number = new Intl.NumberFormat(language);
  const years = [...yearField.options].map((option) => option.value).filter(Boolean);


  // 1. Words

  // One spelling: no case, no accents; ü, ue and u are the same, but for the ue of "neue" or "Quelle".
  function folded(word) {
    return word.toLowerCase().replaceAll("ß", "ss")
      .normalize("NFD").replace(/\p{M}/gu, "")
      .replace(/(^|[^aeiouq])([aou])e/g, "$1$2");
  }

  // Without its ending: Kindern, Kinder, Kindes, Kind; Bürgermeisterinnen, Bürgermeister.
  function core(word) {
    const short = word.replace(/^(.{6,})in(?:nen)?$/, "$1").replace(/innen$/, "in");
    return short.replace(/^(.{3,}?)(?:ens|en|em|er|es|e)$|^(.{4,}?)(?:ern|n)$/, "$1$2");
  }

  // Kreis, Kreise, Kreises; Landratsamts.
  function stem(word) {
    return core(word).replace(/^(.{4,}?)s+$/, "$1");
  }

  function asked(query) {
    const words = query.normalize("NFC").match(WORD) || [];
    return [...new Set(words.map(folded))].map((word) => ({ word, core: core(word), stem: stem(word) }));
  }

  // How well a word, folded, is what was asked for; 0 if it is not.
  function likeness(word, term) {
    if (word === term.word) return 8;
    const place = word.indexOf(term.stem);
    if (place === -1) return 0;
    const root = stem(word);
    if (root === term.stem) return 6;
    if (word.startsWith(term.word)) return 3;                                   // what somebody is still typing
    if (term.core.length < 3) return 0;
    if (root.endsWith(term.stem) || core(word).endsWith(term.core)) return 2;   // Abfuhr in Müllabfuhr
    return term.core.length > 3 && word.includes(term.core) ? 1 : 0;            // anywhere in a compound
  }

  function best(words, term) {
    return words.reduce((most, word) => Math.max(most, likeness(word, term)), 0);
  }


  // 2. Years

  const known = new Map();  // year: what its file has, or a promise of that

  async function fetched(year) {
    const answer = await fetch(`${year}.json`);
    if (!answer.ok) throw new Error(`${answer.status} ${answer.url}`);
    const { subjects, releases, words, places } = await answer.json();
    return {
      words: words ? words.split(" ").map(folded) : [],
      places: places.split(" "),
      releases: releases.map(([slug, day, headline, subhead, state, spoken, about]) => ({
        address: `${year}/${slug}/`, day, headline, subhead, state, spoken, about: about.map((one) => subjects[one]),
      })),
    };
  }

  function wanted() {
    return yearField.value ? [yearField.value] : years;
  }

  let broken = false;

  // Fetches what is missing, and searches again whenever something has come.
  async function load() {
    broken = false;
    const missing = wanted().filter((year) => !known.has(year));
    missing.forEach((year) => known.set(year, null));
    const next = async () => {
      for (let year = missing.shift(); year; year = missing.shift()) {
        try {
          known.set(year, await fetched(year));
        } catch (error) {
          known.delete(year);
          broken = true;
        }
        show();
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, next));
  }

  function complete() {
    return broken || wanted().every((year) => known.get(year));
  }


  // 3. Finding

  // The numbers of the releases that have a word.
  function* decoded(text) {
    let place = -1;
    let distance = 0;
    for (const digit of text) {
      const part = DIGITS.indexOf(digit);
      distance = distance * 32 + (part & 31);
      if (part > 31) continue;
      place += distance;
      yield place;
      distance = 0;
    }
  }

  // The releases of a year that have all terms, each with its rank.
  function foundIn({ words, places, releases }, terms) {
    let ranks = new Map(releases.map((release) => [release, 0]));
    for (const term of terms) {
      const reached = new Map();
      words.forEach((word, index) => {
        const like = likeness(word, term);
        if (!like) return;
        for (const place of decoded(places[index])) reached.set(place, Math.max(like, reached.get(place) || 0));
      });
      const both = new Map();
      for (const [place, rank] of reached) {
        const release = releases[place];
        if (!ranks.has(release)) continue;
        release.heads ||= [release.headline, release.subhead].map((head) => (head.match(WORD) || []).map(folded));
        const [headline, subhead] = release.heads.map((head) => best(head, term));
        both.set(release, ranks.get(release) + rank + 2 * headline + subhead);
      }
      ranks = both;
    }
    return ranks;
  }

  function found(terms) {
    const all = [];
    const query = terms.map((term) => term.word).join(" ");
    for (const year of wanted()) {
      const words = known.get(year);
      if (!words) continue;
      // While years are still coming, those that are there need not be searched again.
      if (words.query !== query) [words.query, words.found] = [query, [...foundIn(words, terms)]];
      all.push(...words.found);
    }
    const about = aboutField.value;
    return all
      .filter(([release]) => !about || release.about.includes(about))
      .sort(([one, rank], [other, rank2]) => rank2 - rank || (one.day < other.day ? 1 : -1))
      .map(([release]) => release);
  }


  // 4. Showing

  // Text with what was found marked.
  function marked(element, text, terms) {
    let end = 0;
    element.replaceChildren();
    for (const match of text.matchAll(WORD)) {
      if (!terms.some((term) => likeness(folded(match[0].normalize("NFC")), term))) continue;
      const mark = document.createElement("mark");
      mark.textContent = match[0];
      element.append(text.slice(end, match.index), mark);
      end = match.index + match[0].length;
    }
    element.append(text.slice(end));
  }

  const texts = new Map();  // address: a promise of the words on its page

  async function text(address) {
    const answer = await fetch(new URL(address, root));
    if (!answer.ok) return "";
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const words = page.querySelector(".release .text");
    return words ? words.textContent.replace(/\u00ad/g, "").replace(/\s+/g, " ").trim() : "";
  }

  // The part of a text with most of what was asked for, and that as it was asked for.
  function excerpt(whole, terms) {
    const hits = [...whole.matchAll(WORD)].flatMap((match) => {
      const word = folded(match[0].normalize("NFC"));
      return terms.map((term) => ({ at: match.index, term, like: likeness(word, term) })).filter((hit) => hit.like);
    });
    let place = 0;
    let most = 0;
    for (const { at } of hits) {
      const near = hits.filter((hit) => hit.at >= at && hit.at < at + REACH);
      const worth = terms.reduce((sum, term) => sum + Math.max(0, ...near.filter((hit) => hit.term === term).map((hit) => hit.like)), 0);
      if (worth > most) [place, most] = [at, worth];
    }
    const begin = place > REACH ? whole.lastIndexOf(" ", place - REACH / 2) + 1 : 0;
    const last = whole.indexOf(" ", begin + 2 * REACH);
    const end = last === -1 ? whole.length : last;
    return (begin ? "… " : "") + whole.slice(begin, end) + (end < whole.length ? " …" : "");
  }

  let terms = [];
  const rows = new Map();  // address: its row, which stays the same element, so that focus stays

  const seen = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) if (isIntersecting) quote(target);
  });

  async function quote(row) {
    seen.unobserve(row);
    const { address } = row.dataset;
    if (!texts.has(address)) texts.set(address, text(address).catch(() => ""));
    const whole = await texts.get(address);
    const place = row.querySelector(".excerpt");
    if (whole && terms.length) marked(place, excerpt(whole, terms), terms);
    else place.replaceChildren();
    place.hidden = !place.textContent;
  }

  function row(release) {
    let shown = rows.get(release.address);
    if (!shown) {
      shown = pattern.cloneNode(true);
      shown.dataset.address = release.address;
      const time = shown.querySelector("time");
      time.dateTime = release.day;
      time.textContent = release.day.split("-").reverse().join(".");
      shown.querySelector("a").href = new URL(release.address, root);
      const state = shown.querySelector(".mark");
      if (release.state) state.textContent = `${state.dataset[release.state]}: `;
      else state.remove();
      if (release.state) shown.classList.add(release.state);
      if (!release.subhead) shown.querySelector(".subhead").remove();
      if (release.spoken !== language) shown.querySelectorAll("a, .subhead, .excerpt").forEach((part) => { part.lang = release.spoken; });
      rows.set(release.address, shown);
    }
    const link = shown.querySelector("a");
    const struck = release.state === "withdrawn" ? document.createElement("s") : null;
    if (struck) link.replaceChildren(struck);
    marked(struck || link, release.headline, terms);
    if (release.subhead) marked(shown.querySelector(".subhead"), release.subhead, terms);
    seen.unobserve(shown);
    seen.observe(shown);
    return shown;
  }

  let limit = SHOWN;
  let said;

  function show() {
    terms = asked(field.value);
    const any = terms.length > 0 || aboutField.value || yearField.value;
    const results = any ? found(terms) : [];
    const focus = document.activeElement;
    const shown = results.slice(0, limit).map(row);
    if (shown.length !== list.children.length || shown.some((one, index) => one !== list.children[index])) {
      list.replaceChildren(...shown);
      if (list.contains(focus)) focus.focus();
    }
    list.setAttribute("aria-busy", String(Boolean(any) && !complete()));
    more.hidden = results.length <= limit;
    // When nobody is typing any more: a screen reader should not hear each step, nor the address change with it.
    clearTimeout(said);
    said = setTimeout(() => {
      const { none, one, many, searching, failed } = status.dataset;
      const query = new URLSearchParams([...new FormData(form)].filter(([, value]) => value.trim()));
      history.replaceState(null, "", String(query) ? `?${query}` : location.pathname);
      if (!any) status.textContent = "";
      else if (broken) status.textContent = failed;
      else if (!complete()) status.textContent = searching;
      else if (!results.length) status.textContent = none;
      else status.textContent = results.length === 1 ? one : many.replace("{}", number.format(results.length));
    }, 300);
  }

  function search() {
    limit = SHOWN;
    show();
    if (field.value.trim() || aboutField.value || yearField.value) load();
  }


  // 5. Reader's hands

  form.addEventListener("submit", (event) => { event.preventDefault(); search(); });
  form.addEventListener("input", search);
  field.addEventListener("focus", load, { once: true });
  more.addEventListener("click", () => {
    const first = limit;
    limit += SHOWN;
    show();
    list.children[first]?.querySelector("a").focus();
  });

  // Arrow keys walk through the results; the Tab key does, as everywhere.
  document.addEventListener("keydown", (event) => {
    const links = [...list.querySelectorAll("a")];
    const at = links.indexOf(document.activeElement);
    if (at === -1 && document.activeElement !== field) return;
    if (event.key === "ArrowDown" && links[at + 1]) links[at + 1].focus();
    else if (event.key === "ArrowUp" && at !== -1) (links[at - 1] || field).focus();
    else if (event.key === "Escape" && at !== -1) field.focus();
    else return;
    event.preventDefault();
  });

  const query = new URLSearchParams(location.search);
  for (const name of ["q", "year", "about"]) if (query.has(name)) form.elements[name].value = query.get(name);
  // Each, also where the address says something that the lists do not have.
  for (const choice of [yearField, aboutField]) if (choice.selectedIndex === -1) choice.value = "";
  form.hidden = false;
  if (location.search) search();
}
