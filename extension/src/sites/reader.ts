// What the bridge and the background read requests with: one script (reader.js), loaded by both.

export { hostMatches, listedIn, Sites } from "./match";
export { concat, read, uploadKey } from "./read";
export { parseTable } from "./table";
