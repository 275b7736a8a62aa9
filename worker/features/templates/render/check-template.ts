import type { Nodes } from 'mdast';
import type { MessageKind, VariableType } from '../../../lib/mail/message-kinds.ts';
import { MESSAGE_KINDS, variablesOf } from '../../../lib/mail/message-kinds.ts';
import type { PartError } from '../../../lib/problem.ts';
import { ownText } from './blocks.ts';
import { everyNode, onlyVariable, parseTemplate, VARIABLE, withoutBlanks } from './parse.ts';
import type { Template } from './render-message.ts';
import { safeUrl } from './values.ts';

const isLinkType = (type: VariableType | undefined): boolean => type === 'link' || type === 'secretLink';

function namesIn(text: string): string[] {
  return [...withoutBlanks(text).matchAll(VARIABLE)].map((match) => match[1]!);
}

function unknownNames(path: string, text: string, types: Readonly<Record<string, VariableType>>): PartError[] {
  const known = Object.keys(types)
    .map((name) => `{{${name}}}`)
    .join(', ');
  const wrong = [...new Set(namesIn(text))].filter((name) => !Object.hasOwn(types, name));
  const errors = wrong.map((name) => ({
    path,
    message: `There is no variable {{${name.slice(0, 60)}}}. This message has ${known}.`,
  }));
  const isBroken = /\{\{|\}\}/.test(text.replace(VARIABLE, ''));
  return isBroken
    ? [...errors, { path, message: 'Two braces open or close no variable. A variable looks like {{company}}.' }]
    : errors;
}

/** Lists in lists in quotes: no message needs more, and each level of the tree is one of the page. */
const DEEPEST = 20;

/** Addresses of links that lead nowhere, or that a value could lead elsewhere. */
function wrongLinks(nodes: readonly { node: Nodes }[], types: Readonly<Record<string, VariableType>>): PartError[] {
  const path = 'body';
  return nodes.flatMap(({ node }) => {
    if (node.type !== 'link') return [];
    const address = ownText(node);
    const whole = onlyVariable(address);
    if (whole !== undefined)
      return isLinkType(types[whole]) || !Object.hasOwn(types, whole)
        ? []
        : [{ path, message: `{{${whole}}} is not an address, so a link cannot lead to it.` }];
    if (namesIn(address).some((name) => isLinkType(types[name])))
      return [{ path, message: 'A link that uses an address must be that variable and nothing else.' }];
    // Where a value could become the host, it could lead anywhere.
    const isFixed = /^(https?:\/\/[^/{}?#]+([/?#]|$)|(mailto|tel):)/i.test(address);
    return isFixed && safeUrl(address.replace(VARIABLE, 'x')) !== undefined
      ? []
      : [{ path, message: `Links must begin with https:// and a host; “${address.slice(0, 60)}” does not.` }];
  });
}

/** What is wrong with a template of a kind, by part; nothing when it can be saved. */
export function checkTemplate(kind: MessageKind, { subject, body }: Template): PartError[] {
  const types = variablesOf(kind);
  const secret = namesIn(subject).filter((name) => isLinkType(types[name]));
  const used = new Set([...namesIn(subject), ...namesIn(body)]);
  const nodes = [...everyNode(parseTemplate(body))];
  if (nodes.some(({ depth }) => depth > DEEPEST))
    return [{ path: 'body', message: `Lists and quotes can be nested at most ${DEEPEST} deep.` }];
  const missing = MESSAGE_KINDS[kind].needs.filter((name) => !used.has(name));
  return [
    ...unknownNames('subject', subject, types),
    ...secret.map((name) => ({ path: 'subject', message: `{{${name}}} belongs into the body, not into the subject.` })),
    ...unknownNames('body', body, types),
    ...wrongLinks(nodes, types),
    ...missing.map((name) => ({ path: 'body', message: `The message needs {{${name}}}.` })),
  ];
}
