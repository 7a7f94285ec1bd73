// A dozen drawings of 1.5 px, never without a text beside them or a label on their button.
const drawings = {
  close: "M5 5l10 10M15 5L5 15",
  menu: "M3 6h14M3 10h14M3 14h14",
  down: "M5 8l5 5 5-5",
  up: "M5 12l5-5 5 5",
  check: "M4 10.5l4 4 8-9",
  search: "M9 3.5a5.5 5.5 0 110 11 5.5 5.5 0 010-11zM13 13l4 4",
  copy: "M7 7h9v9H7zM4 13V4h9",
  help: "M10 2.5a7.5 7.5 0 110 15 7.5 7.5 0 010-15zM8 8a2 2 0 113 1.7c-.7.4-1 .8-1 1.6M10 14v.2",
  clock: "M10 2.5a7.5 7.5 0 110 15 7.5 7.5 0 010-15zM10 6v4l3 2",
  person: "M10 3.5a3 3 0 110 6 3 3 0 010-6zM4 17c.5-3.5 3-5 6-5s5.500 1.500 6 5",
  shield: "M10 2.500l6 2v5c0 4-2.500 6.500-6 8-3.500-1.500-6-4-6-8v-5z",
  link: "M8 12l4-4M7 9l-2 2a2.800 2.800 0 004 4l2-2M13 11l2-2a2.800 2.800 0 00-4-4L9 7",
} as const;

export type IconName = keyof typeof drawings;

export function Icon({ name }: { name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 20 20" aria-hidden="true">
      <path d={drawings[name]} />
    </svg>
  );
}
