const GROUP = 4;

/** A text in groups of four characters, as people read long numbers to each other. */
export function inGroups(text: string): string[] {
  return Array.from({ length: Math.ceil(text.length / GROUP) }, (_, at) => text.slice(at * GROUP, (at + 1) * GROUP));
}

export const isCapital = (character: string): boolean => character !== character.toLowerCase();
export const isDigit = (character: string): boolean => character >= '0' && character <= '9';
