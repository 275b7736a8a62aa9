import type { Page, Route } from 'playwright-core';
import { problem as accountProblem } from '../../worker/features/account/errors.ts';
import { problem as agentProblem } from '../../worker/features/agents/errors.ts';
import type { ProblemError } from '../../worker/lib/problem.ts';

/** What is there for who is not signed in, besides the sign-in itself, in each of its states. */
type Door = {
  name: string;
  path: string;
  /** What the API answers here, in place of the real one; `never` leaves the screen as it is while it loads. */
  answers?: Readonly<Record<string, 'never' | ProblemError | object>>;
  open?: (page: Page) => Promise<void>;
  /** A text that it shows. */
  shows: string;
};

const LOOK = {
  workgroupName: 'Harbour IT Services',
  invitedBy: 'Ada Winter',
  email: 'kim@harbour.example',
  role: 'manager',
  expiresAt: '2027-03-12T16:00:00.000Z',
  hasAccount: false,
  signedIn: null,
};
const look = (change: object) => ({ '/api/invitations/look': { ...LOOK, ...change } });
const refused = (code: Parameters<typeof agentProblem>[0]) => ({ '/api/invitations/look': agentProblem(code) });
const press = (name: string) => (page: Page) => page.getByRole('button', { name, exact: true }).click();
const enter = (label: string, text: string, button: string) => async (page: Page) => {
  await page.getByLabel(label).fill(text);
  await press(button)(page);
};
const newPassword = enter('New password', 'harbour at low tide', 'Set the password');
const signIn = async (page: Page) => {
  await page.getByLabel('E-mail').fill('ada@harbour.example');
  await enter('Password', 'a password', 'Sign in')(page);
};
const INVITATION = `/invitation#${'0'.repeat(43)}`;

export const DOORS: readonly Door[] = [
  { name: 'forgot-password', path: '/forgot-password', shows: 'Send the link' },
  { name: 'reset-password', path: '/reset-password#token', shows: 'Set the password' },
  { name: 'confirm-email', path: '/confirm-email#token', shows: 'Confirm the address' },
];

/** What they come to. */
export const DOOR_STATES: readonly Door[] = [
  {
    name: 'forgot-password-sent',
    path: '/forgot-password',
    answers: { '/api/auth/request-password-reset': {} },
    open: enter('E-mail', 'ada@harbour.example', 'Send the link'),
    shows: 'Check your mail',
  },
  { name: 'reset-password-incomplete', path: '/reset-password', shows: 'This link does not work' },
  {
    name: 'reset-password-expired',
    path: '/reset-password#token',
    answers: { '/api/auth/reset-password': accountProblem('link-expired') },
    open: newPassword,
    shows: 'expired',
  },
  {
    name: 'reset-password-done',
    path: '/reset-password#token',
    answers: { '/api/auth/reset-password': {} },
    open: newPassword,
    shows: 'Your password is changed',
  },
  {
    name: 'confirm-email-expired',
    path: '/confirm-email#token',
    answers: { '/api/account/confirm-email': accountProblem('link-expired') },
    open: press('Confirm the address'),
    shows: 'expired',
  },
  {
    name: 'confirm-email-done',
    path: '/confirm-email#token',
    answers: { '/api/account/confirm-email': { email: 'ada@harbour.example' } },
    open: press('Confirm the address'),
    shows: 'is confirmed',
  },
  {
    name: 'second-step',
    path: '/sign-in',
    answers: { '/api/auth/sign-in/email': { twoFactorRequired: true, expiresAt: '2027-03-12T16:00:00.000Z' } },
    open: signIn,
    shows: 'Enter the code',
  },
  { name: 'invitation-loading', path: INVITATION, answers: { '/api/invitations/look': 'never' }, shows: 'Invitation' },
  { name: 'invitation-expired', path: INVITATION, answers: refused('invitation-expired'), shows: 'expired' },
  { name: 'invitation-new', path: INVITATION, answers: look({}), shows: 'Join' },
  {
    name: 'invitation-known',
    path: INVITATION,
    answers: look({ hasAccount: true }),
    shows: 'Sign in to accept',
  },
  {
    name: 'invitation-other',
    path: INVITATION,
    answers: look({ hasAccount: true, signedIn: { email: 'someone.else@harbour.example', fits: false } }),
    shows: 'You are signed in as',
  },
];

/** Opens one; afterwards the API answers by itself again. */
export async function openDoor(page: Page, url: string, door: Door, then: () => Promise<void>): Promise<void> {
  const { path, answers = {}, open, shows } = door;
  const waiting: Route[] = [];
  await page.goto('about:blank');
  for (const [route, answer] of Object.entries(answers))
    await page.route(url + route, async (asked) => {
      if (answer === 'never') waiting.push(asked);
      else if (answer instanceof Error) {
        const { problem } = answer;
        const body = JSON.stringify(problem);
        await asked.fulfill({ status: problem.status, contentType: 'application/problem+json', body });
      } else await asked.fulfill({ json: answer });
    });
  await page.goto(url + path);
  await open?.(page);
  await page.locator('main').getByText(shows).first().waitFor();
  await then();
  for (const asked of waiting) await asked.abort();
  await page.unrouteAll();
}
