import { expect, test } from 'vitest';
import { faultOf } from '../../worker/engine/model/fault.ts';
import { createNameCheck } from '../../worker/runtime/platform/checked-names.ts';
import type { Fetch } from '../../worker/runtime/platform/http.ts';
import { createHttp, createPlainHttp } from '../../worker/runtime/platform/http.ts';
import { createSocketOpener } from '../../worker/runtime/platform/socket-open.ts';

const RESOLVER = 'https://resolver.example/dns-query';
const PUBLIC_ONLY = { allowPrivate: false };

/** A resolver that knows these names, as Cloudflare's answers. */
function resolver(names: Record<string, string[]>) {
  const asked: string[] = [];
  const fetch: Fetch = async (input) => {
    const { searchParams } = new URL(input);
    const [name, type] = [searchParams.get('name') ?? '', searchParams.get('type')];
    asked.push(`${name} ${String(type)}`);
    const isSix = type === 'AAAA';
    const Answer = (names[name] ?? [])
      .filter((address) => address.includes(':') === isSix)
      .map((data) => ({ name, type: isSix ? 28 : 1, TTL: 60, data }));
    return Response.json({
      Status: Answer.length > 0 ? 0 : 3,
      Answer: [{ name, type: 5, data: 'cname.example.' }, ...Answer],
    });
  };
  return { asked, check: createNameCheck(PUBLIC_ONLY, RESOLVER, fetch) };
}

const PRIVATE: [string, string[]][] = [
  ['loopback.example', ['127.0.0.1']],
  ['metadata.example', ['169.254.169.254']],
  ['ten.example', ['10.1.2.3']],
  ['six.example', ['::1']],
  ['unique-local.example', ['fd00::1']],
  ['mapped.example', ['::ffff:10.0.0.1']],
  ['one-of-two.example', ['1.1.1.1', '192.168.0.1']],
  ['other-family.example', ['1.1.1.1', 'fe80::1']],
];

test.each(PRIVATE)('%s leads to a private address: nothing is sent there, by no way', async (name, addresses) => {
  const { check } = resolver({ [name]: addresses });
  const sent: string[] = [];
  const base: Fetch = async (input) => (sent.push(input), new Response());
  const ways = [
    createHttp(PUBLIC_ONLY, base, check)(`https://${name}/EWS/Exchange.asmx`),
    createPlainHttp(PUBLIC_ONLY, base, check)(`http://${name}/autodiscover/autodiscover.xml`),
    createSocketOpener(
      PUBLIC_ONLY,
      () => sent.push('socket'),
      check,
    )(new URL(`https://${name}/`), new AbortController().signal),
  ];
  for (const way of ways) {
    const error = await way.then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(faultOf(error)).toMatchObject({ kind: 'unreachable', code: 'address-refused' });
    // Where it leads inside is nobody's business.
    expect(faultOf(error).message).not.toContain(addresses.at(-1));
  }
  expect(sent).toEqual([]);
});

test('a public name is looked up once a minute, and an address never', async () => {
  const { asked, check } = resolver({ 'public.example': ['1.1.1.1', '2606:4700::1111'] });
  const base: Fetch = async () => new Response('answered');
  const fetch = createHttp(PUBLIC_ONLY, base, check);
  for (let time = 0; time < 3; time += 1)
    expect(await (await fetch('https://public.example/')).text()).toBe('answered');
  await fetch('https://1.1.1.1/');
  expect(asked.toSorted()).toEqual(['public.example A', 'public.example AAAA']);
});

test('a name that nobody has is unknown; one that cannot be looked up is tried again later', async () => {
  const base: Fetch = async () => new Response();
  const { check } = resolver({});
  const unknown = await createHttp(
    PUBLIC_ONLY,
    base,
    check,
  )('https://nobody.example/').catch((error: unknown) => error);
  expect(faultOf(unknown)).toMatchObject({ kind: 'unreachable', code: 'unknown-host' });
  for (const answer of [new Response('', { status: 500 }), Response.json({ Status: 2 }), new Response('<html>')]) {
    const failing = createNameCheck(PUBLIC_ONLY, RESOLVER, async () => answer.clone());
    const failed = await createHttp(PUBLIC_ONLY, base, failing)('https://failing.example/').catch((e: unknown) => e);
    expect(faultOf(failed)).toMatchObject({ kind: 'transient', code: 'name-not-checked' });
  }
});

test('where private addresses are allowed, or there is no resolver, names are not looked up', () => {
  const fetch: Fetch = async () => new Response();
  expect(createNameCheck({ allowPrivate: true }, RESOLVER, fetch)).toBeUndefined();
  expect(createNameCheck(PUBLIC_ONLY, '', fetch)).toBeUndefined();
});
