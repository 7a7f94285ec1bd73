// Where each site's composer is and what sends it. Data only; a site that is not here is read by common habits.

export interface ComposerSite {
  /** Host and all below it. */
  readonly host: string;
  readonly input: readonly string[];
  readonly send: readonly string[];
}

const COMPOSERS: readonly ComposerSite[] = [
  {
    host: "chatgpt.com",
    input: ["#prompt-textarea", "form textarea"],
    send: ["#composer-submit-button", '[data-testid="send-button"]'],
  },
  {
    host: "claude.ai",
    input: ['[data-testid="chat-input"]', "div.ProseMirror[contenteditable=true]"],
    send: ['button[aria-label="Send message"]', 'button[aria-label="Bericht verzenden"]'],
  },
];

const COMMON: ComposerSite = {
  host: "",
  input: ["form textarea", "textarea", "[contenteditable=true]"],
  send: ["form button[type=submit]"],
};

/** The composer of the site on a host. */
export function composerOf(host: string): ComposerSite {
  return COMPOSERS.find((c) => host === c.host || host.endsWith(`.${c.host}`)) ?? COMMON;
}
