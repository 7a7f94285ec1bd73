// The names of what the API lists by code: states, kinds of data, roles, channels. A code without a name is shown as it is.
import { language } from "./i18n.ts";
import en from "./words/en.json" with { type: "json" };
import nl from "./words/nl.json" with { type: "json" };

type Lists = typeof nl;
export type List = keyof { [K in keyof Lists as K extends `${infer L}.${string}` ? L : never]: true };

/** The word for a code of a list. */
export function word(list: List, code: string): string {
  const all: Record<string, string> = language.value === "nl" ? nl : en;
  return all[`${list}.${code}`] ?? code;
}

/** The codes of types of findings, after those of their groups. */
export const kinds = (): string[] => [...codes("group"), ...codes("type")];

/** The word for a type of finding, or for a group of types. */
export const kindWord = (code: string): string => word(codes("group").includes(code) ? "group" : "type", code);

/** The codes of a list, in the order of the dictionary. */
export function codes(list: List): string[] {
  return Object.keys(nl).filter((key) => key.startsWith(`${list}.`)).map((key) => key.slice(list.length + 1));
}
