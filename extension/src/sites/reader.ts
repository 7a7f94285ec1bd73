// What the bridge and the background read requests with: one script (reader.js), loaded by both.

export { hash } from "../shared/hash";
export { signs } from "../shared/signs";
export { hostMatches, listedIn, Sites } from "./match";
export { looksWritten } from "./path";
export { concat, decode, read, uploadKey } from "./read";
export { parseTable } from "./table";
