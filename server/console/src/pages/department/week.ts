import { isoWeek, thisWeek } from "../reports/week.ts";

export { thisWeek };

/** The ISO week so many weeks later: "2026-W53" and 1 give "2027-W01". */
export function weekBeside(week: string, weeks: number): string {
  const [year = 0, number = 1] = week.split("-W").map(Number);
  const thursday = new Date(year, 0, 4); // always in week 1
  thursday.setDate(thursday.getDate() - ((thursday.getDay() + 6) % 7) + 3 + 7 * (number - 1 + weeks));
  return isoWeek(thursday);
}
