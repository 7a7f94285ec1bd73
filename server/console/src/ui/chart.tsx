// Small charts of our own: bars, a line with its band, a funnel. Each has a table with the same numbers under it.
import { useId } from "preact/hooks";
import { number } from "../i18n/i18n.ts";
import { t } from "../i18n/shared.ts";

export interface Point {
  label: string;
  value: number;
  /** What is usual, as lowest and highest. */
  usual?: readonly [number, number] | undefined;
}

interface Props {
  title: string;
  points: readonly Point[];
  /** Heading of the first column of the table. */
  of: string;
  /** Heading of the numbers. */
  what: string;
}

const width = 640;
const height = 120;
const base = height - 20;

export function Bars(props: Props) {
  const { points } = props;
  const top = Math.max(1, ...points.map((p) => Math.max(p.value, p.usual?.[1] ?? 0)));
  const step = width / Math.max(1, points.length);
  const y = (value: number) => base - (value / top) * (base - 16);
  const skip = Math.ceil(points.length / 14);
  return (
    <Figure {...props}>
      {points.map((p, i) => (
        <g>
          {p.usual && <rect class="band" x={i * step} width={step} y={y(p.usual[1])} height={Math.max(1, y(p.usual[0]) - y(p.usual[1]))} />}
          <rect class="bar-mark" x={i * step + step * 0.2} width={step * 0.6} y={y(p.value)} height={base - y(p.value)} rx="2"><title>{`${p.label}: ${number(p.value)}`}</title></rect>
          {(points.length <= 14 || i === points.length - 1) && <text x={(i + 0.5) * step} y={y(p.value) - 4} text-anchor="middle">{number(p.value)}</text>}
          {i % skip === 0 && <text x={(i + 0.5) * step} y={height - 4} text-anchor="middle">{p.label}</text>}
        </g>
      ))}
    </Figure>
  );
}

export function Line(props: Props) {
  const { points } = props;
  const top = Math.max(1, ...points.map((p) => Math.max(p.value, p.usual?.[1] ?? 0)));
  const x = (i: number) => (points.length === 1 ? width / 2 : 16 + (i / (points.length - 1)) * (width - 48));
  const y = (value: number) => base - (value / top) * (base - 16);
  const usual = points.flatMap((p, i) => (p.usual ? [{ i, low: p.usual[0], high: p.usual[1] }] : []));
  const band = usual.length > 1 && [...usual.map((u) => `${x(u.i)},${y(u.high)}`), ...usual.reverse().map((u) => `${x(u.i)},${y(u.low)}`)].join(" ");
  const last = points.at(-1);
  return (
    <Figure {...props}>
      {band && <polygon class="band" points={band} />}
      <polyline class="line-mark" points={points.map((p, i) => `${x(i)},${y(p.value)}`).join(" ")} />
      {points.map((p, i) => <circle class="bar-mark" cx={x(i)} cy={y(p.value)} r="3"><title>{`${p.label}: ${number(p.value)}`}</title></circle>)}
      {last && <text x={x(points.length - 1) + 8} y={y(last.value) + 4}>{number(last.value)}</text>}
      {points.map((p, i) => (i === 0 || i === points.length - 1) && <text x={x(i)} y={height - 4} text-anchor={i === 0 ? "start" : "end"}>{p.label}</text>)}
    </Figure>
  );
}

function Figure({ title, of, what, points, children }: Props & { children: preact.ComponentChildren }) {
  const id = useId();
  return (
    <figure class="stack tight" aria-labelledby={id}>
      <figcaption id={id} class="strong">{title}</figcaption>
      <svg class="chart" viewBox={`0 0 ${width} ${height}`} role="img" aria-labelledby={id}>
        <line class="axis" x1="0" x2={width} y1={base} y2={base} />
        {children}
      </svg>
      <details class="small">
        <summary>{t("table")}</summary>
        <table class="plain-table">
          <thead><tr><th scope="col">{of}</th><th scope="col" class="number">{what}</th></tr></thead>
          <tbody>{points.map((p) => <tr><th scope="row">{p.label}</th><td class="number">{number(p.value)}</td></tr>)}</tbody>
        </table>
      </details>
    </figure>
  );
}

/** Parts of a whole as bars that stand under each other, with their numbers. */
export function Shares({ title, parts }: { title: string; parts: readonly { label: string; value: number; href?: string }[] }) {
  const top = Math.max(1, ...parts.map((p) => p.value));
  return (
    <figure class="stack tight">
      <figcaption class="strong">{title}</figcaption>
      <ul class="stack tight">
        {parts.map(({ label, value, href }) => (
          <li class="share">
            <span class="row spread">{href ? <a href={href}>{label}</a> : <span>{label}</span>}<span>{number(value)}</span></span>
            <svg viewBox="0 0 100 2" preserveAspectRatio="none" aria-hidden="true"><rect width={(100 * value) / top} height="2" /></svg>
          </li>
        ))}
      </ul>
    </figure>
  );
}
