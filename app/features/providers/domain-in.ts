/** The e-mail address or the domain that words are; undefined for a name, a host with a path, or half an address. */
export function domainIn(words: string): string | undefined {
  const text = words.trim().toLowerCase();
  const domain = text.slice(text.lastIndexOf('@') + 1);
  const labels = domain.split('.');
  const isDomain = labels.length > 1 && labels.every((label) => /^[\p{L}\p{N}-]+$/u.test(label));
  return isDomain && (labels.at(-1)?.length ?? 0) > 1 ? text : undefined;
}
