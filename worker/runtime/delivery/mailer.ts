import type { Mailer } from '../../features/kernel/deps.ts';
import type { AddressPolicy } from '../../lib/address.ts';
import type { EmailBinding } from '../platform/email-binding.ts';
import { sendByBinding } from './drivers/binding.ts';
import { sendToOutbox } from './drivers/outbox.ts';
import { sendBySmtp } from './drivers/smtp.ts';

type MailerEnv = { EMAIL?: EmailBinding; COMPUTER?: Fetcher; DNS_RESOLVER_URL?: string };

/** The drivers that this installation has. */
export function createMailer(env: MailerEnv, policy: AddressPolicy, publicUrl: string): Mailer {
  const { EMAIL: binding, COMPUTER: computer, DNS_RESOLVER_URL: resolverUrl } = env;
  const options = { policy, resolverUrl: resolverUrl || undefined, ownName: new URL(publicUrl).hostname };
  const unavailable = {
    end: 'refused',
    by: 'settings',
    isFinal: false,
    response: 'It is not available here.',
  } as const;
  return {
    drivers: [...(binding ? (['binding'] as const) : []), ...(computer ? (['outbox'] as const) : [])],
    send: async (way, mail) => {
      try {
        switch (way.driver) {
          case 'smtp':
            return await sendBySmtp(way, mail, options);
          case 'binding':
            return binding ? await sendByBinding(binding, mail) : unavailable;
          case 'outbox':
            return computer ? await sendToOutbox(computer, mail) : unavailable;
        }
      } catch (error) {
        const response = error instanceof Error ? error.message : String(error);
        // A fault of our own, with this mail: the others go on.
        return { end: 'refused', by: 'content', isFinal: false, response };
      }
    },
  };
}
