// A page: its title answers its question. The focus goes to the title when the page comes.
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";

interface Props {
  title: string;
  lead?: string | undefined;
  acts?: ComponentChildren;
  children: ComponentChildren;
}

export function Page({ title, lead, acts, children }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · Dijkwacht`;
  }, [title]);
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  return (
    <>
      <header>
        <div class="stack tight">
          <h1 tabIndex={-1} ref={heading}>{title}</h1>
          {lead && <p>{lead}</p>}
        </div>
        {acts && <div class="acts">{acts}</div>}
      </header>
      {children}
    </>
  );
}
