import type { PageTexts } from './texts.ts';

export const EN: PageTexts = {
  formTitle: 'Sign in to your mailbox',
  intro:
    '{company} is moving your mailbox {mailbox} to a new provider for {customer}. To copy your e-mails, calendar and contacts, we need you to sign in once.',
  introOwn:
    '{company} is moving your mailbox {mailbox} to a new provider. To copy your e-mails, calendar and contacts, we need you to sign in once.',
  sideTitle: { source: 'Your current mailbox', destination: 'Your new mailbox' },
  server: 'Server: {host}',
  login: 'E-mail address or user name',
  loginHint: 'What you enter when you sign in to this mailbox.',
  password: 'Password',
  passwordHint: {
    source: 'The password that you use for this mailbox today.',
    destination: 'The password that you were given for the new mailbox.',
  },
  showPassword: 'Show password',
  hidePassword: 'Hide password',
  submit: 'Check and continue',
  submitHint: 'We check your sign-in right away. This can take half a minute.',
  busy: 'Checking …',
  accepted: 'Received. You do not need to enter anything here.',
  next: {
    title: 'What happens next',
    items: [
      'We check your sign-in with the server.',
      'The copy then starts automatically. You can keep working, and nothing is deleted from your current mailbox.',
      'This page shows you how far the copy is.',
    ],
  },
  kept: {
    title: 'What happens to your password',
    items: [
      'It is stored encrypted and shown to nobody, not even to {company}.',
      'It is used only to copy your mailbox.',
    ],
    deletedAfter: 'It is deleted no later than {count} days after the last copy.',
    deletedAtEnd: 'It is deleted when the migration has ended.',
  },
  ask: {
    title: 'Not sure?',
    text: 'If you do not know whether this request is genuine, or if you need help, ask {contact}. It is safest to use contact details that you already know.',
  },
  validUntil: 'This link is only for you. It is valid until {date}.',
  language: 'Language',
  errorTitle: 'Error',
  missing: {
    login: 'Enter your e-mail address or user name.',
    password: 'Enter your password.',
    tooLong: 'This entry is too long.',
  },
  refusals: {
    'wrong-password': {
      title: 'The sign-in was not accepted',
      text: 'The user name or the password is wrong. Check both. Upper and lower case letters matter in the password.',
    },
    locked: {
      title: 'Your account is locked at the moment',
      text: 'The server has locked it, usually after several wrong passwords. Wait half an hour before you try again, or ask {contact} to unlock it.',
    },
    'password-expired': {
      title: 'Your password has expired',
      text: 'The server requires a new password. Change it where you usually read your e-mail, then enter the new one here.',
    },
    disabled: {
      title: 'Your account is disabled',
      text: 'The server does not let this account sign in. Please contact {contact}.',
    },
    'second-factor': {
      title: 'This mailbox requires a second step to sign in',
      text: 'The server asks for more than a password, for example a code from your phone. We cannot sign in that way. If you have an app password, enter it here. Otherwise please contact {contact}. Your password was not stored.',
    },
    'other-mailbox': {
      title: 'This sign-in does not open your mailbox',
      text: 'The password is right, but it belongs to an account without access to this mailbox. Enter the user name of {mailbox}.',
    },
  },
  triesLeft: { one: 'You can try once more now.', other: 'You can try {count} more times now.' },
  limitedTitle: 'Too many attempts',
  limitedUntil: 'So that the server does not lock your account, please wait until {time} and then try again.',
  limited:
    'So that the server does not lock your account, no more attempts are possible here. Please contact {contact}.',
  pending: {
    title: 'We have saved your sign-in',
    reasons: {
      unreachable: 'The mail server cannot be reached at the moment. This is not your fault.',
      busy: 'The mail server is too busy at the moment. This is not your fault.',
      certificate: 'A secure connection to the mail server is not possible at the moment. This is not your fault.',
      'access-off': 'The mail server does not let us in yet. {contact} has to allow it. This is not your fault.',
      other: 'The mail server could not check your sign-in. This is not your fault.',
    },
    text: 'You can close this page. We keep your entry encrypted and check it again automatically. If something is wrong with it, you will receive a message.',
    change: 'Change my entry',
    back: 'Keep my entry as it is',
  },
  progress: {
    title: 'Your mailbox',
    received: 'Thank you. Your sign-in was accepted.',
    stages: {
      waiting: { title: 'Waiting to start', text: 'The copy starts automatically. You do not need to do anything.' },
      checking: { title: 'Preparing', text: 'We are looking at your folders.' },
      copying: { title: 'Copying', text: 'You can keep working in your mailbox.' },
      paused: { title: 'Paused', text: 'The copy continues automatically. You do not need to do anything.' },
      attention: {
        title: 'Interrupted',
        text: '{company} sees this and takes care of it. If you have a question, ask {contact}.',
      },
      verified: { title: 'Everything is ready', text: 'Your sign-in works. The copy starts at a later time.' },
      partly: {
        title: 'The first part is copied',
        text: 'The rest follows automatically at a later time. Keep using your current mailbox until then.',
      },
      done: { title: 'Copied', text: 'Your mailbox is copied. {company} will let you know when you can switch to it.' },
    },
    share: 'Your mailbox: {count}%',
    items: 'Copied items: {count}',
    keepLink: 'You can close this page and open it again with the link in your e-mail, until {date}.',
    refresh: 'Refresh',
  },
  ends: {
    expired: { title: 'This link has expired', text: 'For your safety, each link is valid only for a limited time.' },
    revoked: {
      title: 'This link is no longer valid',
      text: '{company} has withdrawn this request. You do not need to do anything. If you expected to sign in here, ask {contact}.',
    },
    replaced: {
      title: 'There is a newer link',
      text: 'Please use the link in the latest message that you received from us. You can also have another one sent to you.',
    },
    answered: {
      title: 'Your sign-in was received',
      text: 'You do not need to do anything. This link has expired, so it no longer shows the progress.',
    },
  },
  newLink: {
    button: 'Send me a new link',
    to: 'It goes to {mailbox}.',
    sentTitle: 'A new link is on its way',
    sent: 'We have sent it to {mailbox}. It can take a few minutes. Also look in your junk e-mail folder.',
    limited:
      'A new link was sent to you a short time ago. Look for it in your inbox and your junk e-mail folder, or ask {contact}.',
  },
  notFound: {
    title: 'This link does not exist',
    text: 'Check that you copied the whole link from your e-mail, or open it there again.',
  },
  tooMany: { title: 'Too many requests', text: 'Please wait a few minutes and try again.' },
  failed: { title: 'Something went wrong', text: 'Nothing was lost. Please try again in a few minutes.' },
  tooLarge: { title: 'The entry could not be read', text: 'Go back to the form and try again.' },
  foreign: {
    title: 'The entry was not accepted',
    text: 'It did not come from this page. Open the link in your e-mail again and use the form there.',
  },
  preview: { title: 'Preview', text: 'This is what the user sees. Nothing can be sent from here.' },
};
