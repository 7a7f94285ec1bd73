// Why a rule matched or not, in words. What the trace adds, such as a type, follows.
import { word } from "./words.ts";

export function whyWord(why: string, detail?: string | null): string {
  const text = word("why", why);
  return detail ? `${text} (${detail})` : text;
}
