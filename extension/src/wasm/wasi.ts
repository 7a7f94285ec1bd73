// What the module of the core asks of the system (WASI preview 1): memory and random seeds. It gets no files, and what it would print is dropped: it could be about a text.

const BAD_FILE = 8;

type Call = (...args: number[]) => number;

/** The imports for a module whose memory is known once it runs. */
export function wasi(memory: () => WebAssembly.Memory): WebAssembly.Imports {
  const view = (): DataView => new DataView(memory().buffer);
  const none: Call = () => 0;
  const noFile: Call = () => BAD_FILE;
  const zeros: Call = (a, b) => {
    view().setUint32(a!, 0, true);
    view().setUint32(b!, 0, true);
    return 0;
  };
  const calls: Record<string, Call> = {
    sched_yield: none, args_get: none, environ_get: none, poll_oneoff: none, fd_close: none,
    args_sizes_get: zeros, environ_sizes_get: zeros,
    fd_fdstat_get: noFile, fd_fdstat_set_flags: noFile, fd_prestat_get: noFile, fd_prestat_dir_name: noFile,
    clock_time_get(_clock, _precision, at) {
      view().setBigUint64(at!, BigInt(Math.round(performance.now() * 1e6)), true);
      return 0;
    },
    random_get(at, n) {
      crypto.getRandomValues(new Uint8Array(memory().buffer, at, n));
      return 0;
    },
    fd_write(_file, list, n, written) {
      let sum = 0;
      for (let i = 0; i < n!; i++) sum += view().getUint32(list! + 8 * i + 4, true);
      view().setUint32(written!, sum, true);
      return 0;
    },
    proc_exit() {
      throw new Error("the core stopped");
    },
  };
  return { wasi_snapshot_preview1: calls as unknown as Record<string, WebAssembly.ImportValue> };
}
