import { manage } from '../../sandbox/management/manage.ts';
import type { ScriptId } from '../../../worker/lib/script-facts.ts';
import { MIGRATION, PEOPLE } from './people.ts';
import type { Scenario } from './scenario.ts';

/** How an administrator's organisation is when a script is needed. */
const PREPARATIONS: Partial<Record<ScriptId, (scenario: Scenario) => void>> = {
  'ews-access': ({ on: { side } }) => {
    const [first, second] = PEOPLE;
    manage(side, 'Set-OrganizationConfig', {
      EwsApplicationAccessPolicy: 'EnforceAllowList',
      EwsAllowList: ['OWA/*', 'Outlook*'],
    });
    manage(side, 'Set-CASMailbox', { Identity: first?.source, EwsEnabled: false });
    manage(side, 'Set-CASMailbox', {
      Identity: second?.source,
      EwsApplicationAccessPolicy: 'EnforceAllowList',
      EwsAllowList: ['OWA/*'],
    });
  },
  throttling: ({ on: { side } }) => {
    side.grants.set(MIGRATION.source, { fullAccess: true });
    const isOld = side.profile.build[0] < 15;
    side.throttle.set(isOld ? { concurrency: 0 } : { burstMs: 0, cutoffMs: 0, rechargeMsPerHour: 0, shape: 'http' });
    // Everyone has a policy of the house already, which the clean-up has to give back.
    manage(side, 'New-ThrottlingPolicy', { Name: 'House', EWSMaxConcurrency: 0 });
    manage(side, 'Set-Mailbox', { Identity: MIGRATION.source, ThrottlingPolicy: 'House' });
  },
  forwarding: ({ on: { side } }) => {
    const [first, second] = PEOPLE;
    manage(side, 'New-MailContact', { Name: `Ada’s "old" target`, ExternalEmailAddress: 'SMTP:ada@else.example' });
    manage(side, 'Set-Mailbox', {
      Identity: first?.source,
      ForwardingAddress: 'ada@else.example',
      DeliverToMailboxAndForward: true,
    });
    if (side.profile.build[0] < 14) return;
    manage(side, 'Set-Mailbox', { Identity: second?.source, ForwardingSmtpAddress: 'bob@else.example' });
  },
};

export const prepare = (scenario: Scenario): void => PREPARATIONS[scenario.of.id]?.(scenario);
