import { SAMPLE_COUNTS, SAMPLE_SIZE } from '../sample.ts';

/**
 * Files that `npm test` leaves to full runs: each takes long, and a small run tests its mechanism elsewhere, as said
 * here. A file that is named on the command line runs at any size.
 */
export const FULL_ONLY: Readonly<Record<string, string>> = {
  'test/crash/gateway-sample.test.ts':
    'crash/sample kills the server in the same way; local/gateway/restart kills the gateway',
  'test/e2e/account.test.ts': 'worker/account and app/account take each step',
  'test/e2e/astray-answers.test.ts': 'exchange/surplus has the same servers and faults, without workerd',
  'test/e2e/bulk-add.test.ts': 'worker/mailbox-lists and app/bulk-add take each step; e2e/whole-path adds a list',
  'test/e2e/company-proxy.test.ts': 'local/gateway/proxies takes each kind of proxy',
  'test/e2e/corpus.test.ts': 'exchange/corpus copies the same messages, without workerd',
  'test/e2e/credential-requests.test.ts':
    'worker/credential-requests takes each step; e2e/credential-page gives credentials in a browser',
  'test/e2e/endpoint-screens.test.ts': 'worker/trust and app/endpoints-page take each step',
  'test/e2e/firefox.test.ts': 'e2e/browser takes the same walk, in Chromium',
  'test/e2e/folder-errors.test.ts': 'exchange/failures/folders and app/mailbox-panel list them',
  'test/e2e/follow.test.ts': 'engine/passes has the same steps; e2e/full-pass runs passes in workerd',
  'test/e2e/full-disk.test.ts': 'local/disk-watch and worker/storage-full: a full disk is noticed, and answered',
  'test/e2e/guessed-passwords.test.ts': 'worker/password-trials counts guesses',
  'test/e2e/hostile-servers.test.ts': 'hostile/lists and hostile/growth have the bounds that the attacks meet',
  'test/e2e/invitation.test.ts': 'worker/agents/invitations and app/invitation-page take each step',
  'test/e2e/keyboard.test.ts': 'by-keyboard walks the main paths; the app’s tests press the keys of the others',
  'test/e2e/learnt-ways.test.ts': 'exchange/front-doors/sign-in and exchange/basic-charset learn the same ways',
  'test/e2e/limits.test.ts': 'engine/spend and worker/spending-gate end a slice before its limit',
  'test/e2e/mail.test.ts': 'worker/mail/sending sends by the same mail host',
  'test/e2e/no-gateway.test.ts': 'exchange/front-doors/sign-in has the doors',
  'test/e2e/ntlm.test.ts': 'exchange/ntlm-sandbox signs in; e2e/large-item measures the memory',
  'test/e2e/one-start.test.ts': 'local/state-lock has each case of two starts',
  'test/e2e/other-server.test.ts': 'exchange/other-server copies from the same server',
  'test/e2e/people.test.ts': 'worker/people, exchange/people and app/people-picker take each step',
  'test/e2e/public-address.test.ts': 'worker/front-door has the rules of addresses',
  'test/e2e/rotated-keys.test.ts': 'worker/vault seals, rotates and opens by the key of before',
  'test/e2e/scale.test.ts': 'engine/many-folders has as many folders',
  'test/e2e/settings.test.ts': 'exchange/settings copies each of them',
  'test/e2e/sign-in-over-tls.test.ts': 'exchange/front-doors/sign-in signs in over https',
  'test/e2e/slots.test.ts': 'engine/schedule and worker/project-coordinator fill the slots',
  'test/e2e/upgrade.test.ts': 'ledger/old-ledgers and local/migrate open what older versions left',
  'test/e2e/webhooks.test.ts': 'delivery/webhook-model has each crash and repetition',
  'test/exchange/failures/canary-large.test.ts': 'failures/canary has each outcome of a trial, with small items',
  'test/exchange/failures/throttle.test.ts':
    'engine/limits and engine/seats decide; failures/busy waits for busy servers',
  'test/exchange/failures/throttled-folder.test.ts': 'failures/busy and failures/folders',
  'test/exchange/forwarded-copies.test.ts': 'engine/forwarded-copies and engine/forwarded-once have each case',
  'test/exchange/front-doors/passes.test.ts':
    'front-doors/behaviour and sign-in have each door; e2e/old-tls runs a pass',
  'test/exchange/front-doors/matrix.test.ts': 'front-doors/behaviour and sign-in have each door',
  'test/exchange/grommunio.test.ts': 'exchange/grommunio-ways and grommunio-properties have what differs there',
  'test/exchange/recreated-project.test.ts': 'engine/passes adopts copies that a lost ledger left',
  'test/interop/davmail.test.ts': 'it tests the sandbox, by another client: changed with it alone',
  'test/interop/ews-javascript-api.test.ts': 'as interop/davmail',
  'test/interop/exchangelib.test.ts': 'as interop/davmail',
  'test/sandbox/items/corpus.test.ts': 'it tests the sandbox alone; exchange/corpus copies the same messages',
  'test/sandbox/store/scale.test.ts': 'it tests the speed of the sandbox alone',
  'test/sandbox/serve.test.ts': 'it tests the sandbox alone; e2e/large-item and e2e/start use it',
};

/** What this run leaves out: nothing, unless it is a small run of all suites. */
export function leftOut(): string[] {
  const isWholeRun = process.env[SAMPLE_COUNTS] !== undefined;
  return isWholeRun && SAMPLE_SIZE === 'small' ? Object.keys(FULL_ONLY) : [];
}
