import type { ExchangeVersion, ScriptId } from '../../../worker/lib/script-facts.ts';
import { EXCHANGE_VERSIONS, scriptsFor, undoOf } from '../../../worker/lib/script-facts.ts';
import type { ProfileName } from '../../sandbox/profiles/profiles.ts';

/** One script in the shell of one version. */
export type Case = { id: ScriptId; version: ExchangeVersion; undo: ScriptId | undefined };

/** The server of the sandbox that a version's shell is of. */
export const PROFILE_OF: Readonly<Record<ExchangeVersion, ProfileName>> = {
  '2007': 'Exchange2007_SP1',
  '2010': 'Exchange2010_SP2',
  '2010-sp2': 'Exchange2010_SP3',
  '2013': 'Exchange2013',
  '2016': 'Exchange2016',
  '2019': 'Exchange2019',
  se: 'ExchangeSE',
};

const isUndo = (id: ScriptId): boolean => id.endsWith('-undo');

/** Every script with its clean-up, for every version that it is there for. One version after the other: a shell is of one. */
export const CASES: readonly Case[] = EXCHANGE_VERSIONS.flatMap((version) =>
  scriptsFor(version)
    .filter((id) => !isUndo(id))
    .map((id) => ({ id, version, undo: undoOf(id) })),
);

/** Each script in one of its versions, such that every version has some. */
export function someOf(cases: readonly Case[]): Case[] {
  const own = [...Map.groupBy(cases, ({ id }) => id).values()];
  const chosen = new Set(own.map((alike, at) => alike[at % alike.length]!));
  return cases.filter((each) => chosen.has(each));
}
