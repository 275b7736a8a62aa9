import type { ScriptId } from '../../../../lib/script-facts.ts';
import { changesServer, EXCHANGE_VERSION_NAMES, SCRIPTS, undoOf } from '../../../../lib/script-facts.ts';
import { commentText, psText } from '../../quote.ts';
import type { ScriptInput } from '../../script-input.ts';

/** The name of a script’s file. */
export function fileNameOf(id: ScriptId, { side }: Pick<ScriptInput, 'side'>): string {
  return `mailferry-${id}-${side}.ps1`;
}

/** What a script writes beside itself, and its clean-up reads. */
export function recordNameOf(id: ScriptId, { side, project }: Pick<ScriptInput, 'side' | 'project'>): string {
  return `mailferry-${id}-${side}-${project.id}.csv`;
}

type Header = {
  id: ScriptId;
  /** What it does and why, for an administrator who reads it before running it. One line each. */
  about: readonly string[];
  /** Whether its clean-up finds what it added by name alone, without a record. */
  isFoundByName?: boolean;
  /** Whether it is about the server itself, which customers share. */
  isOfServer?: boolean;
};

function howToRun(id: ScriptId, input: ScriptInput, isFoundByName: boolean): string[] {
  const undo = undoOf(id);
  return [
    `How to run it: save it as ${fileNameOf(id, input)} and run it in the Exchange Management Shell. Don't paste it.`,
    'If Windows blocks the file: right-click it, Properties, Unblock.',
    ...(changesServer(id) ? ['To see what it would do, without any change: set $preview to $true below.'] : []),
    ...(undo
      ? [
          `To go back: run ${fileNameOf(undo, input)}${isFoundByName ? '.' : ' in this folder, where this writes its record.'}`,
        ]
      : []),
    'It can be run again at any time: what is done already is left as it is.',
  ];
}

/** The first lines of a script: what, why, for whom and how; then the settings that all scripts have. */
export function header({ id, about, isFoundByName = false, isOfServer = false }: Header, input: ScriptInput): string {
  const { title } = SCRIPTS[id];
  const lines = [
    `${title} (${EXCHANGE_VERSION_NAMES[input.version]}, ${input.side} of the migration)`,
    `Written by Mailferry on ${input.writtenAt.slice(0, 10)} for ${commentText(input.customer)}, project "${commentText(input.project.name)}".`,
    '',
    ...about,
    '',
    ...howToRun(id, input, isFoundByName),
  ];
  return `${lines.map((line) => (line === '' ? '#' : `# ${line}`)).join('\n')}

# ---- Settings --------------------------------------------------------------------------------------------------
${changesServer(id) ? `# $true: only show what would be done.\n$preview = $${String(input.whatIf)}\n` : ''}${isOfServer ? '' : tenantSetting(input)}`.trimEnd();
}

function tenantSetting({ organization, version }: ScriptInput): string {
  const what =
    version === '2010' || version === '2010-sp2'
      ? 'On hosted servers that keep several tenants: the name of this one. Empty elsewhere.'
      : 'On servers shared by several customers: the organizational unit of this one. Empty elsewhere.';
  return `# ${what}\n$organization = ${psText(organization ?? '')}`;
}

/** The setting that names the migration account. */
export function accountSetting({ account }: ScriptInput): string {
  const what = account === null ? 'Enter the migration account here, such as DOMAIN\\name.' : 'The migration account.';
  return `# ${what}\n$account = ${psText(account ?? '')}`;
}
