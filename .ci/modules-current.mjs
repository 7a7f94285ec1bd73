// Exits 0 when node_modules holds exactly what package-lock.json asks for, 1 when `npm ci` is due.
// npm keeps a copy of the lock beside what it installed; packages for other systems are optional.
import { existsSync, readFileSync } from "node:fs";

const installedLock = "node_modules/.package-lock.json";
const packages = (file) =>
  Object.entries(JSON.parse(readFileSync(file, "utf8")).packages).filter(([path, entry]) => path.includes("node_modules/") && !entry.link);

if (!existsSync(installedLock)) process.exit(1);
const installed = new Map(packages(installedLock));
const wanted = new Map(packages("package-lock.json"));
const missing = [...wanted].some(([path, entry]) => !entry.optional && !installed.has(path));
const different = [...installed].some(([path, entry]) => wanted.get(path)?.integrity !== entry.integrity);
process.exit(missing || different ? 1 : 0);
