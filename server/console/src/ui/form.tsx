// Fields with their label, hint and what is wrong with them.
import type { ComponentChildren, JSX } from "preact";
import { useId } from "preact/hooks";
import { useAct } from "./data.ts";
import { t } from "../i18n/shared.ts";
import { ProblemNote } from "./problem.tsx";

interface Common {
  label: string;
  hint?: string | undefined;
  wrong?: string | undefined;
  optional?: boolean;
}

interface Control {
  id: string;
  "aria-describedby"?: string;
  "aria-invalid"?: "true";
}

export function Field({ label, hint, wrong, optional, children }: Common & { children(control: Control): ComponentChildren }) {
  const id = useId();
  const described = [hint && `${id}-hint`, wrong && `${id}-wrong`].filter(Boolean).join(" ");
  return (
    <div class="field">
      <label for={id}>{label}{optional && <span class="hint"> ({t("optional")})</span>}</label>
      {children({ id, ...(described && { "aria-describedby": described }), ...(wrong && { "aria-invalid": "true" as const }) })}
      {hint && <p class="hint" id={`${id}-hint`}>{hint}</p>}
      {wrong && <p class="wrong" id={`${id}-wrong`}>{wrong}</p>}
    </div>
  );
}

interface Input {
  type?: "text" | "email" | "password" | "number" | "date" | "datetime-local" | "time" | "url" | "tel";
  required?: boolean;
  readOnly?: boolean;
  maxLength?: number;
  minLength?: number;
  min?: string | number;
  max?: string | number;
  step?: string | number;
  autocomplete?: string;
  inputMode?: "numeric" | "email" | "url";
  placeholder?: string;
}

export function TextField({ label, hint, wrong, optional, value, onValue, ...rest }: Common & Input & { value: string; onValue(value: string): void }) {
  return (
    <Field label={label} hint={hint} wrong={wrong} optional={optional ?? false}>
      {(control) => <input {...control} {...(rest as object)} value={value} onInput={(e) => onValue(e.currentTarget.value)} />}
    </Field>
  );
}

export function AreaField({ label, hint, wrong, optional, value, onValue, ...rest }: Common & { value: string; onValue(value: string): void } & Pick<JSX.IntrinsicElements["textarea"], "rows" | "maxLength" | "minLength" | "required">) {
  return (
    <Field label={label} hint={hint} wrong={wrong} optional={optional ?? false}>
      {(control) => <textarea {...control} {...rest} value={value} onInput={(e) => onValue(e.currentTarget.value)} />}
    </Field>
  );
}

export type Option = readonly [value: string, text: string];

export function SelectField({ label, hint, wrong, value, onValue, options }: Common & { value: string; onValue(value: string): void; options: readonly Option[] }) {
  return (
    <Field label={label} hint={hint} wrong={wrong}>
      {(control) => (
        <select {...control} value={value} onChange={(e) => onValue(e.currentTarget.value)}>
          {options.map(([v, text]) => <option value={v}>{text}</option>)}
        </select>
      )}
    </Field>
  );
}

export function Check({ label, checked, onChange, disabled }: { label: ComponentChildren; checked: boolean; onChange(on: boolean): void; disabled?: boolean }) {
  return (
    <label class="check">
      <input type="checkbox" checked={checked} disabled={disabled ?? false} onChange={(e) => onChange(e.currentTarget.checked)} />
      <span>{label}</span>
    </label>
  );
}

interface FormProps {
  submit: string;
  danger?: boolean;
  disabled?: boolean;
  onSubmit(): Promise<unknown>;
  onCancel?: (() => void) | undefined;
  /** Fields, given what went wrong with the last attempt. */
  children: ComponentChildren | ((problem: unknown) => ComponentChildren);
}

/** A form with its one primary button; what went wrong stands above the button. */
export function Form({ submit, danger, disabled, onSubmit, onCancel, children }: FormProps) {
  const act = useAct();
  return (
    <form
      class="fields"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        const invalid = event.currentTarget.querySelector<HTMLElement>(":invalid:not(fieldset)");
        if (invalid) return invalid.focus(), (invalid as HTMLInputElement).reportValidity?.();
        void act.run(onSubmit);
      }}
    >
      {typeof children === "function" ? children(act.problem) : children}
      <ProblemNote problem={act.problem} />
      <div class="acts">
        <button type="submit" class={danger ? "primary danger-fill" : "primary"} disabled={act.busy || (disabled ?? false)}>{submit}</button>
        {onCancel && <button type="button" onClick={onCancel}>{t("cancel")}</button>}
      </div>
    </form>
  );
}
