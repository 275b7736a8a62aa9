import type { ScriptId } from '../../lib/script-facts.ts';
import { isFrom } from '../../lib/script-facts.ts';
import type { ScriptInput } from './script-input.ts';
import { notesOf } from './script-notes.ts';
import { fileNameOf } from './write/parts/header.ts';
import { writeCreateMailboxes } from './write/create-mailboxes.ts';
import { writeCreateMailboxesUndo } from './write/create-mailboxes-undo.ts';
import { writeEwsAccess } from './write/ews-access.ts';
import { writeEwsAccessUndo } from './write/ews-access-undo.ts';
import { writeExportMailboxes } from './write/export-mailboxes.ts';
import { writeForwarding } from './write/forwarding.ts';
import { writeForwardingUndo } from './write/forwarding-undo.ts';
import { writeFullAccess } from './write/full-access.ts';
import { writeFullAccessUndo } from './write/full-access-undo.ts';
import { writeImpersonation } from './write/impersonation.ts';
import { writeImpersonation2007, writeImpersonation2007Undo } from './write/impersonation-2007.ts';
import { writeImpersonationUndo } from './write/impersonation-undo.ts';
import { writeInventory } from './write/inventory.ts';
import { writeSizeLimits } from './write/size-limits.ts';
import { writeSizeLimitsUndo } from './write/size-limits-undo.ts';
import { writeThrottling } from './write/throttling.ts';
import { writeThrottlingUndo } from './write/throttling-undo.ts';
import { writeX500 } from './write/x500.ts';
import { writeX500Undo } from './write/x500-undo.ts';

const WRITERS: Readonly<Record<ScriptId, (input: ScriptInput) => string[]>> = {
  'full-access': writeFullAccess,
  'full-access-undo': writeFullAccessUndo,
  impersonation: (input) => (isFrom(input.version, '2010') ? writeImpersonation(input) : writeImpersonation2007(input)),
  'impersonation-undo': (input) =>
    isFrom(input.version, '2010') ? writeImpersonationUndo(input) : writeImpersonation2007Undo(input),
  'ews-access': writeEwsAccess,
  'ews-access-undo': writeEwsAccessUndo,
  throttling: writeThrottling,
  'throttling-undo': writeThrottlingUndo,
  'size-limits': writeSizeLimits,
  'size-limits-undo': writeSizeLimitsUndo,
  'export-mailboxes': writeExportMailboxes,
  inventory: writeInventory,
  'create-mailboxes': writeCreateMailboxes,
  'create-mailboxes-undo': writeCreateMailboxesUndo,
  forwarding: writeForwarding,
  'forwarding-undo': writeForwardingUndo,
  x500: writeX500,
  'x500-undo': writeX500Undo,
};

export type WrittenScript = { fileName: string; text: string; notes: string[] };

/**
 * A script as plain ASCII with CRLF line ends, in the syntax of Windows PowerShell 2.0, and what whoever sends it should
 * know. The script must exist for the version and the side.
 */
export function writeScript(id: ScriptId, input: ScriptInput): WrittenScript {
  const lines = WRITERS[id](input).join('\n').split('\n');
  return { fileName: fileNameOf(id, input), text: `${lines.join('\r\n')}\r\n`, notes: notesOf(id, input) };
}
