import type { Block, Inline } from './blocks.ts';

export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

/** Colours of the light design; the dark ones replace them by class in `shell.ts`. */
export type Colours = { accent: string; onAccent: string };

const FONT = "font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";
/** Long addresses break, so that no message is wider than a phone. */
export const TEXT_STYLE = `${FONT};font-size:16px;line-height:24px;color:#1f2328;overflow-wrap:anywhere;word-break:break-word`;

/** Long lines wrap on the screen; copied, they are whole. */
const CODE_STYLE = `font-family:Consolas,Menlo,'Courier New',monospace;font-size:13px;line-height:19px;color:#1f2328;background-color:#f3f4f6;border-radius:6px;padding:12px 14px;margin:0 0 16px;white-space:pre-wrap;overflow-wrap:anywhere`;

function inlineHtml(inlines: readonly Inline[]): string {
  return inlines
    .map((inline) => {
      if (inline.kind === 'break') return '<br>';
      if (inline.kind === 'link')
        return `<a class="link" href="${escapeHtml(inline.url)}" style="color:#0b57d0;text-decoration:underline;overflow-wrap:anywhere">${escapeHtml(inline.text)}</a>`;
      const text = escapeHtml(inline.text);
      const slanted = inline.isEmphasized ? `<em>${text}</em>` : text;
      return inline.isStrong ? `<strong>${slanted}</strong>` : slanted;
    })
    .join('');
}

/** A table, because Outlook gives a link neither padding nor a background. */
function buttonHtml(text: string, url: string, { accent, onAccent }: Colours): string {
  return `<table role="presentation" cellpadding="0" cellspacing="0" border="0" style="margin:0 0 16px"><tr><td bgcolor="${accent}" style="background-color:${accent};border-radius:6px;padding:12px 22px"><a href="${escapeHtml(url)}" style="${FONT};font-size:16px;line-height:24px;font-weight:600;color:${onAccent};text-decoration:none;display:inline-block"><span style="color:${onAccent}">${escapeHtml(text)}</span></a></td></tr></table>`;
}

function listHtml(block: Block & { kind: 'list' }, colours: Colours): string {
  const rows = block.items.map((item, index) => {
    const [first, ...rest] = item;
    const lead = first?.kind === 'paragraph' ? inlineHtml(first.inlines) : first ? toHtml([first], colours) : '';
    const mark = block.isOrdered ? `${block.start + index}.` : '&bull;';
    return `<tr role="listitem"><td valign="top" width="28" class="text" style="${TEXT_STYLE};min-width:24px;padding:0 0 6px 4px">${mark}</td><td valign="top" class="text" style="${TEXT_STYLE};padding:0 0 6px">${lead}${toHtml(rest, colours)}</td></tr>`;
  });
  // Rows, because Outlook places the marks of lists as it likes.
  return `<table role="list" cellpadding="0" cellspacing="0" border="0" style="margin:0 0 10px">${rows.join('')}</table>`;
}

function blockHtml(block: Block, colours: Colours): string {
  switch (block.kind) {
    case 'paragraph':
      return `<p class="text" style="${TEXT_STYLE};margin:0 0 16px">${inlineHtml(block.inlines)}</p>`;
    case 'heading':
      return `<h2 class="text" style="${TEXT_STYLE};font-size:18px;font-weight:600;margin:8px 0 12px">${inlineHtml(block.inlines)}</h2>`;
    case 'button':
      return buttonHtml(block.text, block.url, colours);
    case 'code':
      return `<pre class="text code" style="${CODE_STYLE}">${escapeHtml(block.text)}</pre>`;
    case 'list':
      return listHtml(block, colours);
    case 'quote':
      return `<table role="presentation" cellpadding="0" cellspacing="0" border="0" style="margin:0 0 16px"><tr><td class="quote" style="border-left:3px solid #d0d7de;padding:0 0 0 14px">${toHtml(block.blocks, colours)}</td></tr></table>`;
    case 'rule':
      return '<hr class="line" style="border:0;border-top:1px solid #d0d7de;margin:8px 0 20px">';
  }
}

/** Blocks as HTML for mail programs: tables and inline styles. */
export function toHtml(blocks: readonly Block[], colours: Colours): string {
  return blocks.map((block) => blockHtml(block, colours)).join('');
}
