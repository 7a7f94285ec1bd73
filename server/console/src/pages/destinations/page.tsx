// Which AI do people use, and which do we approve?
import { useState } from "preact/hooks";
import { api, type Schemas } from "../../api/client.ts";
import { destinations } from "../../api/names.ts";
import { country, number } from "../../i18n/i18n.ts";
import { codes, word } from "../../i18n/words.ts";
import { param, setParams } from "../../shell/router.ts";
import { may } from "../../shell/session.ts";
import { Code, Tag } from "../../ui/badge.tsx";
import { useData } from "../../ui/data.ts";
import { Drawer } from "../../ui/drawer.tsx";
import { Empty } from "../../ui/empty.tsx";
import { AreaField, Form, SelectField, TextField } from "../../ui/form.tsx";
import { Page } from "../../ui/page.tsx";
import { ProblemNote, wrong } from "../../ui/problem.tsx";
import { say } from "../../ui/toast.tsx";
import { Add } from "./add.tsx";
import { t } from "./texts.ts";

type Destination = Schemas["Destination"];

export default function Destinations() {
  const list = useData(async (signal) => (await api.get("/api/v1/destinations", { signal })).data.items, []);
  const used = useData(async (signal) => (await api.get("/api/v1/destinations/discovered", { signal })).data.items, []);
  const [adding, setAdding] = useState(false);
  const text = param("q").toLowerCase();
  const opened = list.value?.find((d) => d.id === param("open"));
  const shown = (list.value ?? []).filter((d) => !text || [d.name, d.id, ...d.hosts].some((s) => s.toLowerCase().includes(text)));
  const done = () => (void list.reload(), void used.reload(), destinations.again());
  return (
    <Page
      title={used.value ? t("title", { n: used.value.length }) : t("plain")}
      lead={t("lead")}
      acts={may("policy.edit") && <button type="button" onClick={() => setAdding(true)}>{t("add")}</button>}
    >
      <ProblemNote problem={list.problem ?? used.problem} retry={done} />
      <section class="stack tight">
        <h2>{t("used")}</h2>
        {used.value?.length === 0 && <Empty text={t("empty")} />}
        {used.value && used.value.length > 0 && (
          <div class="table-scroll">
            <table class="plain-table">
              <caption class="hidden-visually">{t("used")}</caption>
              <thead><tr><th scope="col">{t("col.name")}</th><th scope="col">{t("col.class")}</th><th scope="col" class="number">{t("col.inspected")}</th><th scope="col">{t("col.country")}</th><th scope="col">{t("col.trains")}</th></tr></thead>
              <tbody>
                {used.value.map((d) => (
                  <tr>
                    <th scope="row">{d.listed ? <a href={`/console/diensten?open=${encodeURIComponent(d.id)}`}>{d.name ?? d.id}</a> : <>{d.id} <Tag tone="warn">{t("unlisted")}</Tag></>}</th>
                    <td><Code list="class" code={d.class} /></td><td class="number">{number(d.inspected_13w)}</td><td>{d.country ? country(d.country) : "–"}</td><td>{d.trains_on_input ? word("answer", d.trains_on_input) : "–"}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </section>
      <section class="stack tight">
        <h2>{t("catalogue")}</h2>
        <TextField label={t("search")} value={param("q")} onValue={(q) => setParams({ q }, { replace: true })} />
        <div class="table-scroll tall" tabIndex={0} role="region" aria-label={t("catalogue")}>
          <table class="plain-table">
            <caption class="hidden-visually">{t("catalogue")}</caption>
            <thead><tr><th scope="col">{t("col.name")}</th><th scope="col">{t("col.class")}</th><th scope="col">{t("col.country")}</th><th scope="col">{t("col.trains")}</th><th scope="col">{t("col.hosts")}</th></tr></thead>
            <tbody>
              {shown.map((d) => (
                <tr key={d.id}>
                  <th scope="row"><a href={`/console/diensten?open=${encodeURIComponent(d.id)}${text ? `&q=${encodeURIComponent(text)}` : ""}`}>{d.name}</a> {d.own && <Tag tone="info">{t("own")}</Tag>}</th>
                  <td><Code list="class" code={d.class} /></td><td>{d.country ? country(d.country) : "–"}</td><td>{word("answer", d.trains_on_input)}</td><td class="wrap muted small">{d.hosts.join(", ")}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </section>
      {opened && <Detail destination={opened} onClose={() => setParams({ open: "" })} onDone={done} />}
      {adding && <Add onClose={() => setAdding(false)} onDone={() => (setAdding(false), done())} />}
    </Page>
  );
}

function Detail({ destination: d, onClose, onDone }: { destination: Destination; onClose(): void; onDone(): void }) {
  const [to, setTo] = useState<string>(d.class);
  const [reason, setReason] = useState("");
  return (
    <Drawer about={d.id} title={d.name} onClose={onClose}>
      <dl class="facts">
        <dt>{t("col.class")}</dt><dd><Code list="class" code={d.class} /></dd>
        <dt>{t("col.country")}</dt><dd>{d.country ? country(d.country) : "–"}</dd>
        <dt>{t("col.trains")}</dt><dd>{word("answer", d.trains_on_input)}</dd>
        <dt>{t("col.hosts")}</dt><dd>{d.hosts.join(", ")}</dd>
        {d.redirect && <><dt>{t("col.redirect")}</dt><dd>{d.redirect}</dd></>}
      </dl>
      {may("policy.edit") && (
        <section class="stack">
          <h3>{t("classify")}</h3>
          <p class="muted small">{t("milder")}</p>
          <Form
            submit={t("classify")}
            disabled={to === d.class}
            onSubmit={async () => {
              const { status } = await api.post("/api/v1/destinations/{destination}/classify", { ids: [d.id], body: { class: to as "approved", reason } as never });
              say(t(status === 202 ? "asked" : "saved"));
              onDone();
              onClose();
            }}
          >
            {(problem: unknown) => (
              <>
                <SelectField label={t("col.class")} value={to} onValue={setTo} options={codes("class").map((c) => [c, word("class", c)])} />
                <AreaField label={t("reason")} required value={reason} onValue={setReason} wrong={wrong(problem, "reason")} />
              </>
            )}
          </Form>
        </section>
      )}
    </Drawer>
  );
}
