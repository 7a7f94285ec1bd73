// The site table: how prompts leave each site. Data only, so that a site that changes is a change of data.
// Sources: public captures and open-source code of 2025-26; every entry has a fixture beside it and an expectation in test/unit/sites.test.ts.

/** What a request on an endpoint is for. A draft is the text while the user is still typing. */
export type EndpointKind = "prompt" | "draft" | "upload";

export interface Endpoint {
  readonly id: string;
  readonly kind: EndpointKind;
  /** Regular expression over the path of the URL, without a leading slash. */
  readonly path: string;
  /** Text paths in the body, see path.ts; absent on uploads. */
  readonly text?: readonly string[];
}

export interface Site {
  readonly id: string;
  /** Host names; `*.` in front stands for every host below it. */
  readonly hosts: readonly string[];
  /** Hosts where the site's pages put files, guarded by the network ledger but never running our scripts. */
  readonly uploadHosts?: readonly string[];
  readonly endpoints: readonly Endpoint[];
  /** Paths that carry no user text and must not be touched: sign-in, proof tokens, telemetry. */
  readonly ignore?: readonly string[];
  /** Regular expression over the page's path; its group is the conversation. */
  readonly conversation?: string;
}

const chatgpt: Site = {
  id: "chatgpt",
  hosts: ["chatgpt.com", "*.chatgpt.com", "chat.openai.com"],
  uploadHosts: ["*.oaiusercontent.com"],
  endpoints: [
    {
      id: "conversation",
      kind: "prompt",
      path: "^(backend-api|backend-anon)/(f/)?conversation$",
      text: ["messages[].content.parts[]", "messages[].content.text", "messages[].content"],
    },
    { id: "mobile-web", kind: "prompt", path: "^unauth-mweb/conversation/updates$", text: ["messages[].content.parts[]"] },
    {
      id: "prepare",
      kind: "draft",
      path: "^(backend-api|backend-anon)/(f/)?conversation/prepare$",
      text: ["partial_query.content.parts[]", "partial_query.content.text"],
    },
    {
      id: "autocomplete",
      kind: "draft",
      path: "^(backend-api|backend-anon)/conversation/experimental/generate_autocompletions$",
      text: ["input_text"],
    },
    { id: "file-create", kind: "upload", path: "^(backend-api|backend-anon)/files$" },
    { id: "file-process", kind: "upload", path: "^(backend-api|backend-anon)/files/(process_upload_stream|[^/]+/uploaded)$" },
    { id: "file-bytes", kind: "upload", path: "^(backend-api/|backend-anon/)?estuary/upload_content_bytes" },
    { id: "voice", kind: "upload", path: "^(backend-api|backend-anon)/transcribe$" },
  ],
  ignore: ["^(backend-api|backend-anon)/(sentinel|lat|accounts|settings)/", "^ces/", "^cdn-cgi/", "^api/auth/", "^auth/"],
  conversation: "^/(?:g/[^/]+/)?c/([\\w-]+)",
};

const claude: Site = {
  id: "claude",
  hosts: ["claude.ai"],
  endpoints: [
    {
      id: "completion",
      kind: "prompt",
      path: "^api/organizations/[^/]+/chat_conversations/[^/]+/(retry_)?completion$",
      text: ["prompt", "attachments[].extracted_content"],
    },
    { id: "file-upload", kind: "upload", path: "^api/(organizations/)?[^/]+/(conversations/[^/]+/wiggle/)?(upload|upload-file)$" },
    { id: "file-prepare", kind: "upload", path: "^api/organizations/[^/]+/(.+/)?files/prepare-upload$" },
    { id: "file-convert", kind: "upload", path: "^api/organizations/[^/]+/convert_document$" },
  ],
  ignore: ["^api/(auth|event_logging|bootstrap)(/|$)", "^cdn-cgi/", "^sentry"],
  conversation: "^/chat/([\\w-]+)",
};

export const SITES: readonly Site[] = [chatgpt, claude];

/** Body keys that hold text on most chat services; used where the table knows no path. */
export const UNIVERSAL_KEYS: ReadonlySet<string> = new Set([
  "prompt", "query", "message", "messages", "content", "text", "input", "inputs", "q", "question", "parts", "input_text",
  "query_str", "instructions", "user_input", "messageInput", "extracted_content",
]);

/** Query parameters that prefill or send a prompt. */
export const QUERY_KEYS: ReadonlySet<string> = new Set(["q", "prompt", "query", "message", "text", "input", "question"]);

/** A listed host without an entry of its own. */
export function genericSite(host: string): Site {
  return { id: host, hosts: [host], endpoints: [] };
}
