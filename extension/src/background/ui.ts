// Texts and style of the notices, read from the package itself when a page needs them.

import { ext } from "../shared/ext";
import type { Language, Texts } from "../shared/i18n/texts";

export interface UiData {
  readonly language: Language;
  readonly texts: Texts;
  readonly css: string;
}

export async function uiData(language: Language): Promise<UiData> {
  const own = (path: string): Promise<Response> => fetch(ext.runtime.getURL(path));
  const [texts, css] = await Promise.all([own(`texts/${language}.json`).then((r) => r.json()), own("notice.css").then((r) => r.text())]);
  return { language, texts: texts as Texts, css };
}
