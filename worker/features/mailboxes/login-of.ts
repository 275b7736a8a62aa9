import type { MailboxSide } from '../../lib/credential-request-facts.ts';
import { isUnknownLogin } from '../../lib/credential-request-facts.ts';
import type { MailboxRow } from './table.ts';

type LoginColumns = Pick<MailboxRow, `${MailboxSide}Login` | `${MailboxSide}LoginUnknown`>;

/** The columns of the login of a side. */
export function loginOf<Side extends MailboxSide>(
  side: Side,
  given: Partial<Record<`${MailboxSide}Login`, string | null | undefined>>,
) {
  const login = given[`${side}Login`] ?? null;
  const isUnknown = isUnknownLogin(login);
  return { [`${side}Login`]: isUnknown ? null : login, [`${side}LoginUnknown`]: isUnknown } as Pick<
    LoginColumns,
    `${Side}Login` | `${Side}LoginUnknown`
  >;
}
