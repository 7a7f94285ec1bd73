// Texts of the frame around all pages.
import { texts } from "../i18n/i18n.ts";
import en from "./en.json" with { type: "json" };
import nl from "./nl.json" with { type: "json" };

export type ShellKey = keyof typeof nl;
export const t = texts<ShellKey>(nl, en);
