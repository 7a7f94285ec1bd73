// A newer site table from the signed bundle takes the place of the package's own; nothing else does.
import "./fake-browser";
import { expect, test } from "vitest";
import { adopt, sites } from "../../src/background/sites";
import packaged from "../../src/sites/sites.json";
import type { Table } from "../../src/sites/table";

const own = packaged as Table;
const path = (): string | undefined => sites().match(new URL("https://chatgpt.com/backend-api/v9/talk"), "POST")?.endpoint.id;
const changed = (version: number): Table => ({
  ...own, version,
  sites: own.sites.map((s) => (s.id === "chatgpt" ? { ...s, endpoints: [{ id: "talk", kind: "prompt", path: "^backend-api/v9/talk$", text: ["words"] }] } : s)),
});

test("an unsound table, and one that is not newer, change nothing", () => {
  for (const offered of [undefined, {}, { version: 9 }, changed(own.version), { ...changed(own.version + 1), keys: 1 }]) adopt(offered);
  expect(sites().table.version).toBe(own.version);
  expect(path()).toBe("other");
});

test("a newer one is in force at once, and an older one does not undo it", () => {
  adopt(changed(own.version + 2));
  expect(path()).toBe("talk");
  adopt({ ...own, version: own.version + 1 });
  expect(path()).toBe("talk");
});
