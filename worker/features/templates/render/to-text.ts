import type { Block, Inline } from './blocks.ts';

function inlineText(inlines: readonly Inline[]): string {
  return inlines
    .map((inline) => {
      if (inline.kind === 'break') return '\n';
      if (inline.kind === 'link' && inline.text !== inline.url)
        return `${inline.text} (${inline.url.replace(/^(mailto|tel):/, '')})`;
      return inline.text;
    })
    .join('')
    .split('\n')
    .map((line, index, lines) => (index < lines.length - 1 ? withoutLastSpaces(line) : line))
    .join('\n');
}

/** Character by character: an expression would start again at each space. */
function withoutLastSpaces(line: string): string {
  let end = line.length;
  while (line[end - 1] === ' ') end -= 1;
  return line.slice(0, end);
}

function indent(text: string, first: string): string {
  const blank = ' '.repeat(first.length);
  return text
    .split('\n')
    .map((line, index) => (index === 0 ? first : line === '' ? '' : blank) + line)
    .join('\n');
}

function blockText(block: Block): string {
  switch (block.kind) {
    case 'paragraph':
    case 'heading':
      return inlineText(block.inlines);
    case 'button':
      return block.text === block.url ? block.url : `${block.text}:\n${block.url}`;
    case 'code':
      return block.text;
    case 'list':
      return block.items
        .map((item, index) =>
          indent(item.map(blockText).join('\n'), block.isOrdered ? `${block.start + index}. ` : '- '),
        )
        .join('\n');
    case 'quote':
      return indent(toText(block.blocks), '  ');
    case 'rule':
      return '---';
  }
}

/** Blocks as plain text, a blank line between them. Lines are as long as they are: mail programs wrap them. */
export function toText(blocks: readonly Block[]): string {
  return blocks.map(blockText).join('\n\n');
}
