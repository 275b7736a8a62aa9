import type { ScriptMailbox } from '../../../worker/features/scripts/script-input.ts';

/** What a name would run if it were not quoted: it leaves a file behind. */
export const CANARY = 'canary.txt';
const run = `New-Item ${CANARY}`;

const RIGHT_TO_LEFT = '\u202E';

/** Names of people and customers that mean something to a shell. */
export const HOSTILE = [
  `Ada O'Neill’; ${run}; ‘x‚y‛z`,
  `"Bob" $(${run}) \`$(${run})\` $env:PATH`,
  `Eve\r\n${run}\r\n#\u2028${run}\u0085${run}`,
  `אבא ${RIGHT_TO_LEFT}${run} #> ; ${run} 漢字 é—–`,
] as const;

/** What is in a customer's project: an address with an apostrophe, and names like those above. */
export const PEOPLE: readonly ScriptMailbox[] = [
  { source: "ada.o'neill@old.example", destination: "ada.o'neill@new.example", name: HOSTILE[0] },
  { source: 'bob$(x)@old.example', destination: 'bob$(x)@new.example', name: HOSTILE[1] },
  { source: 'eve`x@old.example', destination: 'eve`x@new.example', name: HOSTILE[2] },
  { source: 'abba@old.example', destination: 'abba@new.example', name: HOSTILE[3] },
];

/** Who is not in the project. */
export const OTHERS = ['other@old.example', 'other@new.example'] as const;

export const MIGRATION = { source: 'migration@old.example', destination: 'migration@new.example' } as const;
