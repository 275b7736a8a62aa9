/** One line that someone pasted, as the API takes it, or what is wrong with it. */
export type PastedLine = { line: number; text: string } & (
  | { mailbox: { sourceEmail: string; destinationEmail: string } }
  | { problem: string }
);

const EMAIL = /^[^\s@,;]+@[^\s@,;]+\.[^\s@,;]+$/;

/**
 * Reads pasted lines: `source, destination`, parted by comma, semicolon, tab or arrow. The destination may be left
 * out when the destination's domain is known: then it is the source's name at that domain. A heading is skipped.
 */
export function parseMailboxes(text: string, destinationDomain?: string): PastedLine[] {
  const seen = new Set<string>();
  return text.split(/\r?\n/).flatMap((raw, index): PastedLine[] => {
    const line = raw.trim();
    if (line === '' || (index === 0 && !line.includes('@'))) return [];
    const [source = '', target = ''] = line.split(/\s*(?:,|;|\t|->|→)\s*/).map((part) => part.replace(/^"|"$/g, ''));
    const at = { line: index + 1, text: line };
    if (!EMAIL.test(source)) return [{ ...at, problem: `${source || 'This'} is not an e-mail address.` }];
    const destination = target || (destinationDomain ? `${source.split('@')[0]}@${destinationDomain}` : '');
    if (!destination) return [{ ...at, problem: 'The destination address is missing.' }];
    if (!EMAIL.test(destination)) return [{ ...at, problem: `${destination} is not an e-mail address.` }];
    if (seen.has(source.toLowerCase())) return [{ ...at, problem: `${source} stands here twice.` }];
    seen.add(source.toLowerCase());
    return [{ ...at, mailbox: { sourceEmail: source, destinationEmail: destination } }];
  });
}
