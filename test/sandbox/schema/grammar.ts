import type { Node } from '../xml/node.ts';
import { SchemaError } from './schema-error.ts';
import { checkSimple, isSimple } from './simple-types.ts';

/**
 * A small content-model language for the EWS wire, one line a type:
 *
 *     m GetItem = ItemShape ItemIds:ItemIdList @Traversal:Traversal!
 *     t Message < Item = Sender:Recipient? Flag:Flag?^13
 *
 * `m`/`t` is the namespace of the children; `?*+` their number; `( a | b )` a choice; `@` an attribute, `!`
 * required; `^13` the first schema version that has the element. A type of the element's own name needs no `:Type`.
 * `t/` before a name puts an element into that namespace instead.
 */
export type ElementParticle = {
  kind: 'element';
  name: string;
  /** Where it is not its type's. */
  ns?: 'm' | 't';
  type: string;
  min: number;
  max: number;
  since: number;
};
export type ChoiceParticle = { kind: 'choice'; options: Particle[]; min: number; max: number };
export type Particle = ElementParticle | ChoiceParticle;
export type AttributeRule = { name: string; type: string; required: boolean; since: number };
export type ComplexType = {
  name: string;
  ns: 'm' | 't';
  base?: string;
  particles: Particle[];
  attributes: AttributeRule[];
  /** Simple type of the text, for elements with text and attributes. */
  text?: string;
};

export type Grammar = ReadonlyMap<string, ComplexType>;

const OCCURS: Record<string, [number, number]> = { '?': [0, 1], '*': [0, Infinity], '+': [1, Infinity] };

function parseElement(token: string): ElementParticle {
  const match = /^(?:([mt])\/)?([A-Za-z0-9]+)(?::([A-Za-z0-9]+))?([?*+]?)(?:\^([\d.]+))?$/.exec(token);
  if (!match) throw new Error(`Bad particle ${token}`);
  const [, ns, name = '', type = name, occurs = '', since = '0'] = match;
  const [min, max] = OCCURS[occurs] ?? [1, 1];
  const particle: ElementParticle = { kind: 'element', name, type, min, max, since: Number(since) };
  return ns ? { ...particle, ns: ns as 'm' | 't' } : particle;
}

function parseBody(type: ComplexType, body: string): void {
  const tokens = body.match(/\(|\)[?*+]?|\||[^\s()|]+/g) ?? [];
  let choice: ChoiceParticle | undefined;
  for (const token of tokens) {
    if (token === '(') choice = { kind: 'choice', options: [], min: 1, max: 1 };
    else if (token.startsWith(')')) {
      const [min, max] = OCCURS[token.slice(1)] ?? [1, 1];
      if (choice) type.particles.push({ ...choice, min, max });
      choice = undefined;
    } else if (token === '|') continue;
    else if (token.startsWith('@')) {
      const match = /^@(\w+)(?::(\w+))?(!?)(?:\^([\d.]+))?$/.exec(token);
      if (!match) throw new Error(`Bad attribute ${token}`);
      type.attributes.push({
        name: match[1] ?? '',
        type: match[2] ?? 'string',
        required: match[3] === '!',
        since: Number(match[4] ?? 0),
      });
    } else if (token.startsWith('#')) type.text = token.slice(1);
    else (choice ? choice.options : type.particles).push(parseElement(token));
  }
}

/** Reads the table; every type that is named must be defined or simple. */
export function readGrammar(...tables: string[]): Grammar {
  const grammar = new Map<string, ComplexType>();
  for (const line of tables.join('\n').split('\n')) {
    const match = /^\s*([mt]) (\w+)(?: < (\w+))? =(.*)$/.exec(line);
    if (!match) {
      if (line.trim()) throw new Error(`Bad grammar line ${line}`);
      continue;
    }
    const [, ns, name = '', base, body = ''] = match;
    const type: ComplexType = { name, ns: ns as 'm' | 't', particles: [], attributes: [] };
    if (base) {
      const parent = grammar.get(base);
      if (!parent) throw new Error(`Unknown base ${base}`);
      type.base = base;
      type.particles.push(...parent.particles);
      type.attributes.push(...parent.attributes);
    }
    parseBody(type, body);
    grammar.set(name, type);
  }
  return grammar;
}

