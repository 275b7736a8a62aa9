import type { MessageKind } from '../../../lib/mail/message-kinds.ts';
import type { Template } from '../render/render-message.ts';

/** What each kind of message says in one language. */
export type Texts = Readonly<Record<MessageKind, Template>>;
