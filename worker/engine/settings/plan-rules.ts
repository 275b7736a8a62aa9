import { fingerprint, settingKey } from './merge.ts';
import { isToBeCarried, type Outcome, type PlanContext } from './plan.ts';
import type { Rule, RuleList, RulePart } from '../model/setting.ts';

export type RulesPlan = Outcome & {
  /** Rules to be made, or (with an id) to be replaced. */
  puts: { rule: Rule; key: string; fingerprint: string }[];
  dropsOutlookRules: boolean;
};

/** Noted once it has happened: it stays listed. */
export const OUTLOOK_RULES_DROPPED: readonly [key: string, fingerprint: string] = [
  settingKey('rules', 'outlook-rules-dropped'),
  'done',
];

/**
 * Which rules cross, and how they read at the destination. A rule crosses whole or not at all: half of one would move
 * or forward the wrong mail. They run in the order that they had, behind those that the destination has already.
 */
export function planRules(source: RuleList, destination: RuleList, context: PlanContext): RulesPlan {
  const plan: RulesPlan = { puts: [], carried: [], omissions: [], dropsOutlookRules: false };
  const lose = (name: string, code: string, message: string) =>
    plan.omissions.push({ kind: 'rules', name, code, message });
  let priority = Math.max(0, ...destination.rules.map((rule) => rule.priority));
  const timesSeen = new Map<string, number>();
  for (const rule of source.rules.toSorted((a, b) => a.priority - b.priority)) {
    const lower = rule.name.toLowerCase();
    const number = timesSeen.get(lower) ?? 0;
    timesSeen.set(lower, number + 1);
    const reason = whyNot(rule);
    if (reason) {
      lose(rule.name, ...reason);
      continue;
    }
    let copy: Rule;
    try {
      copy = { ...rule, parts: rule.parts.map((part) => translate(part, context)) };
    } catch (error) {
      if (!(error instanceof NotTranslatable)) throw error;
      lose(rule.name, error.code, error.message);
      continue;
    }
    const wanted = textOf(copy);
    const namesakes = destination.rules.filter((candidate) => candidate.name.toLowerCase() === lower);
    const there = namesakes.find((candidate) => textOf(candidate) === wanted) ?? namesakes[number];
    const key = settingKey('rules', lower, String(number));
    const present = there && textOf(there);
    if (!isToBeCarried({ kind: 'rules', key, name: rule.name, wanted, present }, context.carried, plan)) continue;
    const { id: _id, isBroken: _broken, isUnsupported: _unsupported, ...plain } = copy;
    if (!there) priority += 1;
    const put: Rule = there?.id ? { ...plain, id: there.id, priority: there.priority } : { ...plain, priority };
    plan.puts.push({ rule: put, key, fingerprint: fingerprint(wanted) });
  }
  if (source.hasOutlookRules)
    lose('', 'outlook-rules', 'Outlook stores rules in its own format at the source, and servers do not show them.');
  plan.dropsOutlookRules = destination.hasOutlookRules && plan.puts.length > 0;
  if (plan.dropsOutlookRules || context.carried.has(OUTLOOK_RULES_DROPPED[0]))
    lose('', 'outlook-rules-dropped', 'The destination dropped the rules that Outlook stored in its own format there.');
  return plan;
}

function whyNot(rule: Rule): [code: string, message: string] | undefined {
  if (rule.isUnsupported) return ['rule-not-shown', 'The server does not show the whole rule.'];
  if (rule.isBroken) return ['rule-broken', 'The rule does not work at the source either.'];
  return undefined;
}

class NotTranslatable extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.name = 'NotTranslatable';
    this.code = code;
  }
}

/** A part with the destination's folders and addresses. */
function translate(part: RulePart, context: PlanContext): RulePart {
  switch (part.name) {
    case 'CopyToFolder':
    case 'MoveToFolder':
      return { ...part, children: part.children.map((id) => folderOf(id, context)) };
    case 'Address':
      return addressOf(part, context);
    case 'ServerReplyWithMessage':
      throw new NotTranslatable('rule-reply', 'The rule replies with a message that exists only at the source.');
    case 'FromConnectedAccounts':
      throw new NotTranslatable('rule-account', 'The rule requires an account that is connected only to the source.');
    default:
      return { ...part, children: part.children.map((inner) => translate(inner, context)) };
  }
}

function folderOf(id: RulePart, { folders }: PlanContext): RulePart {
  if (id.name === 'DistinguishedFolderId') return { ...id, children: [] };
  const folder = folders.get(id.attributes?.['Id'] ?? '');
  if (folder === undefined)
    throw new NotTranslatable('rule-folder', 'The rule refers to a folder that was not copied to this mailbox.');
  return { name: 'FolderId', attributes: { Id: folder }, children: [] };
}

function addressOf(part: RulePart, { map }: PlanContext): RulePart {
  const text = (name: string) => part.children.find((inner) => inner.name === name)?.text;
  const address = text('EmailAddress') ?? '';
  if (!address.includes('@'))
    throw new NotTranslatable('user-unknown', 'The rule names a person whose e-mail address the source does not give.');
  const mapped = map(address);
  if (mapped === undefined)
    throw new NotTranslatable('address-not-mapped', `The address of ${address} at the destination is not known.`);
  const name = text('Name');
  const children: RulePart[] = [
    ...(name === undefined ? [] : [{ name: 'Name', text: name, children: [] }]),
    { name: 'EmailAddress', text: mapped, children: [] },
    { name: 'RoutingType', text: 'SMTP', children: [] },
  ];
  return { name: 'Address', children };
}

/** Equal for rules that do the same. Ignores display names of addresses, and ids other than folder ids. */
function textOf({ isEnabled, parts }: Rule): string {
  return JSON.stringify([isEnabled, parts.filter(({ children }) => children.length > 0).map(plainOf)]);
}

function plainOf(part: RulePart): unknown {
  if (part.name === 'Address')
    return part.children.find(({ name }) => name === 'EmailAddress')?.text?.toLowerCase() ?? '';
  return [part.name, part.attributes?.['Id'] ?? '', part.text ?? '', part.children.map(plainOf)];
}
