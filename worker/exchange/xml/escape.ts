/** Text made safe for element content and for attribute values; characters that XML 1.0 cannot carry are left out. */
export function escapeXml(text: string): string {
  if (!UNSAFE.test(text)) return text;
  return text.replace(ILLEGAL, '').replace(/[&<>"]/g, (char) => ESCAPES[char] ?? char);
}

// eslint-disable-next-line no-control-regex
const ILLEGAL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;
// eslint-disable-next-line no-control-regex
const UNSAFE = /[&<>"\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/;
const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
