import type { Language } from '../../../lib/mail/languages.ts';
import type { MessageKind } from '../../../lib/mail/message-kinds.ts';
import { variablesOf } from '../../../lib/mail/message-kinds.ts';
import { oneLine } from '../../../lib/mail/one-line.ts';
import type { Write } from './blocks.ts';
import { blocksOf } from './blocks.ts';
import { parseTemplate, VARIABLE, withoutBlanks } from './parse.ts';
import type { Look } from './shell.ts';
import { coloursOf, footText, pageHtml } from './shell.ts';
import { toHtml } from './to-html.ts';
import { toText } from './to-text.ts';
import type { Values } from './values.ts';
import { MissingValueError, writeValue } from './values.ts';

/** A text with variables: one line of plain text, and Markdown. */
export type Template = { subject: string; body: string };

export type Rendered = { subject: string; html: string; text: string };

export type RenderOptions = {
  kind: MessageKind;
  template: Template;
  values: Values;
  language: Language;
  /** As IANA names it. */
  timeZone: string;
  look: Look;
  /** Whether answers reach someone. */
  canReply: boolean;
};

/**
 * A message in HTML and text with the same content. Values are inserted into the parsed template, escaped: whatever they
 * hold is shown as text. Throws MissingValueError.
 */
export function renderMessage(options: RenderOptions): Rendered {
  const { kind, template, values, language, timeZone, look, canReply } = options;
  const types = variablesOf(kind);
  const all: Values = { company: look.company, ...values };
  const write: Write = (name) => {
    const type = types[name];
    if (type === undefined) throw new MissingValueError(name);
    return { ...writeValue(name, type, all, language, timeZone), isCode: type === 'code' };
  };
  const line = withoutBlanks(template.subject).replace(VARIABLE, (_whole, name: string) => write(name).text);
  const subject = oneLine(line);
  const blocks = blocksOf(parseTemplate(template.body), write);
  return {
    subject,
    html: pageHtml(subject, toHtml(blocks, coloursOf(look.accent)), look, language, canReply),
    text: `${toText(blocks)}\n\n-- \n${footText(look, language, canReply)}\n`,
  };
}
