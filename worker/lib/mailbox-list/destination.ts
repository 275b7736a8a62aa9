/** How destination addresses come about that a list does not have, and what is replaced in those that there are. */
export type DestinationRules = {
  /** `{local}@new.example`, with the parts of the source address: `{local}` and `{domain}`. */
  pattern?: string | undefined;
  /** Whom the pattern is for: rows without a destination address, or all. */
  patternFor?: 'missing' | 'all' | undefined;
  /** In any case of letters, everywhere in the address; nothing else is read into it. */
  search?: string | undefined;
  replace?: string | undefined;
};

/** The destination address of a row. */
export function destinationOf(sourceEmail: string, given: string | undefined, rules: DestinationRules): string {
  const { pattern, patternFor = 'missing', search, replace = '' } = rules;
  const isOwn = given !== undefined && given !== '' && patternFor === 'missing';
  const address = isOwn ? given : pattern ? ofPattern(pattern, sourceEmail) : (given ?? '');
  return search ? replaceAll(address, search, replace) : address;
}

function ofPattern(pattern: string, sourceEmail: string): string {
  const at = sourceEmail.lastIndexOf('@');
  // Without a source address there is nothing that the pattern could be filled with.
  if (at < 0) return '';
  const parts: Record<string, string> = {
    '{local}': sourceEmail.slice(0, at),
    '{domain}': sourceEmail.slice(at + 1),
  };
  return pattern.trim().replaceAll(/\{(?:local|domain)\}/gi, (name) => parts[name.toLowerCase()] ?? name);
}

/** Compares without case; where case changes the length of a text, it counts. */
function replaceAll(text: string, search: string, replace: string): string {
  const folded = text.toLowerCase();
  const wanted = search.toLowerCase();
  if (folded.length !== text.length) return text.replaceAll(search, () => replace);
  let done = '';
  let from = 0;
  for (let at = folded.indexOf(wanted); at >= 0; at = folded.indexOf(wanted, from)) {
    done += text.slice(from, at) + replace;
    from = at + wanted.length;
  }
  return done + text.slice(from);
}
