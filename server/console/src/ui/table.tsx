// A long table that draws only the rows in sight, with keys j, k, x and Enter.
import { signal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { t } from "../i18n/shared.ts";
import { useKeys } from "./keys.ts";

export interface Column<T> {
  title: string;
  /** Share or size of the width, as CSS has it; "auto" by default. */
  width?: string;
  number?: boolean;
  /** Only where the window has room for it. */
  wide?: boolean;
  cell(row: T): ComponentChildren;
}

interface Props<T> {
  caption: string;
  columns: readonly Column<T>[];
  rows: readonly T[];
  id(row: T): string;
  /** The name of a row for who hears it. */
  name(row: T): string;
  /** Where the row leads; its first column is the link. */
  href(row: T): string;
  onOpen(row: T): void;
  /** Ids that are chosen; without it rows cannot be chosen. */
  chosen?: ReadonlySet<string>;
  onChoose?(ids: Set<string>): void;
  /** The row that is open beside the table. */
  open?: string | undefined;
  onMore?(): void;
  /** Of all rows, where that is known. */
  total?: number | undefined;
  /** The row that keys speak of. */
  onHere?(row: T): void;
}

const beyond = 8;

const roomy = matchMedia("(min-width: 1500px)");
const wide = signal(roomy.matches);
roomy.addEventListener("change", () => (wide.value = roomy.matches));

export function Table<T>(props: Props<T>) {
  const { rows, chosen, total } = props;
  const columns = props.columns.filter((column) => !column.wide || wide.value);
  const scroller = useRef<HTMLDivElement>(null);
  const view = useRowsInSight(scroller, rows.length);
  const [here, setHere] = useState(-1);
  const wantFocus = useRef(false);
  const anchor = useRef(-1);

  useEffect(() => {
    if (view.last >= rows.length - beyond && rows.length > 0) props.onMore?.();
  }, [view.last, rows.length]);
  useLayoutEffect(() => {
    if (!wantFocus.current || here < 0) return;
    const link = scroller.current?.querySelector<HTMLElement>(`[data-row="${here}"] a.open`);
    if (link) {
      wantFocus.current = false;
      link.focus({ preventScroll: true });
    }
  });

  const move = (to: number) => {
    if (rows.length === 0) return;
    const next = Math.min(Math.max(to, 0), rows.length - 1);
    setHere(next);
    view.show(next);
    wantFocus.current = true;
    props.onHere?.(rows[next]!);
    if (props.open) props.onOpen(rows[next]!);
  };
  const choose = (at: number, through: boolean) => {
    if (!chosen || !props.onChoose || !rows[at]) return;
    const next = new Set(chosen);
    const on = !chosen.has(props.id(rows[at]!));
    const from = through && anchor.current >= 0 ? anchor.current : at;
    for (let i = Math.min(from, at); i <= Math.max(from, at); i++) {
      if (on) next.add(props.id(rows[i]!));
      else next.delete(props.id(rows[i]!));
    }
    anchor.current = at;
    props.onChoose(next);
  };
  const at = here >= 0 && here < rows.length ? here : Math.max(0, rows.findIndex((row) => props.id(row) === props.open));
  useKeys({
    j: () => move(here < 0 ? 0 : at + 1),
    k: () => move(at - 1),
    x: () => choose(at, false),
    X: () => choose(at, true),
    ...(here >= 0 && document.activeElement === document.body && { Enter: () => rows[at] && props.onOpen(rows[at]!) }),
  });

  return (
    <div class="table-scroll" ref={scroller} tabIndex={-1} style={{ maxHeight: "calc(100vh - 240px)", minHeight: "160px" }}>
      <table class="table" aria-rowcount={(total ?? rows.length) + 1}>
        <caption class="hidden-visually">{props.caption}. {t("list_help")}</caption>
        <colgroup>
          {chosen && <col style={{ width: "40px" }} />}
          {columns.map(({ width }) => <col style={{ width: width ?? "auto" }} />)}
        </colgroup>
        <thead>
          <tr aria-rowindex={1}>
            {chosen && <th class="pick"><span class="hidden-visually">{t("selected", { n: chosen.size })}</span></th>}
            {columns.map(({ title, number }) => <th class={number ? "number" : undefined} scope="col">{title}</th>)}
          </tr>
        </thead>
        <tbody>
          {view.above > 0 && <tr class="spacer" aria-hidden="true"><td colSpan={columns.length + (chosen ? 1 : 0)} style={{ height: `${view.above}px` }} /></tr>}
          {rows.slice(view.first, view.last).map((row, i) => {
            const index = view.first + i;
            const id = props.id(row);
            const on = chosen?.has(id);
            return (
              <tr
                key={id}
                data-row={index}
                aria-rowindex={index + 2}
                class={`data${on ? " chosen" : ""}${id === props.open ? " here" : ""}`}
                onFocusIn={() => index !== here && (setHere(index), props.onHere?.(row))}
                onClick={(event) => {
                  if ((event.target as Element).closest("a, button, input, label") || getSelection()?.toString()) return;
                  setHere(index);
                  props.onOpen(row);
                }}
              >
                {chosen && (
                  <td class="pick">
                    <input type="checkbox" aria-label={props.name(row)} checked={on ?? false} onClick={(event) => choose(index, event.shiftKey)} />
                  </td>
                )}
                {columns.map(({ cell, number }, c) => (
                  <td class={number ? "number" : undefined}>
                    {c === 0 ? <a class="open" href={props.href(row)}>{cell(row)}</a> : cell(row)}
                  </td>
                ))}
              </tr>
            );
          })}
          {view.below > 0 && <tr class="spacer" aria-hidden="true"><td colSpan={columns.length + (chosen ? 1 : 0)} style={{ height: `${view.below}px` }} /></tr>}
        </tbody>
      </table>
    </div>
  );
}

// Which rows are in sight of a scrolling box, with the space that stands for the others.
function useRowsInSight(box: { current: HTMLDivElement | null }, count: number) {
  const [sight, setSight] = useState({ top: 0, height: 800, row: 40 });
  useLayoutEffect(() => {
    const element = box.current!;
    const look = () => {
      const row = element.querySelector<HTMLElement>("tr.data")?.getBoundingClientRect().height || 40;
      setSight((s) => (s.top === element.scrollTop && s.height === element.clientHeight && s.row === row ? s : { top: element.scrollTop, height: element.clientHeight, row }));
    };
    look();
    element.addEventListener("scroll", look, { passive: true });
    const resized = new ResizeObserver(look);
    resized.observe(element);
    return () => {
      element.removeEventListener("scroll", look);
      resized.disconnect();
    };
  }, [count > 0]);
  const first = Math.max(0, Math.min(Math.floor(sight.top / sight.row), count) - beyond);
  const last = Math.min(count, first + Math.ceil(sight.height / sight.row) + 2 * beyond);
  return {
    first,
    last,
    above: first * sight.row,
    below: (count - last) * sight.row,
    /** Scrolls a row into sight, clear of the header. */
    show(index: number) {
      const element = box.current!;
      const head = element.querySelector("thead")?.getBoundingClientRect().height ?? 36;
      const top = index * sight.row;
      if (top < element.scrollTop) element.scrollTop = top;
      else if (top + sight.row + head > element.scrollTop + element.clientHeight) element.scrollTop = top + sight.row + head - element.clientHeight;
    },
  };
}
