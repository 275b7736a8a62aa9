/** Whether a text is what a pattern says: `*` stands for anything, big and small letters are the same. In linear time. */
export function isLike(pattern: string, text: string): boolean {
  const lower = text.toLowerCase();
  const [first = '', ...middle] = pattern.toLowerCase().split('*');
  const last = middle.pop();
  if (last === undefined) return lower === first;
  if (!lower.startsWith(first)) return false;
  let at = first.length;
  for (const part of middle) {
    const found = lower.indexOf(part, at);
    if (found === -1) return false;
    at = found + part.length;
  }
  return lower.length - last.length >= at && lower.endsWith(last);
}