const names = (particle: Particle): string[] =>
  particle.kind === 'element' ? [particle.name] : particle.options.flatMap(names);

function find(particle: Particle, name: string): ElementParticle | undefined {
  if (particle.kind === 'element') return particle.name === name ? particle : undefined;
  for (const option of particle.options) {
    const found = find(option, name);
    if (found) return found;
  }
  return undefined;
}

const NAMESPACE = { m: 'messages', t: 'types' } as const;

const uriOf = (ns: string): string => (ns === 'm' || ns === 't' ? namespaceOf(ns) : ns);

const fullName = (node: Node): string => `${uriOf(node.ns)}:${node.name}`;

const describe = (node: Node): string => `element '${node.name}' in namespace '${uriOf(node.ns)}'`;

/**
 * Holds an element against its type and throws SchemaError on the first departure: order, number, namespace,
 * attributes, simple values. Content models of EWS are deterministic, so one look ahead is enough.
 */
export function validate(grammar: Grammar, node: Node, typeName: string, version: number): void {
  const type = grammar.get(typeName);
  if (!type) {
    if (!isSimple(typeName)) throw new Error(`Type ${typeName} is not defined`);
    if (node.children.length > 0)
      throw new SchemaError(`The ${describe(node)} cannot contain child elements.`, node.at);
    if (!node.spool) checkSimple(typeName, node.text, fullName(node), node.at, version);
    return;
  }
  for (const rule of type.attributes) {
    const value = node.attributes[rule.name];
    if (value === undefined) {
      if (rule.required) throw new SchemaError(`The required attribute '${rule.name}' is missing.`, node.at);
    } else checkSimple(rule.type, value, `@${rule.name}`, node.at, version);
  }
  for (const name of Object.keys(node.attributes)) {
    if (!type.attributes.some((rule) => rule.name === name && rule.since <= version))
      throw new SchemaError(`The '${name}' attribute is not declared.`, node.at, name);
  }
  if (type.text) {
    if (node.children.length > 0)
      throw new SchemaError(`The ${describe(node)} cannot contain child elements.`, node.at);
    if (!node.spool) checkSimple(type.text, node.text, fullName(node), node.at, version);
    return;
  }
  if (node.text.trim() || node.spool) throw new SchemaError(`The ${describe(node)} cannot contain text.`, node.at);
  let at = 0;
  for (const particle of type.particles) {
    let count = 0;
    for (; at < node.children.length && count < particle.max; at += 1, count += 1) {
      const child = node.children[at] as Node;
      const match = find(particle, child.name);
      if (!match || match.since > version || child.ns !== (match.ns ?? type.ns)) break;
      validate(grammar, child, match.type, version);
    }
    if (count >= particle.min) continue;
    const child = node.children[at];
    const expected = names(particle).join(', ');
    if (!child)
      throw new SchemaError(
        `The ${describe(node)} has incomplete content. List of possible elements expected: '${expected}' in namespace '${namespaceOf(type.ns)}'.`,
        node.at,
      );
    throw new SchemaError(
      `The ${describe(node)} has invalid child ${describe(child)}. List of possible elements expected: '${expected}' in namespace '${namespaceOf(type.ns)}'.`,
      child.at,
    );
  }
  const extra = node.children[at];
  if (extra) throw new SchemaError(`The ${describe(node)} has invalid child ${describe(extra)}.`, extra.at);
}

const opened = new WeakMap<Grammar, Map<string, readonly ElementParticle[]>>();

/** The elements of a type in the order of the wire, choices opened. */
export function elementsOf(grammar: Grammar, typeName: string): readonly ElementParticle[] {
  let types = opened.get(grammar);
  if (!types) opened.set(grammar, (types = new Map()));
  let elements = types.get(typeName);
  if (!elements) types.set(typeName, (elements = openAll(grammar, typeName)));
  return elements;
}

function openAll(grammar: Grammar, typeName: string): readonly ElementParticle[] {
  const open = (particle: Particle): ElementParticle[] =>
    particle.kind === 'element' ? [particle] : particle.options.flatMap(open);
  return grammar.get(typeName)?.particles.flatMap(open) ?? [];
}

/** Full namespace of the two prefixes of the table. */
const namespaceOf = (ns: 'm' | 't'): string => `http://schemas.microsoft.com/exchange/services/2006/${NAMESPACE[ns]}`;
