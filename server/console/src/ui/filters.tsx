// The query bar over a list and the chips that mirror it. The query stands in the address as q.
import { useEffect, useRef, useState } from "preact/hooks";
import { texts } from "../i18n/i18n.ts";
import { t as shared } from "../i18n/shared.ts";
import { param, setParams } from "../shell/router.ts";
import { Icon } from "./icon.tsx";
import { useKeys } from "./keys.ts";
import { Menu } from "./menu.tsx";
import { parse, print, toggle, type Grammar, type Query, type Term } from "./query.ts";

const t = texts(
  { unknown: "{word} kennen wij niet.", near: "Bedoelt u {near}?", bar: "Filter met woorden, zoals {example}", take: "Neem {near}", drop: "{word} weghalen" },
  { unknown: "We do not know {word}.", near: "Do you mean {near}?", bar: "Filter with words, such as {example}", take: "Take {near}", drop: "Remove {word}" },
);

/** The query in the address. */
export const useQuery = (grammar: Grammar): Query => parse(param("q"), grammar);

export const setQuery = (terms: readonly Term[]): void => setParams({ q: print(terms), open: "" });

export interface Choice {
  title: string;
  term: Term;
  text: string;
  count?: number | undefined;
}

interface Props {
  query: Query;
  example: string;
  /** The words for a term. */
  show(term: Term): string;
  /** Menus of what can be put in, each with its title. */
  choices: readonly { title: string; items: readonly { term: Term; text: string; count?: number | undefined }[] }[];
}

export function Filters({ query, example, show, choices }: Props) {
  const [text, setText] = useState(param("q"));
  const input = useRef<HTMLInputElement>(null);
  const inAddress = param("q");
  useEffect(() => setText(inAddress), [inAddress]);
  useKeys({ "/": () => input.current?.focus() });
  return (
    <div class="filters">
      <form
        class="query"
        role="search"
        onSubmit={(event) => {
          event.preventDefault();
          setParams({ q: text.trim(), open: "" });
        }}
      >
        <input ref={input} type="search" spellcheck={false} autocomplete="off" aria-label={t("bar", { example })} placeholder={example} value={text} onInput={(e) => setText(e.currentTarget.value)} />
        <button type="submit"><Icon name="search" />{shared("filter")}</button>
      </form>
      {query.mistakes.map(({ word, near }) => (
        <div class="note stop row" role="alert">
          <span>{t("unknown", { word })} {near && t("near", { near })}</span>
          {near && <button type="button" onClick={() => setParams({ q: text.replace(word, near) })}>{t("take", { near })}</button>}
        </div>
      ))}
      <div class="chips">
        {choices.filter(({ items }) => items.length > 0).map(({ title, items }) => (
          <Menu label={title} acts={items.map(({ term, text: words, count }) => ({ text: count === undefined ? words : `${words} (${count})`, act: () => setQuery(toggle(query.terms, term)) }))} />
        ))}
        {query.terms.map((term) => (
          <span class="chip">
            {show(term)}
            <button type="button" aria-label={t("drop", { word: show(term) })} onClick={() => setQuery(toggle(query.terms, term))}><Icon name="close" /></button>
          </span>
        ))}
        {inAddress && <button type="button" class="plain" onClick={() => setParams({ q: "", open: "" })}>{shared("clear")}</button>}
      </div>
    </div>
  );
}
