// The dialog as a script of its own: injected into a page when a message is held there, and not before.

import { openDialog } from "./dialog";

globalThis.dijkwachtDialog = openDialog;
