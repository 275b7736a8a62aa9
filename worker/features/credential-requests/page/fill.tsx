import type { Child } from 'hono/jsx';

/** Values for the names in braces of a text. */
export type Fill = Readonly<Record<string, string | number>>;

const NAME = /\{(\w+)\}/;

/** A text with its values: each stands by itself, whichever direction it is written in. */
export function Filled({ text, values }: { text: string; values: Fill }) {
  const parts: Child[] = text
    .split(NAME)
    .map((part, index) => (index % 2 === 0 ? part : <Value text={valueOf(values, part)} />));
  return <>{parts}</>;
}

/** What somebody has entered somewhere. Long addresses break behind their @. */
export function Value({ text }: { text: string }) {
  const [first = '', ...others] = text.split('@');
  return (
    <bdi class="value">
      {first}
      {others.map((part) => (
        <>
          @<wbr />
          {part}
        </>
      ))}
    </bdi>
  );
}

function valueOf(values: Fill, name: string): string {
  const value = values[name];
  if (value === undefined) throw new Error(`The page has no value for {${name}}.`);
  return String(value);
}
