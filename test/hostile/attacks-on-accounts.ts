import type { Attack } from './attacks.ts';

const CHANGE_EMAIL = 'worker/features/account/change-email.ts';

const test = (name: string) => ({ kind: 'worker', file: `test/worker/${name}.test.ts` }) as const;
const without = (file: string, from: string, to: string) => ({ without: { file, from, to } });

/** On sign-in, second factors, and links that are sent by mail. */
export const ACCOUNT_ATTACKS: readonly Attack[] = [
  {
    point: 5,
    attack: 'the code of a two-factor sign-in is guessed, from many addresses and sign-ins',
    ...test('account/two-factor'),
    test: 'guessed codes wait longer and longer',
    ...without('worker/features/account/pending-sign-in.ts', '    [LIMITS.codeOfAccount, agentId],\n', ''),
  },
  {
    point: 10,
    attack: 'a code of an authenticator app signs in twice',
    ...test('account/two-factor'),
    test: 'set up, sign-in asks for a code, which works once',
    ...without('worker/features/account/two-factor/code-use.ts', '    lt(twoFactors.lastStep, step),\n', ''),
  },
  {
    point: 10,
    attack: 'another door opens a session without the second factor',
    ...test('account/two-factor'),
    test: 'no other door skips the second factor',
    ...without('worker/runtime/platform/auth.ts', '(await hasTwoFactor(db, userId))', 'false'),
  },
  {
    point: 10,
    attack: 'sessions of a thief survive a reset of the password',
    ...test('account/password-reset'),
    test: 'a link by mail sets a new password, ends all sessions',
    ...without(
      'worker/features/account/reset-password.ts',
      '    db.delete(session).where(and(eq(session.userId, agentId), isMine)),\n',
      '',
    ),
  },
  {
    point: 10,
    attack: 'a link to reset the password outlives a change of the e-mail address',
    ...test('account/password-reset'),
    test: 'a change of the e-mail address ends links',
    ...without(CHANGE_EMAIL, '      endOtherLinks(db, agentId, usedBy),\n', ''),
  },
  {
    point: 10,
    attack: 'a link to reset the password is used twice',
    ...test('account/password-reset'),
    test: 'a link works once, also for many at once',
    ...without(
      'worker/features/account/link-store.ts',
      'isNull(accountLinks.usedAt), gt(accountLinks.expiresAt, now)))\n    .returning',
      'gt(accountLinks.expiresAt, now)))\n    .returning',
    ),
  },
  {
    point: 10,
    attack: 'the answer to a forgotten password takes more work where there is an account',
    ...test('account/password-reset'),
    test: 'neither the answer nor the work shows',
    ...without('worker/features/account/request-password-reset.ts', 'homes.length > 0 ? homes : [NOBODY]', 'homes'),
  },
  {
    point: 10,
    attack: 'an owner turns off the second factor of an account of another workgroup',
    ...test('account/reset-two-factor'),
    test: 'nobody weakens an account of another workgroup',
    ...without('worker/features/account/two-factor/reset-agent.ts', 'home !== undefined && home !== agent', 'false'),
  },
  {
    point: 10,
    attack: 'a mail server of one’s own confirms the address of someone else',
    ...test('account/own-account'),
    test: 'own mail server confirms no address',
    ...without('worker/features/account/mint-link.ts', 'byOwnServer && settings.openSignUp', 'false'),
  },
  {
    point: 10,
    attack: 'a recovery code signs in twice',
    ...test('account/two-factor'),
    test: 'a recovery code signs in once',
    ...without(
      'worker/features/account/two-factor/code-use.ts',
      'db.delete(recoveryCodes).where(isThis)',
      'db.update(recoveryCodes).set({ hash }).where(isThis)',
    ),
  },
  {
    point: 10,
    attack: 'many posts of one code at once open many sessions',
    ...test('account/two-factor'),
    test: 'of 20 posts of one',
    ...without(
      'worker/features/account/two-factor/code-use.ts',
      'return { use: db.delete(recoveryCodes).where(isThis).returning({ agentId: recoveryCodes.agentId }) };',
      'const found = await db.select().from(recoveryCodes).where(isThis);\n    await new Promise((resolve) => setTimeout(resolve, 20));\n    await db.delete(recoveryCodes).where(isThis);\n    return found.length > 0 ? { use: db.update(twoFactors).set({ agentId }).where(eq(twoFactors.agentId, agentId)).returning({ agentId: twoFactors.agentId }) } : undefined;',
    ),
  },
  {
    point: 10,
    attack: 'the limit on wrong passwords shows which addresses have an account',
    ...test('attempts'),
    test: 'an unknown account is limited as a known one is',
    ...without('worker/features/account/sign-in.ts', '    [LIMITS.signInOfAccount, read.email.toLowerCase()],\n', ''),
  },
  {
    point: 10,
    attack: 'a change of the e-mail address shows which addresses have an account',
    ...test('account/own-account'),
    test: 'nothing shows that an address has an account',
    // A check where it would be more convenient.
    ...without(
      CHANGE_EMAIL,
      '  const newAddress = email.toLowerCase();\n',
      "  const newAddress = email.toLowerCase();\n  if ((await db.select().from(user).where(eq(user.email, newAddress))).length > 0) throw problem('email-taken');\n",
    ),
  },
];
