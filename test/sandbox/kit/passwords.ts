/** Passwords beyond ASCII, by what is special about them: all but the last have a form in windows-1252. */
export const PASSWORDS = {
  umlauts: 'Grüße-aus-Köln-7',
  pound: 'pass£word-7',
  euro: '100€-gespart',
  'outside windows-1252': 'žluťoučký-密码-7',
} as const;
