/** Characters of one tag, and tags of one mailbox. */
export const TAG_LIMIT = 40;
export const MOST_TAGS = 20;

/** Separators of tags in files, and what no one sees. */
export const NOT_IN_TAGS = /[,;\p{C}]/u;

/** Two spellings of one tag have the same key. */
export const tagKey = (tag: string): string => tag.toLowerCase();

/** The tags of a text, separated by semicolons or commas. */
export const tagsIn = (text: string): string[] =>
  text
    .replaceAll(',', ';')
    .split(';')
    .map((tag) => tag.trim())
    .filter((tag) => tag !== '');

/** Tags without doubles: the first spelling counts. */
export function withoutDoubles(tags: readonly string[]): string[] {
  const seen = new Set<string>();
  return tags.filter((tag) => {
    const key = tagKey(tag);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
