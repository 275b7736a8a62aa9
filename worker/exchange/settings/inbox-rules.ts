import { FaultError, faultOf, type Fault } from '../../engine/model/fault.ts';
import type { Rule, RuleList, RulePart } from '../../engine/model/setting.ts';
import type { Connection } from '../client/connection.ts';
import { makeFault } from '../faults/make-fault.ts';
import { responseFault } from '../faults/response-faults.ts';
import { getInboxRulesBody, readInboxRules } from '../operations/settings/get-inbox-rules.ts';
import { readResolved, resolveNamesBody } from '../operations/settings/resolve-names.ts';
import { readRuleErrors, updateInboxRulesBody } from '../operations/settings/update-inbox-rules.ts';
import { responseMessages } from '../client/responses.ts';
import { decodeEntities } from '../xml/plain-text.ts';
import { attributesOf, childText, textOf, type XmlElement } from '../xml/scan.ts';
import { xml, type Xml } from '../xml/template.ts';
import { requireVersion } from './require-version.ts';

const PARTS = ['Conditions', 'Exceptions', 'Actions'];

/** The inbox rules of the mailbox. Throws FaultError, also where the server is too old to have them. */
export async function readRules(connection: Connection, signal: AbortSignal): Promise<RuleList> {
  await requireVersion(connection, 'Exchange2010_SP1', 'inbox rules', signal);
  const response = await connection.call({
    operation: 'GetInboxRules',
    body: () => getInboxRulesBody(connection.mailbox),
    signal,
  });
  const fault = responseFault(response, connection.side);
  if (fault) throw new FaultError(fault);
  const { rules, hasOutlookRules } = readInboxRules(response);
  return { rules: rules.map(readRule), hasOutlookRules };
}

function readRule(element: XmlElement): Rule {
  const text = (name: string) => childText(element, name)?.trim();
  const id = text('RuleId');
  const isTrue = (name: string) => text(name)?.toLowerCase() === 'true';
  return {
    ...(id && { id }),
    name: childText(element, 'DisplayName') ?? '',
    priority: Number(text('Priority')) || 0,
    isEnabled: isTrue('IsEnabled'),
    ...(isTrue('IsNotSupported') && { isUnsupported: true }),
    ...(isTrue('IsInError') && { isBroken: true }),
    parts: element.children.filter(({ name }) => PARTS.includes(name)).map(readPart),
  };
}

function readPart(element: XmlElement): RulePart {
  const attributes = attributesOf(element).map(({ name, raw }) => [name, decodeEntities(raw)] as const);
  const children = element.children.map(readPart);
  return {
    name: element.name,
    ...(attributes.length > 0 && { attributes: Object.fromEntries(attributes) }),
    ...(children.length === 0 && { text: textOf(element) }),
    children,
  };
}

/**
 * Servers name people of their own organisation by its internal addresses; rules that go elsewhere need those of the
 * internet. Who is not found stays as he was.
 */
export async function withSmtpAddresses(
  connection: Connection,
  list: RuleList,
  signal: AbortSignal,
): Promise<RuleList> {
  const known = new Map<string, string>();
  const resolve = async (address: string): Promise<string> => {
    const found = known.get(address) ?? (await resolveAddress(connection, address, signal)) ?? address;
    known.set(address, found);
    return found;
  };
  const walk = async (part: RulePart): Promise<RulePart> => {
    const children: RulePart[] = [];
    for (const inner of part.children) children.push(await walk(inner));
    const isInternal = part.name === 'EmailAddress' && part.text !== undefined && part.text.startsWith('/');
    return { ...part, children, ...(isInternal && { text: await resolve(part.text ?? '') }) };
  };
  const rules: Rule[] = [];
  for (const rule of list.rules) {
    const parts: RulePart[] = [];
    for (const part of rule.parts) parts.push(await walk(part));
    rules.push({ ...rule, parts });
  }
  return { ...list, rules };
}

async function resolveAddress(
  connection: Connection,
  address: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  try {
    const body = () => resolveNamesBody(address);
    const message = responseMessages(await connection.call({ operation: 'ResolveNames', body, signal }))[0];
    return message && !responseFault(message, connection.side) ? readResolved(message, address) : undefined;
  } catch (error) {
    if (['corrupt', 'unsupported', 'unknown', 'access'].includes(faultOf(error).kind)) return undefined;
    throw error;
  }
}

/** Makes and replaces rules; see SettingsDestination. */
export async function putRules(
  connection: Connection,
  rules: readonly Rule[],
  dropsOutlookRules: boolean,
  signal: AbortSignal,
): Promise<ReadonlyMap<number, Fault>> {
  const operations = rules.map((rule) => ({
    do: rule.id ? ('set' as const) : ('create' as const),
    rule: ruleXml(rule),
  }));
  const response = await connection.call({
    operation: 'UpdateInboxRules',
    body: () => updateInboxRulesBody(connection.mailbox, operations, dropsOutlookRules),
    signal,
  });
  const fault = responseFault(response, connection.side);
  if (!fault) return new Map();
  const refusals = readRuleErrors(response).filter(({ index }) => rules[index] !== undefined);
  if (refusals.length === 0) throw new FaultError(fault);
  return new Map(
    refusals.map(({ index, code, message }) => [index, makeFault('refused', 'item', code, message, connection.side)]),
  );
}

function ruleXml({ id, name, priority, isEnabled, parts }: Rule): Xml {
  const idXml = id ? xml`<t:RuleId>${id}</t:RuleId>` : '';
  const inner = parts.filter(({ children }) => children.length > 0).map(partXml);
  return xml`
    <t:Rule>
      ${idXml}
      <t:DisplayName>${name}</t:DisplayName>
      <t:Priority>${priority}</t:Priority>
      <t:IsEnabled>${isEnabled}</t:IsEnabled>
      ${inner}
    </t:Rule>`;
}

function partXml({ name, attributes, text, children }: RulePart): Xml {
  const attributesXml = Object.entries(attributes ?? {}).map(([key, value]) => xml` ${key}="${value}"`);
  const inner = children.length > 0 ? children.map(partXml) : (text ?? '');
  return xml`<t:${name}${attributesXml}>${inner}</t:${name}>`;
}
