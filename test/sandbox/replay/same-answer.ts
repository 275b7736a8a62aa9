import type { Node } from '../xml/node.ts';
import { parseXml } from '../xml/parse.ts';

/** Recorded ids and change keys, and what stands for them on the sandbox. */
export type Mapping = Map<string, string>;

// What belongs to the recorded installation and not to what it does.
const OF_INSTALLATION = new Set(['MajorBuildNumber', 'MinorBuildNumber', 'SID']);

const userOf = (permission: Node): string =>
  permission.children[0]?.children.find(({ name }) => name !== 'SID')?.text ?? '';

/** Who stands in a list of permissions is what people made of it: one that is not there is not missed. */
const listed = (theirs: Node, ours: Node): Node =>
  theirs.name === 'Permissions'
    ? { ...ours, children: ours.children.filter((own) => theirs.children.some((each) => userOf(each) === userOf(own))) }
    : ours;

function compare(theirs: Node, answer: Node, path: string, mapping: Mapping, differences: string[]): void {
  const here = `${path}/${theirs.name}`;
  const ours = listed(theirs, answer);
  if (theirs.name !== ours.name || theirs.ns !== ours.ns) {
    differences.push(`${here}: ${ours.ns}:${ours.name}`);
    return;
  }
  const names = [Object.keys(theirs.attributes), Object.keys(ours.attributes)].map((list) => list.join(' '));
  if (names[0] !== names[1]) differences.push(`${here} has attributes ${names[1]} instead of ${names[0]}`);
  for (const [name, value] of Object.entries(theirs.attributes)) {
    const own = ours.attributes[name];
    if (name === 'Id' || name === 'ChangeKey') {
      if (own === undefined) continue;
      // A key without a change number is one for all; others stand for what the sandbox says in their place.
      if (name === 'ChangeKey' && (value.length < 12 || own.length < 12)) {
        if (value !== own) differences.push(`${here}@${name}: ${own} instead of ${value}`);
      } else mapping.set(value, own);
    } else if (!OF_INSTALLATION.has(name) && value !== own)
      differences.push(`${here}@${name}: ${own} instead of ${value}`);
  }
  const mapped = mapping.get(theirs.text.trim()) ?? theirs.text.trim();
  if (mapped !== ours.text.trim() && !OF_INSTALLATION.has(theirs.name))
    differences.push(`${here}: "${ours.text.trim()}" instead of "${mapped}"`);
  const children = [theirs, ours].map((node) => node.children.map((child) => child.name).join(' '));
  if (children[0] !== children[1]) differences.push(`${here} holds (${children[1]}) instead of (${children[0]})`);
  else
    for (const [index, child] of theirs.children.entries())
      compare(child, ours.children[index] as Node, here, mapping, differences);
}

/**
 * What tells an answer of the sandbox from the recorded one: names, order, namespaces, attributes, texts. Prefixes
 * are free, ids and change keys are taken into the mapping.
 */
export function differencesOf(theirs: string, ours: string, mapping: Mapping): string[] {
  const differences: string[] = [];
  compare(parseXml(theirs), parseXml(ours), '', mapping, differences);
  return differences;
}

// Of the connection, the day, or the one who asked.
const OF_THE_MOMENT = /^(?:soup-debug.*|date|content-length|transfer-encoding|set-cookie|connection|keep-alive)$/;

/** Tokens differ with each sign-in: a challenge is its scheme, and whether it carries one. */
const plain = (name: string, value: string): string =>
  name === 'www-authenticate' ? value.replace(/ TlRMTVNTUAAC\S*/, ' (challenge)') : value;

/** Recorded header lines that the sandbox does not send, in their order where a name comes twice. */
export function missingHeaders(
  theirs: readonly (readonly [string, string])[],
  ours: readonly (readonly [string, string])[],
): string[] {
  const linesOf = (headers: typeof theirs, only: string): string =>
    headers
      .filter(([name]) => name === only)
      .map(([name, value]) => plain(name, value))
      .join(' | ');
  return [...new Set(theirs.map(([name]) => name))]
    .filter((name) => !OF_THE_MOMENT.test(name) && linesOf(theirs, name) !== linesOf(ours, name))
    .map((name) => `header ${name}: "${linesOf(ours, name)}" instead of "${linesOf(theirs, name)}"`);
}
