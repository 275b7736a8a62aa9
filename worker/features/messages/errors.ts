import { problemsOf } from '../../lib/problem.ts';

export const problem = problemsOf({
  'message-not-found': {
    status: 404,
    title: 'No such message',
    cause: 'Your workgroup has no message with this id.',
    remedy: 'Find the id in the list of messages.',
  },
  'message-not-ended': {
    status: 409,
    title: 'Still being sent',
    cause: 'The message has not ended yet: Mailferry still tries to send it.',
    remedy: 'Wait until it is sent, failed or bounced.',
  },
  'message-project-archived': {
    status: 409,
    title: 'Project archived',
    cause: 'The message belongs to an archived project, which sends no messages.',
    remedy: 'Restore the project first.',
  },
  'message-has-own-resend': {
    status: 409,
    title: 'Not sent again from here',
    cause: 'The message offers something that ends, such as an invitation. The same message would offer it no longer.',
    remedy:
      'Renew it where it came from: an invitation under Settings → Agents, a credential request at its mailbox, a new password on the sign-in page.',
  },
  'mail-address-not-allowed': {
    status: 422,
    title: 'Mail server not allowed',
    cause: 'The mail server is a local or private address, or on a port that is not for mail.',
    remedy:
      'Enter a public mail server. Whoever runs Mailferry can allow private addresses: npm start -- --allow-private-endpoints.',
  },
  'mail-password-needed': {
    status: 422,
    title: 'Password needed',
    cause: 'The password was given for another mail server, or for an encrypted connection.',
    remedy: 'Enter the password again.',
  },
  'mail-driver-not-available': {
    status: 422,
    title: 'Not available here',
    cause: 'This installation cannot send mail this way.',
    remedy: 'Choose one of the ways that the mail settings list.',
  },
});
