// Texts in the language of the person, by typed keys. Dutch comes first; the build fails when English is not complete.
import { signal } from "@preact/signals";

export type Language = "nl" | "en";
export const languages: readonly Language[] = ["nl", "en"];

export const language = signal<Language>("nl");

export function speak(wanted: Language): void {
  language.value = wanted;
  document.documentElement.lang = wanted;
}

export type Params = Record<string, string | number>;

/**
 * Makes the function that gives the texts of one part of the console. A text "one|more" has two forms and is chosen by the
 * parameter n; {name} is where a parameter goes.
 */
export function texts<K extends string>(nl: Record<K, string>, en: Record<NoInfer<K>, string>): (key: K, params?: Params) => string {
  return (key, params) => {
    const text = (language.value === "nl" ? nl : en)[key];
    return params ? fill(text, params) : text;
  };
}

function fill(text: string, params: Params): string {
  const [one = "", more] = text.split("|");
  const form = more !== undefined && params["n"] !== 1 ? more : one;
  return form.replace(/\{(\w+)\}/g, (whole, name: string) => (name in params ? shown(params[name]!) : whole));
}

const shown = (value: string | number) => (typeof value === "number" ? number(value) : value);

// Formatters are slow to make and many cells use the same.
const made = new Map<string, unknown>();
function formatter<F>(Make: new (locale: string, options: never) => F, options: object): F {
  const key = `${locale()} ${Make.name} ${JSON.stringify(options)}`;
  const known = made.get(key) as F | undefined;
  if (known) return known;
  const fresh = new Make(locale(), options as never);
  made.set(key, fresh);
  return fresh;
}

const locale = () => (language.value === "nl" ? "nl-NL" : "en-GB");

export function number(value: number, digits = 0): string {
  return formatter(Intl.NumberFormat, { maximumFractionDigits: digits }).format(value);
}

/** A moment with weekday and 24-hour clock: "ma 16 nov 14:05". */
export function moment(iso: string): string {
  return formatter(Intl.DateTimeFormat, { weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" }).format(new Date(iso));
}

/** A moment in full, for where it counts as evidence. */
export function fullMoment(iso: string): string {
  return formatter(Intl.DateTimeFormat, { weekday: "long", day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit", timeZoneName: "short" }).format(new Date(iso));
}

export function day(iso: string): string {
  return formatter(Intl.DateTimeFormat, { day: "numeric", month: "short", year: "numeric" }).format(new Date(iso));
}

export function listed(words: string[]): string {
  return formatter(Intl.ListFormat, { type: "conjunction" }).format(words);
}

/** The name of a country by its code of two letters. */
export function country(code: string): string {
  try {
    return formatter(Intl.DisplayNames, { type: "region" }).of(code) ?? code;
  } catch {
    return code;
  }
}

const minute = 60_000;
const hour = 60 * minute;

/** How old something is, in its largest unit. */
export function age(ms: number): string {
  const [size, name] = ms < hour ? ([minute, "minute"] as const) : ms < 48 * hour ? ([hour, "hour"] as const) : ([24 * hour, "day"] as const);
  return formatter(Intl.NumberFormat, { style: "unit", unit: name, unitDisplay: "short" }).format(Math.floor(Math.max(0, ms) / size));
}

/** How long ago, or how long still, in the two largest units that say something: "3 u 20 min", "2 d 4 u". */
export function duration(ms: number): string {
  const size = Math.abs(ms);
  const unit = (n: number, name: "day" | "hour" | "minute") => formatter(Intl.NumberFormat, { style: "unit", unit: name, unitDisplay: "short" }).format(n);
  if (size < hour) return unit(Math.floor(size / minute), "minute");
  if (size < 48 * hour) return `${unit(Math.floor(size / hour), "hour")} ${unit(Math.floor((size % hour) / minute), "minute")}`;
  return unit(Math.floor(size / (24 * hour)), "day");
}
