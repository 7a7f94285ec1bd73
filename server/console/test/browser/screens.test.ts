// `npm run screens` takes the pictures of docs/console; ONLY=name takes those that begin so.
import { test } from "vitest";
import { takeScreens } from "./harness/screens.ts";

test("pictures of every page", () => takeScreens(process.env["ONLY"]), 1_800_000);
