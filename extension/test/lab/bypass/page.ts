// Runs one vector by its number.
import { VECTORS } from "./vectors.ts";

Object.assign(window, {
  runVector(id: string, text: string): void {
    // Later, so that a vector that leaves the page does not take the answer to the test along.
    setTimeout(async () => VECTORS.find((v) => v.id === id)?.run(text), 20);
  },
});
