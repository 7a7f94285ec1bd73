// Made-up prompts for the rows of the baseline policy. Each holds a word of its own to look for.

export const CLEAN = "Wat zijn de stappen bij hartfalen?\n  1. \"behandeling\" — 50 % & meer\n  2. café, naïef, 😀 \\ <b>";

/** Row a: a direct identifier. */
export const BLOCKED = "Mevr. Jansen, BSN 111222333, heeft hartfalen. Schrijf een ontslagbrief.";
export const BSN = "111222333";

/** Row c: a name and a health fact of one person. */
export const REDACTED = "Mevrouw Jansen heeft hartfalen. Schrijf een brief aan haar huisarts.";
/** Its safe version: the question is about the disease, which without the person names nobody. */
export const SAFE = "[PERSOON_1] heeft hartfalen. Schrijf een brief aan haar huisarts.";

/** Row d: a name and another fact of the same person. */
export const WARNED = "Mevrouw Jansen, geboren op 12-03-1950, komt volgende week langs. Schrijf een uitnodiging.";
export const NAME = "Jansen";
