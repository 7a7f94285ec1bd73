// The browser's extension API under one name; the only place that knows Chromium from Firefox.

declare const browser: typeof chrome | undefined;

export const ext: typeof chrome = typeof browser === "undefined" ? chrome : browser;
