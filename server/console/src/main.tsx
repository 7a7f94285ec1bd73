// Starts the console: who is signed in, then the page of the address.
import "@preact/signals";
import { render } from "preact";
import { useHost } from "./api/client.ts";
import { Problem } from "./api/problem.ts";
import { speak } from "./i18n/i18n.ts";
import "./look/console.css";
import { App, Broken } from "./shell/app.tsx";
import { followLinks } from "./shell/router.ts";
import { leaveToSignIn, signIn } from "./shell/session.ts";
import { stepUp } from "./shell/step-up.tsx";

const root = document.getElementById("console")!;
speak(navigator.language.startsWith("en") ? "en" : "nl");
useHost({ signedOut: leaveToSignIn, stepUp });
followLinks();
signIn().then(
  () => render(<App />, root),
  (problem: unknown) => {
    if (!(problem instanceof Problem && problem.code === "auth.session_required")) render(<Broken problem={problem} />, root);
  },
);
