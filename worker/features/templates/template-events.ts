import type { EventFacts, NewEvent } from '../events/event.ts';
import { actorOf, newEvent } from '../events/event.ts';
import type { Deps } from '../kernel/deps.ts';
import type { Principal } from '../kernel/principal.ts';
import { changesBetween } from '../../lib/event.ts';
import type { Language } from '../../lib/mail/languages.ts';
import type { MessageKind } from '../../lib/mail/message-kinds.ts';
import { MESSAGE_KINDS } from '../../lib/mail/message-kinds.ts';
import type { Template } from './render/render-message.ts';
import type { LookRow } from './table.ts';

type Needs = Pick<Deps, 'newId' | 'now'>;
type Which = { kind: MessageKind; language: Language };

const subjectOf = ({ kind, language }: Which): EventFacts['subject'] => ({
  kind: 'template',
  id: `${kind}.${language}`,
  name: `${MESSAGE_KINDS[kind].title} (${language})`,
});

export function templateUpdated(
  deps: Needs,
  principal: Principal,
  which: Which,
  before: Template,
  after: Template,
): NewEvent {
  const textOf = ({ subject, body }: Template): Template => ({ subject, body });
  return newEvent(deps, actorOf(principal), {
    type: 'template.updated',
    subject: subjectOf(which),
    changes: changesBetween(textOf(before), textOf(after)),
  });
}

export function templateReset(deps: Needs, principal: Principal, which: Which): NewEvent {
  return newEvent(deps, actorOf(principal), { type: 'template.reset', subject: subjectOf(which) });
}

/** Of a logo only that it was set, changed or removed. */
export function lookUpdated(
  deps: Needs,
  principal: Principal,
  before: Pick<LookRow, 'accent' | 'logoKey' | 'userText'>,
  after: Partial<Pick<LookRow, 'accent' | 'logoKey' | 'userText'>>,
): NewEvent {
  const logoOf = (key: string | null | undefined): string | null => (key ? 'set' : null);
  const changesLogo = after.logoKey !== undefined && after.logoKey !== before.logoKey;
  return newEvent(deps, actorOf(principal), {
    type: 'look.updated',
    subject: { kind: 'look', id: principal.workgroupId, name: 'Messages' },
    changes: [
      ...changesBetween<{ accent: string | null; userText: string | null }>(
        { accent: before.accent, userText: before.userText },
        {
          ...(after.accent !== undefined && { accent: after.accent }),
          ...(after.userText !== undefined && { userText: after.userText }),
        },
      ),
      ...(changesLogo ? [{ field: 'logo', from: logoOf(before.logoKey), to: logoOf(after.logoKey) ?? 'removed' }] : []),
    ],
  });
}
