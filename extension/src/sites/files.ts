// Whether a request holds files: parts of a form, bytes put somewhere, or base64 within JSON. What they are is read when it is needed (bridge/uploads.ts).

/** A part of a form; file is its name when it is one. */
export interface FormPart {
  readonly file: string | undefined;
  readonly body: Uint8Array;
}

const FILE_TYPE = /^(image|audio|video)\/|pdf|office|msword|opendoc|zip|offset\+octet/i;

export function holdsFile(type: string, upload: boolean, text: string | undefined, parts: readonly FormPart[] | undefined): boolean {
  return parts?.some((p) => p.file !== undefined) ?? (upload || FILE_TYPE.test(type) || !!text?.includes(";base64,"));
}
