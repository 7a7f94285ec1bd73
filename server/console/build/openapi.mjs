// The OpenAPI document out of its fragments, as the service serves it, and TypeScript types of it.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import openapiTS, { astToString } from "openapi-typescript";

/** Puts the fragments of a folder together: base.json is the frame, each other file adds paths and components. */
export function readDocument(folder) {
  const read = (file) => JSON.parse(readFileSync(join(folder, file), "utf8"));
  const whole = read("base.json");
  whole.paths ??= {};
  whole.components ??= {};
  for (const file of readdirSync(folder).filter((f) => f.endsWith(".json") && f !== "base.json").sort()) {
    const part = read(file);
    Object.assign(whole.paths, part.paths);
    for (const [kind, list] of Object.entries(part.components ?? {})) whole.components[kind] = { ...whole.components[kind], ...list };
  }
  return whole;
}

/** TypeScript for the document. */
export async function typesOf(document) {
  return `// Made by the build from the OpenAPI document.\n${astToString(await openapiTS(document, { defaultNonNullable: false, emptyObjectsUnknown: true }))}`;
}
