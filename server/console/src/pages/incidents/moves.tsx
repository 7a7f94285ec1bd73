// Asks what a move needs before it is made: a reason, a moment, a legal basis.
import { signal } from "@preact/signals";
import { useState } from "preact/hooks";
import { useEffect } from "preact/hooks";
import { api } from "../../api/client.ts";
import { word, type List } from "../../i18n/words.ts";
import { may, me } from "../../shell/session.ts";
import { useAct } from "../../ui/data.ts";
import { Dialog } from "../../ui/dialog.tsx";
import { AreaField, Form, TextField } from "../../ui/form.tsx";
import { ProblemNote } from "../../ui/problem.tsx";
import { move, type Case } from "./acts.ts";
import type { Line } from "./query.ts";
import { t } from "./texts.ts";

type Wish = { line: Line; to: string | undefined; axis: "state" | "ap" };
const wish = signal<Wish | undefined>(undefined);

/** Starts a move; without a destination it asks which. */
export function askMove(line: Line, to: string | undefined, axis: Wish["axis"] = "state"): void {
  wish.value = { line, to, axis };
}

const shut = () => (wish.value = undefined);

export function Mover({ onMoved }: { onMoved(changed: Case): void }) {
  const w = wish.value;
  if (!w) return null;
  return w.to ? <Ask key={w.to} {...w} to={w.to} onMoved={onMoved} /> : <Choose {...w} />;
}

/** Where a case can go on, from where it stands: a new one through being taken up. */
export function ways(state: string, allowed: readonly string[]): string[] {
  const reachable = state === "detected" ? ["triaged", "false_positive", "confirmed_leak", "prevented", "authorised"] : [...allowed];
  const assess = may("incidents.assess", "incidents.assess_security");
  return reachable.filter((to) => assess || to === "triaged" || to === "false_positive" || (to === "closed" && state !== "assessed" && state !== "prevented"));
}

function Choose({ line }: Wish) {
  const [allowed, setAllowed] = useState<string[]>(line.state === "detected" ? ways("detected", []) : []);
  useEffect(() => void api.get("/api/v1/incidents/{id}", { ids: [line.id] }).then(({ data }) => setAllowed(ways(data.state, data.allowed.state)), () => undefined), []);
  return (
    <Dialog title={t("move.title", { number: line.number, state: word("state", line.state) })} onClose={shut}>
      <Digits items={allowed.map((to) => [to, word("state", to)])} onPick={(to) => askMove(line, to)} />
    </Dialog>
  );
}

// A list of buttons, each also at its digit.
function Digits({ items, onPick }: { items: (readonly [string, string])[]; onPick(code: string): void }) {
  return (
    <ul
      class="stack tight"
      onKeyDown={(event) => {
        const picked = items[Number(event.key) - 1];
        if (picked) event.preventDefault(), onPick(picked[0]);
      }}
    >
      {items.map(([code, text], i) => (
        <li><button type="button" onClick={() => onPick(code)}><kbd>{i + 1}</kbd>{text}</button></li>
      ))}
    </ul>
  );
}

const codes = ["fictief", "eigen_gegevens", "openbaar", "detectiefout"];

function Ask({ line, to, axis, onMoved }: Wish & { to: string; onMoved(changed: Case): void }) {
  const [reason, setReason] = useState("");
  const [basis, setBasis] = useState("");
  const [aware, setAware] = useState(localNow());
  const act = useAct();
  const list: List = axis === "ap" ? "ap" : "state";
  const run = async (more: object = {}) => {
    const moved = await move(line, {
      axis, to: to as never, ...(reason && { reason }), ...(to === "authorised" && { legal_basis: basis }), ...(to === "confirmed_leak" && { aware_at: new Date(aware).toISOString() }), ...more,
    }, me().user_id);
    shut();
    if (moved.done) onMoved(moved.case);
  };
  const title = `${line.number}: ${word(list, to)}`;
  if (to === "false_positive" && axis === "state") {
    return (
      <Dialog title={title} onClose={shut}>
        <p>{t("move.code")} <span class="muted">{t("move.code_key")}</span></p>
        {(line.severity === "high" || line.severity === "very_high") && <p class="note">{t("move.four_eyes")}</p>}
        <Digits items={codes.map((code) => [code, word("reason", code)])} onPick={(code) => !act.busy && void act.run(() => run({ reason_code: code, reason: word("reason", code) }))} />
        <ProblemNote problem={act.problem} />
      </Dialog>
    );
  }
  const long = axis === "ap" && to === "not_required";
  const needsReason = long || to === "reopened" || (to === "triaged" && line.state === "closed") || (to === "prevented" && line.egress_evidence !== "none") || (axis === "ap" && to === "drafting" && line.ap === "not_required");
  return (
    <Dialog title={title} onClose={shut}>
      <Form submit={to === "confirmed_leak" ? t("move.leak") : t("move.go")} onCancel={shut} onSubmit={run}>
        {to === "confirmed_leak" && <TextField label={t("move.aware")} hint={t("move.aware_hint")} type="datetime-local" required max={localNow()} value={aware} onValue={setAware} />}
        {to === "authorised" && <AreaField label={t("move.basis")} required value={basis} onValue={setBasis} />}
        {to !== "confirmed_leak" && to !== "triaged" && to !== "authorised" || needsReason
          ? <AreaField label={t("move.reason")} optional={!needsReason} required={needsReason} {...(long && { minLength: 40 })} hint={long ? t("move.reason40", { n: reason.length }) : undefined} value={reason} onValue={setReason} />
          : null}
        {long && <p class="note">{t("move.four_eyes")}</p>}
      </Form>
    </Dialog>
  );
}

/** Now, as a field for date and time writes it. */
export function localNow(): string {
  const d = new Date();
  return new Date(d.getTime() - d.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
