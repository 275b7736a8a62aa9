import type { MailboxState } from '../../../worker/lib/mailbox-statuses.ts';
import type { NoticeLanguage } from '../../../worker/lib/new-notice.ts';
import type { NoticeKind } from '../../../worker/lib/notice-facts.ts';
import type { NoticeRequest, Project } from '../../api.ts';
import { readersZone } from '../../lib/readers-zone.ts';
import type { ZonedTime } from '../../lib/zoned-time.ts';

/** What a project hands over to this screen: who is selected in its table. */
export type Handed = { mailboxIds?: readonly string[]; state?: MailboxState; q?: string };

/** What the form holds. */
export type NotifyValues = {
  who: 'selected' | 'filter';
  state: MailboxState | '';
  q: string;
  kind: NoticeKind;
  language: NoticeLanguage;
  startsAt: ZonedTime;
  when: 'now' | 'later';
  sendAt: ZonedTime;
  again: boolean;
};

export function valuesOf({ options }: Pick<Project, 'options'>, { mailboxIds, state, q }: Handed): NotifyValues {
  const start = options.notices?.start;
  const zone = start?.timeZone ?? readersZone();
  return {
    who: mailboxIds && mailboxIds.length > 0 ? 'selected' : 'filter',
    state: state ?? '',
    q: q ?? '',
    kind: 'migration-notice',
    language: 'user',
    startsAt: { local: start?.local ?? '', zone },
    when: 'now',
    sendAt: { local: '', zone },
    again: false,
  };
}

const wallOf = ({ local, zone }: ZonedTime) => ({ local, timeZone: zone });

/** What the API takes. */
export function requestOf(values: NotifyValues, selected: readonly string[]): NoticeRequest {
  const { who, state, q, kind, language, startsAt, when, sendAt, again } = values;
  const filter = { ...(state && { state }), ...(q.trim() && { q: q.trim() }) };
  return {
    kind,
    language,
    ...(who === 'selected' ? { mailboxIds: [...selected] } : Object.keys(filter).length > 0 && { filter }),
    ...(kind === 'migration-notice' && startsAt.local && { startsAt: wallOf(startsAt) }),
    ...(when === 'later' && sendAt.local && { sendAt: wallOf(sendAt) }),
    again,
  };
}

/** What is still to be filled in before it can be sent. */
export function missingOf({ kind, startsAt, when, sendAt }: NotifyValues): 'startsAt' | 'sendAt' | undefined {
  if (kind === 'migration-notice' && !startsAt.local) return 'startsAt';
  return when === 'later' && !sendAt.local ? 'sendAt' : undefined;
}
