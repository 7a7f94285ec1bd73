// Asks whether somebody means it, before an act that cannot be undone.
import type { ComponentChildren } from "preact";
import { Dialog } from "./dialog.tsx";
import { Form } from "./form.tsx";

interface Props {
  title: string;
  act: string;
  onAct(): Promise<unknown>;
  onClose(): void;
  children: ComponentChildren;
}

export function Sure({ title, act, onAct, onClose, children }: Props) {
  return (
    <Dialog title={title} onClose={onClose}>
      {children}
      <Form danger submit={act} onCancel={onClose} onSubmit={onAct}>{null}</Form>
    </Dialog>
  );
}
