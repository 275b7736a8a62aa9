import type { OutgoingMail } from '../../lib/mail/outgoing-mail.ts';
import type { Deps } from '../kernel/deps.ts';
import { lookOf } from '../templates/look-store.ts';
import { renderMessage } from '../templates/render/render-message.ts';
import type { Values } from '../templates/render/values.ts';
import { templateOf } from '../templates/store.ts';
import { sampleValues } from '../templates/texts/samples.ts';
import type { SenderFacts } from './mail-way.ts';
import type { MessageRow } from './table.ts';

type Composed = Pick<OutgoingMail, 'subject' | 'text' | 'html'>;

/**
 * What a message says, made of its template and variables. `secret` is the link of a message that has one. Throws
 * MissingValueError.
 */
export async function composeMessage(
  deps: Pick<Deps, 'db'> & { settings: Pick<Deps['settings'], 'publicUrl'> },
  row: MessageRow,
  sender: SenderFacts,
  secret: string | undefined,
): Promise<Composed> {
  const { workgroupId, kind, language, timeZone, customerId } = row;
  const { publicUrl } = deps.settings;
  const [look, template] = await Promise.all([
    lookOf(deps.db, workgroupId, customerId, publicUrl),
    row.draft ?? templateOf(deps.db, workgroupId, kind, language),
  ]);
  const values: Values = {
    ...(row.isTest && sampleValues(kind, publicUrl)),
    ...row.variables,
    ...(secret !== undefined && { link: secret }),
  };
  return renderMessage({ kind, template, values, language, timeZone, look, canReply: sender.replyTo !== null });
}

/** The Message-ID of a message: unique, and of the sender’s domain. */
export function headerIdOf(id: string, random: string, sender: SenderFacts): string {
  const [, domain = 'mailferry.invalid'] = sender.from.address.split('@');
  return `${id}.${random}@${domain.toLowerCase()}`;
}
