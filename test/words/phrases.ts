/**
 * Phrases that no text of the project uses, each with what to write instead. In small letters, whole words only. Text
 * is what people read: screens, messages, documentation, comments and the names of tests.
 */
export const PHRASES: readonly (readonly [phrase: string, instead: string])[] = [
  ['anew', 'again'],
  ['as by default', 'the default'],
  ['beyond all measure', 'too large'],
  ['came about', 'was made'],
  ['can not', 'cannot'],
  ['for want of', 'for lack of'],
  ['go on by themselves', 'continue automatically'],
  ['goes on by itself', 'continues automatically'],
  ['heed', 'follow'],
  ['in mid-pass', 'during a pass'],
  ['is looked at first', 'is tested first'],
  ['is told', 'is reported, or recognised'],
  ['no one knows', 'it is unknown'],
  ['nobody knows', 'it is unknown'],
  ['of no use', 'cannot be used'],
  ['shall', 'must, will, or is to'],
  ['stands here twice', 'is listed twice'],
  ['to begin with', 'at first'],
  ['web mail', 'webmail'],
  ['what becomes of', 'what happens to'],
  ['what became of', 'the result of'],
  ['what lacks', 'what is missing'],
  ['where it stood', 'where it stopped'],
];
