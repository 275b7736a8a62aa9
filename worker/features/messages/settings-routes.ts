import { Hono } from 'hono';
import type { AppEnv } from '../kernel/app.ts';
import { describe } from '../kernel/describe.ts';
import { runBatch } from '../kernel/db.ts';
import { valid } from '../kernel/validate.ts';
import { eventStatement } from '../events/event-statement.ts';
import { planMailSettings } from './change-settings.ts';
import { mailSettingsUpdated } from './message-events.ts';
import { presentMailSettings, presentMessage } from './present.ts';
import { DomainReport, MailSettings, MailSettingsRequest, TestResult, TestSend } from './schema.ts';
import { checkSenderDomain } from './sender-domain.ts';
import { getMailSettings, saveMailSettingsStatement } from './settings-store.ts';
import { makeDueStatement } from './store.ts';
import { sendTest } from './test-send.ts';

const tag = 'Messages';

/** How a workgroup sends mail: for owners and managers. */
export const mailSettingsRoutes = new Hono<AppEnv>()
  .get(
    '/',
    describe({ tag, action: 'mail-settings.read', summary: 'Read the mail settings', answers: { 200: MailSettings } }),
    async (c) => {
      const { deps, principal } = c.var;
      return c.json(presentMailSettings(deps, await getMailSettings(deps.db, principal.workgroupId)));
    },
  )
  .put(
    '/',
    describe({
      tag,
      action: 'mail-settings.update',
      summary: 'Change the mail settings',
      description: 'What waited because the former ones did not work is sent at once.',
      answers: { 200: MailSettings },
      events: ['mail-settings.updated'],
      problems: { 422: ['mail-address-not-allowed', 'mail-password-needed', 'mail-driver-not-available'] },
    }),
    valid('json', MailSettingsRequest),
    async (c) => {
      const { deps, principal } = c.var;
      const { workgroupId } = principal;
      const row = await getMailSettings(deps.db, workgroupId);
      const columns = await planMailSettings(deps, workgroupId, row, c.req.valid('json'));
      await runBatch(deps.db, [
        saveMailSettingsStatement(deps.db, workgroupId, columns),
        eventStatement(deps.db, workgroupId, mailSettingsUpdated(deps, principal, row, columns)),
        makeDueStatement(deps.db, workgroupId, deps.now()),
      ]);
      return c.json(presentMailSettings(deps, { workgroupId, ...columns }));
    },
  )
  .post(
    '/test',
    describe({
      tag,
      action: 'mail-settings.test',
      summary: 'Send a test message',
      description: 'By the saved settings, at once, one attempt. `response` is the answer of the mail server.',
      answers: { 200: TestResult },
      events: ['message.tested'],
    }),
    valid('json', TestSend),
    async (c) => {
      const { deps, principal } = c.var;
      const { isAccepted, row } = await sendTest(deps, principal, c.req.valid('json'));
      return c.json({ isAccepted, response: row.lastResponse ?? '', message: presentMessage(row) });
    },
  )
  .get(
    '/domain',
    describe({
      tag,
      action: 'mail-settings.read',
      summary: 'Check the sender’s domain',
      description: 'Looks up SPF, DKIM and DMARC of the sender address, and says what is missing.',
      answers: { 200: DomainReport },
    }),
    async (c) => {
      const { deps, principal } = c.var;
      const row = await getMailSettings(deps.db, principal.workgroupId);
      const domain = row?.senderAddress?.split('@')[1]?.toLowerCase() ?? null;
      const checks =
        domain === null ? [] : await checkSenderDomain(deps.lookUpTexts, domain, row?.dkimSelector ?? null);
      return c.json({ domain, checks });
    },
  );
