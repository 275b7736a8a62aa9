import { formatCount } from './format.ts';

/** `1 mailbox`, `1,200 mailboxes`. */
export function counted(count: number, one: string, several: string): string {
  return `${formatCount(count)} ${count === 1 ? one : several}`;
}
