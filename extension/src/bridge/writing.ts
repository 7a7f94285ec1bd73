// What looks on while somebody writes, as a script of its own: injected into a page when somebody begins, and not before. Comfort: whatever gets past it
// is still held on its way out.

import type { OnWritten } from "./composer";
import type { Hands } from "./hands";
import { Mark } from "./mark";
import { Press } from "./press";

declare global {
  // Where this script leaves it for the bridge.
  var dijkwachtWriting: ((hands: Hands) => OnWritten) | undefined;
}

globalThis.dijkwachtWriting = (hands) => {
  const mark = new Mark(hands);
  const press = new Press(hands, (text) => mark.clean === text, () => mark.rest());
  return (event, input) => {
    if (event.type === "keydown" || event.type === "click") press.on(event, input);
    else if (input && event.type !== "pointerdown" && hands.composer.writes(input)) mark.on(event);
  };
};
