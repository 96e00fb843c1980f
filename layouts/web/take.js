// Take a release with you: its text for an editorial system, made from what the page shows. Without script the
// buttons stay hidden, and letter and feed have the same text.
"use strict";
{
  const box = document.querySelector(".take");
  const address = document.querySelector("link[rel=canonical]").href;
  const marks = { H2: "## ", H3: "### ", H4: "#### ", H5: "##### ", H6: "###### " };

  // What words look like within a line.
  function line(node, markdown) {
    if (node.nodeType === Node.TEXT_NODE) return node.data.replace(/[\s\u00ad]+/g, (found) => (found.trim() ? "" : " "));
    if (node.nodeType !== Node.ELEMENT_NODE || node.matches(".unseen, [role=doc-backlink]")) return "";
    if (node.matches("[role=doc-noteref]")) return markdown ? `[^${node.textContent}]` : ` [${node.textContent}]`;
    if (node.tagName === "BR") return markdown ? "\\\n" : "\n";
    if (node.tagName === "IMG") return "";
    const inside = [...node.childNodes].map((child) => line(child, markdown)).join("");
    if (!markdown || !inside.trim()) return inside;
    if (node.tagName === "STRONG") return `**${inside}**`;
    if (node.tagName === "EM") return `*${inside}*`;
    if (node.tagName === "A") return `[${inside}](${new URL(node.getAttribute("href"), address)})`;
    return inside;
  }

  function list(node, markdown, indent) {
    return [...node.children].map((item, number) => {
      const mark = node.tagName === "OL" ? `${number + (node.start || 1)}. ` : "- ";
      const deeper = indent + " ".repeat(mark.length);
      const lines = blocks(item, markdown, deeper).join("\n");
      return indent + mark + lines.trimStart();
    }).join("\n");
  }

  function table(node, markdown) {
    const rows = [...node.rows].map((row) => [...row.cells].map((cell) => line(cell, markdown).trim()));
    if (!markdown) return rows.map((row) => row.join("\t")).join("\n");
    const shown = rows.map((row) => `| ${row.join(" | ")} |`);
    return [shown[0], `|${"-|".repeat(rows[0].length)}`, ...shown.slice(1)].join("\n");
  }

  // Paragraphs, lists, tables …, each as one text.
  function blocks(node, markdown, indent = "") {
    const found = [];
    let words = "";
    const close = () => {
      if (words.trim()) found.push(indent + words.trim());
      words = "";
    };
    for (const child of node.childNodes) {
      const name = child.tagName;
      if (!name || child.matches("a, abbr, b, br, cite, code, em, i, img, q, small, span, strong, sup, time")) {
        words += line(child, markdown);
        continue;
      }
      close();
      if (child.matches("figure, picture")) continue;
      if (name === "UL" || name === "OL") found.push(list(child, markdown, indent));
      else if (name === "TABLE") found.push(table(child, markdown));
      else if (name === "PRE") found.push(child.textContent.trimEnd().replace(/^/gm, markdown ? "    " : ""));
      else if (name === "HR") found.push(markdown ? "---" : "* * *");
      else if (name === "BLOCKQUOTE") {
        const quoted = blocks(child, markdown).join("\n\n");
        found.push(markdown ? quoted.replace(/^/gm, "> ") : quoted);
      } else if (name === "P" || name in marks) {
        const note = child.querySelector(":scope > [role=doc-backlink]");
        const number = note ? (markdown ? `[^${note.textContent}]: ` : `[${note.textContent}] `) : "";
        const text = number + line(child, markdown).trim();
        if (text) found.push(indent + (markdown ? marks[name] || "" : "") + text);
      } else found.push(...blocks(child, markdown, indent));
    }
    close();
    return found;
  }

  function text(markdown) {
    const article = document.querySelector("article.release");
    const of = (selector) => [...article.querySelectorAll(selector)].flatMap((part) => blocks(part, markdown));
    const headline = line(article.querySelector("h1"), markdown).trim();
    return [
      ...of(".opening .kicker").slice(0, 1),
      markdown ? `# ${headline}` : headline,
      ...[...article.querySelectorAll(".opening .subhead")].map((part) => line(part, markdown).trim()),
      ...[...article.querySelectorAll(".opening .dateline")].map((part) => line(part, markdown).trim()),
      ...of(".notes"),
      ...of(".text"),
      address,
    ].join("\n\n") + "\n";
  }

  function save(name, words, kind) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([words], { type: `${kind};charset=utf-8` }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }

  if (box) {
    const said = box.querySelector("[role=status]");
    const actions = {
      copy: () => navigator.clipboard.writeText(text(false)).then(() => { said.textContent = said.dataset.done; }),
      text: () => save(`${box.dataset.name}.txt`, text(false), "text/plain"),
      markdown: () => save(`${box.dataset.name}.md`, text(true), "text/markdown"),
    };
    for (const button of box.querySelectorAll("button")) {
      // The clipboard is there only where the page came over HTTPS.
      if (button.dataset.take === "copy" && !navigator.clipboard) button.hidden = true;
      button.addEventListener("click", () => { said.textContent = ""; actions[button.dataset.take](); });
    }
    box.hidden = false;
  }
}
