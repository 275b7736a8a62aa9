import type { ScriptInput } from '../../../worker/features/scripts/script-input.ts';

/** What a script is written from, with names that are hard to quote. */
export function inputOf(changes: Partial<ScriptInput> = {}): ScriptInput {
  return {
    version: '2016',
    side: 'source',
    scope: 'mailboxes',
    organization: null,
    account: `OLD\\svc'mailferry\u2019`,
    project: { id: 'prj_01jd4b7c', name: `O'Hara $(calc) \`x\` \u202E\n#> Remove-Mailbox *` },
    customer: 'Z\u00f6e & S\u00f6hne',
    domains: ['old.example'],
    mailboxes: [
      { source: `o'brien@old.example`, destination: `o'brien@new.example`, name: 'Zo\u00eb O\u2019Brien' },
      { source: 'a`$x{b}@old.example', destination: 'ab@new.example', name: `$(calc)'\u2018\u201A\u201B";\r\nx` },
    ],
    forwardDomain: null,
    sizeLimitMb: 100,
    whatIf: false,
    writtenAt: '2026-11-29T12:00:00Z',
    ...changes,
  };
}
