import { expect, test } from "vitest";
import { isoWeek } from "../../src/pages/reports/week.ts";

test.for([
  ["a Monday begins a week", [2026, 10, 16], "2026-W47"],
  ["a Sunday ends it", [2026, 10, 22], "2026-W47"],
  ["2026 has a week 53", [2026, 11, 28], "2026-W53"],
  ["whose last days are in 2027", [2027, 0, 3], "2026-W53"],
  ["the first week has the first Thursday", [2027, 0, 4], "2027-W01"],
  ["days before it are of the year before", [2023, 0, 1], "2022-W52"],
  ["days after the last Thursday are of the year after", [2024, 11, 30], "2025-W01"],
] as const)("%s", ([, [year, month, date], week]) => expect(isoWeek(new Date(year, month, date))).toBe(week));
