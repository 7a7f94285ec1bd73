// A short synchronous hash, to compare texts without keeping them. Not a secret and not a signature: it never leaves the device.

/** 106 bits of cyrb53 with two seeds, and the length. */
export function hash(text: string): string {
  return `${cyrb53(text, 0x9e3779b9)}${cyrb53(text, 0x85ebca6b)}.${text.length}`;
}

function cyrb53(text: string, seed: number): string {
  let a = 0xdeadbeef ^ seed;
  let b = 0x41c6ce57 ^ seed;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    a = Math.imul(a ^ c, 2654435761);
    b = Math.imul(b ^ c, 1597334677);
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
  return (4294967296 * (2097151 & b) + (a >>> 0)).toString(36);
}
