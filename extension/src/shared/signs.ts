// Bytes as a string, where something wants one: base64, a look for what is in them, a message to the background.

/** A sign for each byte. */
export function signs(bytes: Uint8Array): string {
  let text = "";
  for (let i = 0; i < bytes.length; i += 8192) text += String.fromCharCode(...bytes.subarray(i, i + 8192));
  return text;
}
