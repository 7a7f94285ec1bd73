// One script for the pages of the extension, loaded when one is opened.

import { showOptions } from "../options/options";
import { showOverview } from "./overview";
import { showPopup } from "./popup";

const PAGES: Record<string, () => Promise<void>> = { options: showOptions, overview: showOverview, popup: showPopup };
void PAGES[document.body.dataset.page ?? ""]?.();
