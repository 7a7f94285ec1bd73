// The detection core on the device: the same code and rules as the server's, as WebAssembly, loaded when it is first asked for.
// It finds; what a finding means is decided by the caller, from `local_rules` of the bundle.

import { ext } from "../shared/ext";
import { wasi } from "./wasi";

/** A place in a text, in UTF-16 units; disjoint, in the order of the text. */
export interface LocalFinding {
  readonly start: number;
  readonly end: number;
  readonly type: string;
  readonly group: string;
  readonly confidence: "low" | "medium" | "high";
  readonly score: number;
  readonly rule: string;
  /** Placeholder word, such as PERSOON. */
  readonly label: string;
  /** Shared by equal values of one type. */
  readonly ref: number;
}

export interface LocalGuard {
  /** Throws when the core fails; then it has to be loaded anew. */
  inspect(text: string): readonly LocalFinding[];
}

interface Exports {
  readonly memory: WebAssembly.Memory;
  _initialize(): void;
  alloc(n: number): number;
  load(): number;
  inspect(): number;
  answer(): number;
}

let loading: Promise<LocalGuard> | undefined;

/** The core; the first call loads it (about 6 MB from the extension's own files). A failure is forgotten, so that the next call tries again. */
export function localGuard(): Promise<LocalGuard> {
  loading ??= load().catch((error: unknown) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

async function load(): Promise<LocalGuard> {
  const [module, rules] = await Promise.all([
    WebAssembly.compileStreaming(fetch(ext.runtime.getURL("guard.wasm"))),
    fetch(ext.runtime.getURL("guard.dat")).then((r) => r.arrayBuffer()),
  ]);
  return start(module, new Uint8Array(rules));
}

/** Starts the core with its stored rules. */
export async function start(module: WebAssembly.Module, rules: Uint8Array): Promise<LocalGuard> {
  const instance: WebAssembly.Instance = await WebAssembly.instantiate(module, wasi(() => core.memory.buffer));
  const core = instance.exports as unknown as Exports;
  const give = (bytes: Uint8Array): void => {
    const at = core.alloc(bytes.length);
    new Uint8Array(core.memory.buffer, at).set(bytes);
  };
  core._initialize();
  give(rules);
  if (core.load()) throw new Error("rules");
  return {
    inspect(text) {
      give(new TextEncoder().encode(text));
      const n = core.inspect();
      // -1 is no length: a core that is not ready throws.
      const answer = new Uint8Array(core.memory.buffer, core.answer(), n);
      return JSON.parse(new TextDecoder().decode(answer)) as LocalFinding[];
    },
  };
}
