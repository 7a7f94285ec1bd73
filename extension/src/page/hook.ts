// Runs in the page's own world before its scripts, in every frame: holds what may carry a prompt. Reads and decides nothing.

import { hookBeacon } from "./beacon";
import { listen } from "./channel";
import { hookBackgroundFetch, hookFetch } from "./fetch";
import { hookForms } from "./form";
import { hookSockets } from "./websocket";
import { hookXhr } from "./xhr";

listen();
hookFetch();
hookXhr();
hookBeacon();
hookSockets();
hookForms();
hookBackgroundFetch();
