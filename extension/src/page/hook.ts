// Runs in the page's own world before its scripts, in every frame: holds what may carry a prompt. Reads and decides nothing.

import { hookBeacon, hookEventSource } from "./beacon";
import { listen } from "./channel";
import { hookFetch } from "./fetch";
import { hookForms } from "./form";
import { hookPipes } from "./websocket";
import { hookXhr } from "./xhr";

listen();
hookFetch();
hookXhr();
hookBeacon();
hookEventSource();
hookPipes();
hookForms();
