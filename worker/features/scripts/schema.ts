import { z } from 'zod';
import { EXCHANGE_VERSIONS, SCRIPT_IDS, SCRIPT_SIDES } from '../../lib/script-facts.ts';
import { NewScriptMessage, SCRIPT_SCOPES } from '../../lib/script-request.ts';

const id = z.enum(SCRIPT_IDS);
const version = z.enum(EXCHANGE_VERSIONS);
const side = z.enum(SCRIPT_SIDES);

export const ScriptList = z
  .object({
    items: z.array(
      z
        .object({
          id,
          side,
          title: z.string(),
          purpose: z.string().describe('What it is for, in one sentence.'),
          changes: z.boolean().describe('Whether it changes something at the server.'),
          undoId: id.nullable().describe('The script that reverts it. Null where it changes nothing, or reverts one.'),
          versions: z.array(version).describe('The versions of Exchange that it exists for.'),
        })
        .meta({ ref: 'ScriptSummary' }),
    ),
    nextCursor: z.null(),
  })
  .meta({ ref: 'ScriptList' });

export const ScriptAnswer = z
  .object({
    id,
    version,
    isVersionKnown: z.boolean().describe('Whether a test of the connection saw this version.'),
    side,
    scope: z.enum(SCRIPT_SCOPES).describe('Which mailboxes it works on, where it can be either.'),
    account: z.string().nullable().describe('The migration account in it. Null: the administrator has to fill it in.'),
    title: z.string(),
    fileName: z.string(),
    text: z.string().describe('ASCII with CRLF.'),
    notes: z.array(z.string()).describe('What whoever sends it should know.'),
  })
  .meta({ ref: 'Script' });

export const ScriptMessageRequest = NewScriptMessage.meta({ ref: 'ScriptMessageRequest' });
