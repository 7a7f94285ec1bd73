import { expect, test } from "vitest";
import { winner } from "../../src/pages/coaching/compare.ts";

const seen = (shown: number, edited: number) => ({ shown, edited, redacted: 0, redirected: 0, stopped: 0 });

test.for([
  ["far apart, and many", seen(200, 60), seen(200, 120), 2],
  ["the first is better", seen(200, 120), seen(200, 60), 1],
  ["far apart, but few", seen(10, 3), seen(10, 6), 0],
  ["equal", seen(500, 250), seen(500, 250), 0],
  ["nobody did anything else", seen(50, 0), seen(50, 0), 0],
  ["everybody did", seen(50, 50), seen(50, 50), 0],
] as const)("%s", ([, first, second, won]) => expect(winner(first, second)).toBe(won));
