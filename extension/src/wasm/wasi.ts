// What the module of the core asks of the system (WASI preview 1): a clock and random seeds. It gets no files, and what it would print is dropped: it could be about a text.

type Calls = Record<string, (...args: number[]) => number>;

/** EBADF: there is no such file. */
const NO_FILE = 8;

/** The imports for a module whose memory is known once it runs. */
export function wasi(memory: () => ArrayBuffer): WebAssembly.Imports {
  const calls: Calls = {
    clock_time_get(_clock, _precision, at) {
      new DataView(memory()).setBigUint64(at!, BigInt(Date.now() * 1e6), true);
      return 0;
    },
    random_get(at, n) {
      crypto.getRandomValues(new Uint8Array(memory(), at, n));
      return 0;
    },
  };
  // The others succeed and do nothing: the module has no arguments and no environment.
  const other = (name: string): Calls[string] => () => (name.startsWith("fd_") ? NO_FILE : 0);
  return { wasi_snapshot_preview1: new Proxy(calls, { get: (own, name: string) => own[name] ?? other(name) }) as unknown as WebAssembly.ModuleImports };
}
