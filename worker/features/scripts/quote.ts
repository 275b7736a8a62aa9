/** What PowerShell takes for a single quote: the straight one, and the four typographic ones (about_Quoting_Rules). */
const SINGLE_QUOTES = /['\u2018\u2019\u201A\u201B]/g;

const isPlain = (unit: number): boolean => unit >= 0x20 && unit < 0x7f;

/**
 * A text as a PowerShell expression that gives exactly this text, whatever it holds: nothing in it is run or expanded.
 * The expression is plain ASCII: Windows PowerShell reads a file without a byte order mark in the code page of its
 * computer. So all other characters, line ends and controls are written by number.
 */
export function psText(text: string): string {
  const parts: string[] = [];
  let plain = '';
  // By unit of UTF-16, as .NET counts.
  for (const one of text.split('')) {
    const unit = one.codePointAt(0)!;
    if (isPlain(unit)) {
      plain += one;
      continue;
    }
    if (plain !== '' || parts.length === 0) parts.push(literal(plain));
    plain = '';
    parts.push(`[char]0x${unit.toString(16).toUpperCase().padStart(4, '0')}`);
  }
  if (plain !== '' || parts.length === 0) parts.push(literal(plain));
  return parts.length === 1 ? parts[0]! : `(${parts.join(' + ')})`;
}

const literal = (plain: string): string => `'${doubled(plain)}'`;

function doubled(text: string): string {
  return text.replace(SINGLE_QUOTES, '$&$&');
}

/** A text as a value in an OPATH filter, quotes included. The filter itself still has to pass through `psText`. */
export function filterText(text: string): string {
  return `'${doubled(text)}'`;
}

/** A text for a comment: one line of plain ASCII, so that nothing of it can end the comment or disguise what follows. */
export function commentText(text: string): string {
  return text.slice(0, 200).replaceAll(/[^\u0020-\u007e]/g, '?');
}

/** Texts as a PowerShell array, one a line. */
export function psList(texts: readonly string[]): string {
  if (texts.length === 0) return '@()';
  return `@(\n${texts.map((text) => `    ${psText(text)}`).join(',\n')}\n)`;
}
