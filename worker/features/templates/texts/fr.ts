import type { Texts } from './texts.ts';

export const FR: Texts = {
  invitation: {
    subject: '{{inviterName}} vous invite à rejoindre {{company}} sur Mailferry',
    body: `{{greeting}}

{{inviterName}} vous invite à rejoindre **{{company}}** sur Mailferry, l’outil avec lequel l’équipe transfère des boîtes mail vers de nouveaux fournisseurs.

[Accepter l’invitation]({{link}})

Ce lien est valable jusqu’au {{expiresAt}}. Si vous n’attendiez pas cette invitation, ignorez simplement ce message.`,
  },
  'password-reset': {
    subject: 'Réinitialiser votre mot de passe Mailferry',
    body: `{{greeting}}

Quelqu’un a demandé à réinitialiser le mot de passe de votre compte Mailferry. Si c’est bien vous, choisissez un nouveau mot de passe :

[Choisir un nouveau mot de passe]({{link}})

Ce lien ne fonctionne qu’une fois, jusqu’au {{expiresAt}}. Si ce n’est pas vous, ignorez ce message : votre mot de passe ne change pas.`,
  },
  'password-changed': {
    subject: 'Votre mot de passe Mailferry a été modifié',
    body: `{{greeting}}

Le mot de passe de votre compte Mailferry a été modifié le {{changedAt}}. Tous les autres appareils ont été déconnectés.

Si ce n’est pas vous, ouvrez la page de connexion de Mailferry, choisissez « Forgot password » et définissez un nouveau mot de passe. Prévenez ensuite un propriétaire de **{{company}}**.`,
  },
  'email-confirmation': {
    subject: 'Confirmez votre adresse e-mail pour Mailferry',
    body: `{{greeting}}

**{{newAddress}}** doit devenir l’adresse e-mail de votre compte Mailferry. Merci de confirmer que vous y recevez vos messages :

[Confirmer l’adresse]({{link}})

Ce lien ne fonctionne qu’une fois, jusqu’au {{expiresAt}}. Si vous n’avez rien demandé, ignorez ce message : rien ne change.`,
  },
  'email-changed': {
    subject: 'L’adresse e-mail de votre compte Mailferry a été modifiée',
    body: `{{greeting}}

Votre compte Mailferry a une nouvelle adresse e-mail depuis le {{changedAt}} : **{{newAddress}}**. Utilisez-la désormais pour vous connecter.

Si ce n’est pas vous, prévenez immédiatement un propriétaire de **{{company}}**.`,
  },
  'two-factor-reset': {
    subject: 'La connexion à deux facteurs de votre compte Mailferry a été désactivée',
    body: `{{greeting}}

{{resetBy}} a désactivé la connexion à deux facteurs de votre compte Mailferry le {{changedAt}}. Votre mot de passe suffit maintenant pour vous connecter.

Merci de la configurer à nouveau, sous Settings, Security. Si vous n’avez rien demandé, contactez {{resetBy}} chez **{{company}}**.`,
  },
  'credential-request': {
    subject: 'Votre boîte mail déménage : merci de saisir vos identifiants',
    body: `{{greeting}}

{{company}} transfère votre boîte mail **{{mailbox}}** vers un nouveau fournisseur pour {{customer}}. Pour copier vos e-mails, votre calendrier et vos contacts, nous avons besoin des identifiants de votre boîte actuelle.

[Saisir mes identifiants]({{link}})

Cela prend environ une minute. Votre mot de passe est chiffré, sert uniquement à copier votre boîte mail et est supprimé après le transfert.

Ce lien est personnel et valable jusqu’au {{expiresAt}}. Merci de ne pas transférer ce message.

Vous doutez de l’authenticité de ce message ? Contactez {{contact}} avant d’ouvrir le lien.`,
  },
  reminder: {
    subject: 'Rappel : merci de saisir les identifiants de votre boîte mail',
    body: `{{greeting}}

Tout est prêt pour transférer votre boîte mail **{{mailbox}}**. Il ne nous manque que vos identifiants.

[Saisir mes identifiants]({{link}})

Cela prend environ une minute. Ce lien est personnel et valable jusqu’au {{expiresAt}}.

Une question ? {{contact}} vous aidera volontiers.`,
  },
  'migration-notice': {
    subject: 'Votre boîte mail passe chez un nouveau fournisseur',
    body: `{{greeting}}

{{customer}} change de fournisseur de messagerie. Votre boîte mail **{{mailbox}}** sera transférée le **{{startAt}}**.

- Vos e-mails, votre calendrier, vos contacts et vos tâches sont copiés pour vous.
- Vous pouvez continuer à travailler pendant ce temps.
- Votre nouvelle boîte mail est **{{newAddress}}**.

Vous n’avez rien à faire pour le moment. Nous vous écrirons de nouveau dès que votre nouvelle boîte sera prête.

Une question ? {{contact}} vous aidera volontiers.`,
  },
  completion: {
    subject: 'Votre nouvelle boîte mail est prête',
    body: `{{greeting}}

Votre boîte mail a été transférée. Utilisez désormais **{{newAddress}}**.

- Éléments copiés : {{items}}
- Taille : {{size}}

Il vous manque quelque chose ? Contactez {{contact}}. Rien n’a été supprimé de votre ancienne boîte {{mailbox}}.`,
  },
  failure: {
    subject: 'La migration de {{mailbox}} a échoué',
    body: `{{greeting}}

La boîte mail **{{mailbox}}** du projet **{{project}}** n’a pas pu être migrée.

**Cause :** {{cause}}

**Que faire :** {{remedy}}

[Ouvrir la boîte mail]({{link}})`,
  },
  statistics: {
    subject: '{{project}} : {{mailboxesDone}} boîtes mail migrées sur {{mailboxesTotal}}',
    body: `{{greeting}}

Voici l’état actuel du projet **{{project}}** pour {{customer}}.

- Boîtes mail : {{mailboxesDone}} sur {{mailboxesTotal}}
- Éléments : {{items}}
- Taille : {{size}}
- Erreurs : {{errors}}
- Début : {{startedAt}}
- Dernière activité : {{endedAt}}

[Ouvrir le projet]({{link}})`,
  },
  'outlook-instructions': {
    subject: 'Configurer Outlook pour votre nouvelle boîte mail',
    body: `{{greeting}}

Votre nouvelle boîte mail **{{newAddress}}** est prête. Voici comment l’ouvrir dans Outlook sur votre ordinateur Windows :

1. Téléchargez l’assistant Outlook avec le bouton ci-dessous, puis ouvrez-le.
2. Fermez Outlook lorsque l’assistant vous le demande.
3. Redémarrez Outlook. Il ouvre votre nouvelle boîte mail.

[Télécharger l’assistant Outlook]({{link}})

Votre ancien profil Outlook est conservé : vous pouvez revenir en arrière à tout moment. Sur votre téléphone, ajoutez le compte **{{newAddress}}** dans votre application de messagerie.

Besoin d’aide ? {{contact}} est à votre disposition chez {{customer}}.`,
  },
  'provider-script': {
    subject: 'Script PowerShell pour la migration de {{customer}}',
    body: `{{greeting}}

**{{sender}}**, de **{{company}}**, prépare la migration des boîtes aux lettres de {{customer}} et vous prie d’exécuter le script ci-dessous sur vos serveurs Exchange.

{{note}}

1. Copiez le script dans un fichier texte et enregistrez-le sous le nom {{fileName}}.
2. Ouvrez Exchange Management Shell et exécutez-y le fichier.
3. Envoyez-nous les dernières lignes affichées.

Le début du script explique en anglais ce qu’il fait, pourquoi, et comment l’annuler. Pour voir ce qu’il ferait sans rien modifier, donnez-y à $preview la valeur $true.

{{script}}`,
  },
  'webhook-paused': {
    subject: 'Le webhook « {{webhookName}} » est en pause',
    body: `{{greeting}}

Mailferry a mis en pause le webhook **{{webhookName}}**. Il n’envoie plus rien tant que vous ne le relancez pas.

- Adresse : {{webhookUrl}}
- Raison : {{reason}}

Les envois qui ne sont pas arrivés sont conservés. Vous pourrez les renvoyer une fois la cause corrigée.

[Ouvrir les webhooks]({{settingsUrl}})`,
  },
  test: {
    subject: 'Message de test de Mailferry',
    body: `{{greeting}}

Ce message montre que les paramètres de messagerie de **{{company}}** fonctionnent. Vous n’avez rien à faire.`,
  },
};
