// Runs in the page's own world before its scripts, in every frame: holds what may carry a prompt. Decides nothing.

import { listen } from "./channel";
import { hookFetch } from "./fetch";
import { hookXhr } from "./xhr";
import { hookBeacon, hookEventSource } from "./beacon";
import { hookWebSocket } from "./websocket";
import { hookForms } from "./form";

listen();
hookFetch();
hookXhr();
hookBeacon();
hookEventSource();
hookWebSocket();
hookForms();
