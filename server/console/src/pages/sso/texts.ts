// Texts of the part.
import { texts } from "../../i18n/i18n.ts";
import en from "./en.json" with { type: "json" };
import nl from "./nl.json" with { type: "json" };

export type Key = keyof typeof nl;
export const t = texts<Key>(nl, en);
