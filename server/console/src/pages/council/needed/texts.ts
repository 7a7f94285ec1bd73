// Texts of the note that consent is needed again.
import { texts } from "../../../i18n/i18n.ts";
import en from "./en.json" with { type: "json" };
import nl from "./nl.json" with { type: "json" };

export const t = texts<keyof typeof nl>(nl, en);
