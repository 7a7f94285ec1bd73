// Loading what a screen shows, with its errors, and pages of lists.
import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { Problem } from "../api/problem.ts";

export interface Data<T> {
  value: T | undefined;
  problem: unknown;
  loading: boolean;
  reload(): Promise<void>;
  /** Shows another value at once, such as the answer to a change. */
  set(value: T): void;
}

/** Loads again whenever one of the keys changes; what came too late for the present keys is dropped. */
export function useData<T>(load: (signal: AbortSignal) => Promise<T>, keys: unknown[]): Data<T> {
  const [state, setState] = useState<{ value?: T; problem?: unknown; loading: boolean }>({ loading: true });
  const running = useRef<AbortController | undefined>(undefined);
  const reload = useCallback(async () => {
    running.current?.abort();
    const control = (running.current = new AbortController());
    setState((s) => ({ ...s, loading: true }));
    try {
      const value = await load(control.signal);
      if (!control.signal.aborted) setState({ value, loading: false });
    } catch (problem) {
      if (!control.signal.aborted) setState((s) => ({ ...s, problem, loading: false }));
    }
  }, keys);
  useEffect(() => {
    void reload();
    return () => running.current?.abort();
  }, [reload]);
  const set = useCallback((value: T) => setState({ value, loading: false }), []);
  return { value: state.value, problem: state.problem, loading: state.loading, reload, set };
}

export interface Listing<T> {
  items: T[];
  /** Whether there is nothing beyond items. */
  complete: boolean;
  loading: boolean;
  problem: unknown;
  more(): void;
  reload(): void;
  /** Shows the items after a change. */
  edit(change: (items: T[]) => T[]): void;
}

interface Part<T> {
  items: T[];
  next_cursor: string | null;
}

/** A list that comes in pages, loaded further as it is scrolled. A new filter key starts anew. */
export function useListing<T>(load: (cursor: string | undefined, signal: AbortSignal) => Promise<Part<T>>, key: string): Listing<T> {
  const [state, setState] = useState<{ items: T[]; cursor: string | null | undefined; loading: boolean; problem?: unknown }>({ items: [], cursor: undefined, loading: true });
  const [round, setRound] = useState(0);
  const running = useRef<AbortController | undefined>(undefined);
  const fetchPart = useCallback(async (cursor: string | undefined) => {
    if (cursor !== undefined && running.current && !running.current.signal.aborted) return;
    running.current?.abort();
    const control = (running.current = new AbortController());
    setState((s) => ({ ...s, loading: true, problem: undefined }));
    try {
      const part = await load(cursor, control.signal);
      if (control.signal.aborted) return;
      setState((s) => ({ items: cursor === undefined ? part.items : [...s.items, ...part.items], cursor: part.next_cursor, loading: false }));
    } catch (problem) {
      if (!control.signal.aborted) setState((s) => ({ ...s, loading: false, problem }));
    } finally {
      if (running.current === control) running.current = undefined;
    }
  }, [key]);
  useEffect(() => {
    void fetchPart(undefined);
    return () => running.current?.abort();
  }, [fetchPart, round]);
  return {
    items: state.items,
    complete: state.cursor === null,
    loading: state.loading,
    problem: state.problem,
    more: () => {
      if (state.cursor && !state.problem) void fetchPart(state.cursor);
    },
    reload: () => setRound((n) => n + 1),
    edit: (change) => setState((s) => ({ ...s, items: change(s.items) })),
  };
}

/** Runs a change that a button asks for: whether it runs, and what went wrong. */
export function useAct(): { busy: boolean; problem: unknown; run(change: () => Promise<unknown>): Promise<boolean>; clear(): void } {
  const [state, setState] = useState<{ busy: boolean; problem?: unknown }>({ busy: false });
  const run = useCallback(async (change: () => Promise<unknown>) => {
    setState({ busy: true });
    try {
      await change();
      setState({ busy: false });
      return true;
    } catch (problem) {
      setState({ busy: false, problem });
      return false;
    }
  }, []);
  return { busy: state.busy, problem: state.problem, run, clear: () => setState({ busy: false }) };
}

export const isGone = (problem: unknown): boolean => problem instanceof Problem && problem.status === 404;
export const isStale = (problem: unknown): boolean => problem instanceof Problem && problem.code === "resource.changed";
