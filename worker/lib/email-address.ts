/**
 * `local@domain`: a dot-atom of at most 64 characters (RFC 5322 3.2.3, RFC 5321 4.5.3.1), and a domain of two labels
 * or more (RFC 1035), its last one a name, which may be punycode (`xn--p1ai`). No character has two readings, so it
 * takes linear time.
 */
export const EMAIL_ADDRESS =
  /^(?=[^@]{1,64}@)[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])$/;

/** Characters that an address may have (RFC 5321 4.5.3.1.3, less the brackets around a path). */
export const EMAIL_ADDRESS_LIMIT = 254;

/** True for an e-mail address as every field takes it, in requests as in pasted lists. */
export function isEmailAddress(text: string): boolean {
  return text.length <= EMAIL_ADDRESS_LIMIT && EMAIL_ADDRESS.test(text);
}
