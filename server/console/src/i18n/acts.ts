// The names of acts in the chain. One without a name is shown as it is.
import { word } from "./words.ts";

export const actWord = (code: string): string => word("act", code);
