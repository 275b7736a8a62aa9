import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { OPERATIONS } from '../operations/registry.ts';
import { versionsUpTo } from '../profiles/versions.ts';
import { SINCE } from '../schema/since.ts';
import { attributesOf, type Node } from '../xml/node.ts';
import { parseXml } from '../xml/parse.ts';

/** The official schemas of Exchange 2016, beside the repository. */
const OFFICIAL = new URL('../../../../shared/ews-schema/exchange2016/', import.meta.url).pathname;

const PREFIXES =
  'xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:m="http://schemas.microsoft.com/exchange/services/2006/messages" xmlns:t="http://schemas.microsoft.com/exchange/services/2006/types"';

function write(node: Node, isRoot = false): string {
  if (node.name === 'annotation') return '';
  const start = `xs:${node.name}${isRoot ? ` ${PREFIXES}` : ''}${attributesOf(node.attributes)}`;
  const inner = node.children.map((child) => write(child)).join('');
  return inner ? `<${start}>${inner}</xs:${node.name}>` : `<${start}/>`;
}

/** Takes out of a named type what came later; a level that is not named is as old as the type. */
function cut(node: Node, level: (key: string) => number, newest: number): void {
  node.children = node.children.filter((child) => {
    const key =
      child.name === 'element'
        ? child.attributes['name']
        : child.name === 'attribute'
          ? `@${child.attributes['name'] ?? ''}`
          : child.name === 'enumeration'
            ? child.attributes['value']
            : undefined;
    return key === undefined || level(key) <= newest;
  });
  for (const child of node.children) cut(child, level, newest);
}

/** Names that a server gives its own schema, and that later schemas do not list. */
function addVersions(type: Node, newest: number): void {
  const [restriction] = type.children;
  if (!restriction) return;
  const listed = new Set(restriction.children.map(({ attributes }) => attributes['value']));
  for (const value of versionsUpTo(newest))
    if (!listed.has(value))
      restriction.children.push({ ...restriction, name: 'enumeration', attributes: { value }, children: [] });
}

/** Operations' own elements, that a version without the operation lacks. */
function operationLevels(): Map<string, number> {
  const levels = new Map<string, number>();
  for (const [element, { name, since }] of OPERATIONS)
    for (const each of [element, name, `${name}Response`, `${element}Response`]) levels.set(each, since);
  return levels;
}

/**
 * Writes the schema of a level into a folder: the official one without what that level lacks. Returns the file to
 * validate envelopes against.
 */
export function cutSchema(folder: string, newest: number): string {
  cpSync(OFFICIAL, folder, { recursive: true, filter: (from) => !from.endsWith('.wsdl') });
  const operations = operationLevels();
  for (const file of ['types.xsd', 'messages.xsd']) {
    const root = parseXml(readFileSync(join(OFFICIAL, file), 'utf8'));
    for (const child of root.children) {
      const gains = SINCE.get(child.attributes['name'] ?? '');
      if (gains) cut(child, (key) => gains.get(key) ?? 0, newest);
      if (child.attributes['name'] === 'ExchangeVersionType') addVersions(child, newest);
    }
    root.children = root.children.filter(
      ({ name, attributes }) => name !== 'element' || (operations.get(attributes['name'] ?? '') ?? 0) <= newest,
    );
    writeFileSync(join(folder, file), `<?xml version="1.0" encoding="utf-8"?>\n${write(root, true)}`);
  }
  return join(folder, 'soap.xsd');
}
