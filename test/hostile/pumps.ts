/** An input of any size: what it begins with, what is repeated, and what keeps an expression from matching at its end. */
export type Pump = { before: string; repeated: string; after: string };

export function inputOf({ before, repeated, after }: Pump, size: number): string {
  return before + repeated.repeat(Math.ceil(size / repeated.length)) + after;
}

/** What stands for the classes of characters that an expression may name. */
const CLASSES: readonly (readonly [RegExp, string])[] = [
  [/\\s|\[ \\t\]| /, ' '],
  [/\\w|\[\^|a-z|A-Z|\.|\\p\{L\}/, 'a'],
  [/\\d|0-9/, '0'],
  [/\\n/, '\n'],
  [/\\t/, '\t'],
];
const MOST_WORDS = 10;

/**
 * Inputs that an expression may have trouble with, made of what it names itself: each of its words and classes, and two
 * of them in turn, again and again, behind a beginning that it accepts.
 */
export function pumpsFor(pattern: string): Pump[] {
  const literals = pattern
    .replaceAll(/\\[sSdDwWbBnrtuxpP](?:\{[^}]*\}|[\da-f]{2,4})?|\(\?(?:[:=!]|<[=!]|<\w+>)|\{\d*,?\d*\}/g, '\uE000')
    .replaceAll(/\\(.)/g, '$1\uE001')
    .split(/(?<!\uE001)[\uE000^$.|?*+()[\]{}]+|\uE001/)
    .filter((word) => word !== '' && word.length < 40);
  const classes = CLASSES.flatMap(([names, char]) => (names.test(pattern) ? [char] : []));
  const words = [...new Set([...classes, ...literals, 'a'])].slice(0, MOST_WORDS);
  const repeated = [...words, ...words.flatMap((one) => words.slice(0, 4).map((other) => one + other))];
  return [...new Set(['', literals[0] ?? ''])].flatMap((before) =>
    [...new Set(repeated)].map((each) => ({ before, repeated: each, after: '\u0007' })),
  );
}

/** The work of an expression on an input: it is looked for from every place on, as a replacement does. */
export function searchFor(pattern: string, flags: string): (text: string) => void {
  const everywhere = new RegExp(pattern, flags.includes('g') || flags.includes('y') ? flags : `${flags}g`);
  return (text) => {
    everywhere.lastIndex = 0;
    for (let found = everywhere.exec(text); found; found = everywhere.exec(text))
      if (found[0] === '') everywhere.lastIndex += 1;
  };
}
