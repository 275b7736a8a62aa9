import { expect, inject, test } from 'vitest';
import { createAuthenticator } from '../../worker/exchange/transport/sign-in/sign-in.ts';
import { createSignInPlatform } from '../../worker/runtime/endpoints/sign-in-platform.ts';

test.each([
  ['basic', ['none', 'X-BackEndCookie=a=b==; times=1', 'X-BackEndCookie=a=b==; times=2']],
  // The answer that asks for the second message of the handshake sets cookies as well.
  ['ntlm', ['X-BackEndCookie=a=b==; times=1', 'X-BackEndCookie=a=b==; times=2', 'X-BackEndCookie=a=b==; times=3']],
] as const)('by %s a mailbox sends back what its server set, and nothing of another', async (scheme, expected) => {
  const { affine } = inject('servers');
  const tell = async () => {
    const platform = createSignInPlatform({ allowPrivate: true }, { isLook: false });
    const { send, close } = createAuthenticator(scheme, { username: 'OLD\\ann', password: 'Password' }, platform);
    const told = [];
    for (let times = 0; times < 3; times += 1)
      told.push(await (await send(affine, { method: 'POST', body: 'x' })).text());
    close?.();
    return told;
  };
  const [first, second] = [await tell(), await tell()];
  const names = (told: string[]) => told.map((text) => text.replaceAll(/times=\d+/g, 'times=n'));
  const wanted = names([...expected]);
  expect([names(first), names(second)]).toEqual([wanted, wanted]);
});
