// Which of two texts helps more, and whether that may be chance.

export interface Seen {
  shown: number;
  edited: number;
  redacted: number;
  redirected: number;
  stopped: number;
}

/** Those who acted differently after the text. */
export const better = (x: Seen): number => x.edited + x.redacted + x.redirected + x.stopped;

/** The text after which people acted differently more often; 0 while the difference may be chance (two proportions, 95 %). */
export function winner(first: Seen, second: Seen): 0 | 1 | 2 {
  const shown = first.shown + second.shown;
  const pooled = (better(first) + better(second)) / shown;
  const error = Math.sqrt(pooled * (1 - pooled) * (1 / first.shown + 1 / second.shown));
  const z = (better(second) / second.shown - better(first) / first.shown) / error;
  return !(Math.abs(z) >= 1.96) ? 0 : z > 0 ? 2 : 1;
}
