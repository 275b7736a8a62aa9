import type { Language } from '../../lib/mail/languages.ts';
import type { MessageKind } from '../../lib/mail/message-kinds.ts';
import type { PartError } from '../../lib/problem.ts';
import { checkTemplate } from './render/check-template.ts';
import type { Rendered, Template } from './render/render-message.ts';
import { renderMessage } from './render/render-message.ts';
import type { Look } from './render/shell.ts';
import { sampleValues } from './texts/samples.ts';

type Preview = Rendered & { errors: PartError[] };

/** A template with example values, or what keeps it from being saved. */
export function previewTemplate(
  kind: MessageKind,
  language: Language,
  template: Template,
  look: Look,
  publicUrl: string,
): Preview {
  const errors = checkTemplate(kind, template);
  if (errors.length > 0) return { subject: '', html: '', text: '', errors };
  const values = sampleValues(kind, publicUrl);
  const rendered = renderMessage({ kind, template, values, language, timeZone: 'Europe/Berlin', look, canReply: true });
  return { ...rendered, errors: [] };
}
