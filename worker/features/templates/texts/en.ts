import type { Texts } from './texts.ts';

export const EN: Texts = {
  invitation: {
    subject: '{{inviterName}} invites you to {{company}} on Mailferry',
    body: `{{greeting}}

{{inviterName}} has invited you to join **{{company}}** on Mailferry, where the team moves mailboxes to new providers.

[Accept the invitation]({{link}})

The link works until {{expiresAt}}. If you did not expect this invitation, you can ignore this message.`,
  },
  'password-reset': {
    subject: 'Reset your Mailferry password',
    body: `{{greeting}}

Someone asked to reset the password of your Mailferry account. If it was you, choose a new password:

[Choose a new password]({{link}})

The link works once, until {{expiresAt}}. If it was not you, ignore this message. Your password stays the same.`,
  },
  'password-changed': {
    subject: 'Your Mailferry password was changed',
    body: `{{greeting}}

The password of your Mailferry account was changed on {{changedAt}}. All other devices were signed out.

If it was not you, open the sign-in page of Mailferry, choose “Forgot password” and set a new one. Then inform an owner of **{{company}}**.`,
  },
  'email-confirmation': {
    subject: 'Confirm your e-mail address for Mailferry',
    body: `{{greeting}}

**{{newAddress}}** is to become the e-mail address of your Mailferry account. Please confirm that you receive messages there:

[Confirm the address]({{link}})

The link works once, until {{expiresAt}}. If you did not ask for this, ignore this message. Nothing changes then.`,
  },
  'email-changed': {
    subject: 'The e-mail address of your Mailferry account was changed',
    body: `{{greeting}}

Your Mailferry account has had a new e-mail address since {{changedAt}}: **{{newAddress}}**. From now on, you sign in with it.

If it was not you, inform an owner of **{{company}}** at once.`,
  },
  'two-factor-reset': {
    subject: 'Two-factor sign-in was turned off for your Mailferry account',
    body: `{{greeting}}

{{resetBy}} turned off two-factor sign-in for your Mailferry account on {{changedAt}}. You can now sign in with your password alone.

Please set up two-factor sign-in again: under Settings, Security. If you did not ask for this, contact {{resetBy}} at **{{company}}**.`,
  },
  'credential-request': {
    subject: 'Your mailbox is moving: please enter your sign-in details',
    body: `{{greeting}}

{{company}} is moving your mailbox **{{mailbox}}** to a new provider for {{customer}}. To copy your e-mail, calendar and contacts, we need the sign-in details of your current mailbox.

[Enter sign-in details]({{link}})

It takes about a minute. Your password is encrypted, used only to copy your mailbox, and deleted after the move.

The link is for you alone and works until {{expiresAt}}. Please do not forward this message.

Not sure whether this message is genuine? Ask {{contact}} before you open the link.`,
  },
  reminder: {
    subject: 'Reminder: please enter the sign-in details of your mailbox',
    body: `{{greeting}}

Everything is ready to move your mailbox **{{mailbox}}**. We only need your sign-in details.

[Enter sign-in details]({{link}})

It takes about a minute. The link is for you alone and works until {{expiresAt}}.

Do you have a question? {{contact}} is happy to help.`,
  },
  'migration-notice': {
    subject: 'Your mailbox is moving to a new provider',
    body: `{{greeting}}

{{customer}} is moving to a new e-mail provider. Your mailbox **{{mailbox}}** moves on **{{startAt}}**.

- Your e-mail, calendar, contacts and tasks are copied for you.
- You can keep working while this happens.
- Your new mailbox is **{{newAddress}}**.

There is nothing you need to do now. We will write to you again as soon as your new mailbox is ready.

Do you have a question? {{contact}} is happy to help.`,
  },
  completion: {
    subject: 'Your new mailbox is ready',
    body: `{{greeting}}

Your mailbox has moved. From now on, please use **{{newAddress}}**.

- Items copied: {{items}}
- Size: {{size}}

Is something missing? Please contact {{contact}}. Nothing was deleted from your old mailbox {{mailbox}}.`,
  },
  failure: {
    subject: '{{mailbox}} could not be migrated',
    body: `{{greeting}}

The mailbox **{{mailbox}}** in the project **{{project}}** could not be migrated.

**Cause:** {{cause}}

**What to do:** {{remedy}}

[Open the mailbox]({{link}})`,
  },
  statistics: {
    subject: '{{project}}: {{mailboxesDone}} of {{mailboxesTotal}} mailboxes migrated',
    body: `{{greeting}}

This is the current state of the project **{{project}}** for {{customer}}.

- Mailboxes: {{mailboxesDone}} of {{mailboxesTotal}}
- Items: {{items}}
- Size: {{size}}
- Errors: {{errors}}
- Started: {{startedAt}}
- Last activity: {{endedAt}}

[Open the project]({{link}})`,
  },
  'outlook-instructions': {
    subject: 'Set up Outlook for your new mailbox',
    body: `{{greeting}}

Your new mailbox **{{newAddress}}** is ready. This is how Outlook opens it on your Windows computer:

1. Download the Outlook assistant with the button below and open it.
2. Close Outlook when the assistant asks you to.
3. Start Outlook again. It opens your new mailbox.

[Download the Outlook assistant]({{link}})

Your old Outlook profile is kept, so you can go back at any time. On your phone, add the account **{{newAddress}}** in your mail app.

Do you need help? {{contact}} is there for you at {{customer}}.`,
  },
  'provider-script': {
    subject: 'PowerShell script for the migration of {{customer}}',
    body: `{{greeting}}

**{{sender}}** of **{{company}}** prepares the migration of the mailboxes of {{customer}} and asks you to run the script below on your Exchange servers.

{{note}}

1. Copy the script into a text file and save it as {{fileName}}.
2. Open the Exchange Management Shell and run the file there.
3. Send us its last lines.

What it does, why, and how to undo it is said at its top. To see what it would do without any change, set $preview to $true there.

{{script}}`,
  },
  'webhook-paused': {
    subject: 'The webhook “{{webhookName}}” is paused',
    body: `{{greeting}}

Mailferry has paused the webhook **{{webhookName}}**. It sends nothing until you resume it.

- Address: {{webhookUrl}}
- Reason: {{reason}}

Deliveries that did not arrive are kept. You can send them again after you have fixed the cause.

[Open the webhooks]({{settingsUrl}})`,
  },
  test: {
    subject: 'Test message from Mailferry',
    body: `{{greeting}}

This message shows that the mail settings of **{{company}}** work. There is nothing you need to do.`,
  },
};
