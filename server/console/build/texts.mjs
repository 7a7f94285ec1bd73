// Compares the languages of every folder with texts.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";

const places = (text) => [...text.matchAll(/\{(\w+)\}/g)].map((m) => m[1]).sort().join(" ");

/** What is missing or different between nl.json and en.json of each folder below root, as sentences. */
export function mistakesInTexts(root) {
  const files = readdirSync(join(root, "src"), { recursive: true }).filter((file) => basename(file) === "nl.json");
  return files.map((file) => join("src", file)).flatMap((file) => {
    const other = join(root, dirname(file), "en.json");
    if (!existsSync(other)) return [`${file} has no en.json beside it`];
    return compare(file, JSON.parse(readFileSync(join(root, file), "utf8")), JSON.parse(readFileSync(other, "utf8")));
  });
}

function compare(file, nl, en) {
  const mistakes = [];
  for (const key of new Set([...Object.keys(nl), ...Object.keys(en)])) {
    if (!(key in nl)) mistakes.push(`${file}: ${key} is missing`);
    else if (!(key in en)) mistakes.push(`${file.replace("nl.json", "en.json")}: ${key} is missing`);
    else if (!nl[key].trim() || !en[key].trim()) mistakes.push(`${file}: ${key} is empty`);
    else if (new Set(nl[key].split("|").map(places)).size > 1 || places(nl[key].split("|")[0]) !== places(en[key].split("|")[0])) {
      mistakes.push(`${file}: ${key} has other {places} in the other language`);
    }
  }
  return mistakes;
}
