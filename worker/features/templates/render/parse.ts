import type { Nodes, Root } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';

/** `{{name}}`, also with blanks inside. The name is checked by the caller. */
export const VARIABLE = /\{\{([^{}]*)\}\}/g;

/** Every `{{name}}` without its blanks: in the address of a link Markdown takes none. */
export function withoutBlanks(template: string): string {
  return template.replace(VARIABLE, (_whole, name: string) => `{{${name.trim()}}}`);
}

/** A template as a tree. Variables are still text in it: no value is ever read as Markdown. */
export function parseTemplate(markdown: string): Root {
  return fromMarkdown(withoutBlanks(markdown));
}

/** Every node of a tree with its depth, without recursion: a template can be nested as deeply as it is long. */
export function* everyNode(root: Root): Generator<{ node: Nodes; depth: number }> {
  const waiting: { node: Nodes; depth: number }[] = [{ node: root, depth: 0 }];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    yield next;
    const { node, depth } = next;
    if ('children' in node) for (const child of node.children) waiting.push({ node: child, depth: depth + 1 });
  }
}

/** The name, where a text is one variable and nothing else. */
export function onlyVariable(text: string): string | undefined {
  return /^\{\{([^{}]+)\}\}$/.exec(text.trim())?.[1];
}
