import type { PageTexts } from './texts.ts';

export const FR: PageTexts = {
  formTitle: 'Connectez-vous à votre boîte aux lettres',
  intro:
    '{company} transfère votre boîte aux lettres {mailbox} vers un nouveau fournisseur pour {customer}. Pour copier vos e-mails, votre calendrier et vos contacts, nous avons besoin que vous vous connectiez une fois.',
  introOwn:
    '{company} transfère votre boîte aux lettres {mailbox} vers un nouveau fournisseur. Pour copier vos e-mails, votre calendrier et vos contacts, nous avons besoin que vous vous connectiez une fois.',
  sideTitle: { source: 'Votre boîte aux lettres actuelle', destination: 'Votre nouvelle boîte aux lettres' },
  server: 'Serveur : {host}',
  login: 'Adresse e-mail ou nom d’utilisateur',
  loginHint: 'Ce que vous saisissez pour vous connecter à cette boîte aux lettres.',
  password: 'Mot de passe',
  passwordHint: {
    source: 'Le mot de passe que vous utilisez aujourd’hui pour cette boîte aux lettres.',
    destination: 'Le mot de passe que vous avez reçu pour la nouvelle boîte aux lettres.',
  },
  showPassword: 'Afficher le mot de passe',
  hidePassword: 'Masquer le mot de passe',
  submit: 'Vérifier et continuer',
  submitHint: 'Nous vérifions votre connexion immédiatement. Cela peut prendre une demi-minute.',
  busy: 'Vérification …',
  accepted: 'Bien reçu. Vous n’avez plus rien à saisir ici.',
  next: {
    title: 'Et ensuite ?',
    items: [
      'Nous vérifions votre connexion auprès du serveur.',
      'La copie commence ensuite automatiquement. Vous pouvez continuer à travailler, et rien n’est supprimé de votre boîte aux lettres actuelle.',
      'Cette page vous montre l’avancement de la copie.',
    ],
  },
  kept: {
    title: 'Que devient votre mot de passe ?',
    items: [
      'Il est enregistré sous forme chiffrée et n’est montré à personne, pas même à {company}.',
      'Il sert uniquement à copier votre boîte aux lettres.',
    ],
    deletedAfter: 'Il est supprimé au plus tard {count} jours après la dernière copie.',
    deletedAtEnd: 'Il est supprimé une fois la migration terminée.',
  },
  ask: {
    title: 'Vous avez un doute ?',
    text: 'Si vous ne savez pas si cette demande est authentique, ou si vous avez besoin d’aide, adressez-vous à {contact}. Le plus sûr est d’utiliser des coordonnées que vous connaissez déjà.',
  },
  validUntil: 'Ce lien vous est strictement personnel. Il est valable jusqu’au {date}.',
  language: 'Langue',
  errorTitle: 'Erreur',
  missing: {
    login: 'Saisissez votre adresse e-mail ou votre nom d’utilisateur.',
    password: 'Saisissez votre mot de passe.',
    tooLong: 'Cette saisie est trop longue.',
  },
  refusals: {
    'wrong-password': {
      title: 'La connexion a été refusée',
      text: 'Le nom d’utilisateur ou le mot de passe est incorrect. Vérifiez les deux. Le mot de passe distingue les majuscules et les minuscules.',
    },
    locked: {
      title: 'Votre compte est actuellement verrouillé',
      text: 'Le serveur l’a verrouillé, en général après plusieurs mots de passe incorrects. Attendez une demi-heure avant de réessayer, ou demandez à {contact} de le déverrouiller.',
    },
    'password-expired': {
      title: 'Votre mot de passe a expiré',
      text: 'Le serveur exige un nouveau mot de passe. Changez-le là où vous lisez habituellement vos e-mails, puis saisissez le nouveau ici.',
    },
    disabled: {
      title: 'Votre compte est désactivé',
      text: 'Le serveur n’autorise pas ce compte à se connecter. Veuillez vous adresser à {contact}.',
    },
    'second-factor': {
      title: 'Cette boîte aux lettres exige une deuxième étape de connexion',
      text: 'Le serveur demande plus qu’un mot de passe, par exemple un code reçu sur votre téléphone. Nous ne pouvons pas nous connecter de cette façon. Si vous avez un mot de passe d’application, saisissez-le ici. Sinon, veuillez vous adresser à {contact}. Votre mot de passe n’a pas été enregistré.',
    },
    'other-mailbox': {
      title: 'Cette connexion n’ouvre pas votre boîte aux lettres',
      text: 'Le mot de passe est correct, mais il appartient à un compte qui n’a pas accès à cette boîte aux lettres. Saisissez le nom d’utilisateur de {mailbox}.',
    },
  },
  triesLeft: {
    one: 'Vous pouvez réessayer encore une fois maintenant.',
    other: 'Vous pouvez réessayer encore {count} fois maintenant.',
  },
  limitedTitle: 'Trop de tentatives',
  limitedUntil: 'Pour que le serveur ne verrouille pas votre compte, attendez jusqu’à {time}, puis réessayez.',
  limited:
    'Pour que le serveur ne verrouille pas votre compte, aucune autre tentative n’est possible ici. Veuillez vous adresser à {contact}.',
  pending: {
    title: 'Nous avons enregistré votre saisie',
    reasons: {
      unreachable: 'Le serveur de messagerie est actuellement injoignable. Vous n’y êtes pour rien.',
      busy: 'Le serveur de messagerie est actuellement surchargé. Vous n’y êtes pour rien.',
      certificate:
        'Une connexion sécurisée au serveur de messagerie est actuellement impossible. Vous n’y êtes pour rien.',
      'access-off':
        'Le serveur de messagerie ne nous autorise pas encore à accéder à votre boîte. {contact} doit l’autoriser. Vous n’y êtes pour rien.',
      other: 'Le serveur de messagerie n’a pas pu vérifier votre connexion. Vous n’y êtes pour rien.',
    },
    text: 'Vous pouvez fermer cette page. Nous conservons votre saisie sous forme chiffrée et la vérifions de nouveau automatiquement. En cas de problème, vous recevrez un message.',
    change: 'Modifier ma saisie',
    back: 'Conserver ma saisie',
  },
  progress: {
    title: 'Votre boîte aux lettres',
    received: 'Merci. Votre connexion a été acceptée.',
    stages: {
      waiting: {
        title: 'En attente de démarrage',
        text: 'La copie commence automatiquement. Vous n’avez rien à faire.',
      },
      checking: { title: 'En préparation', text: 'Nous examinons vos dossiers.' },
      copying: { title: 'Copie en cours', text: 'Vous pouvez continuer à utiliser votre boîte aux lettres.' },
      paused: { title: 'En pause', text: 'La copie reprend automatiquement. Vous n’avez rien à faire.' },
      attention: {
        title: 'Interrompue',
        text: '{company} le voit et s’en occupe. Si vous avez une question, adressez-vous à {contact}.',
      },
      verified: { title: 'Tout est prêt', text: 'Votre connexion fonctionne. La copie commencera plus tard.' },
      partly: {
        title: 'La première partie est copiée',
        text: 'Le reste suivra automatiquement plus tard. D’ici là, continuez à utiliser votre boîte aux lettres actuelle.',
      },
      done: {
        title: 'Copie terminée',
        text: 'Votre boîte aux lettres est copiée. {company} vous préviendra quand vous pourrez l’utiliser.',
      },
    },
    share: 'Votre boîte aux lettres : {count}\u00A0%',
    items: 'Éléments copiés : {count}',
    keepLink: 'Vous pouvez fermer cette page et la rouvrir avec le lien reçu par e-mail, jusqu’au {date}.',
    refresh: 'Actualiser',
  },
  ends: {
    expired: {
      title: 'Ce lien a expiré',
      text: 'Pour votre sécurité, chaque lien n’est valable que pendant une durée limitée.',
    },
    revoked: {
      title: 'Ce lien n’est plus valable',
      text: '{company} a annulé cette demande. Vous n’avez rien à faire. Si vous deviez vous connecter ici, adressez-vous à {contact}.',
    },
    replaced: {
      title: 'Il existe un lien plus récent',
      text: 'Veuillez utiliser le lien du dernier message que vous avez reçu de notre part. Vous pouvez aussi en demander un autre.',
    },
    answered: {
      title: 'Nous avons bien reçu votre connexion',
      text: 'Vous n’avez rien à faire. Ce lien a expiré et n’affiche donc plus l’avancement.',
    },
  },
  newLink: {
    button: 'M’envoyer un nouveau lien',
    to: 'Il sera envoyé à {mailbox}.',
    sentTitle: 'Un nouveau lien est en route',
    sent: 'Nous l’avons envoyé à {mailbox}. Cela peut prendre quelques minutes. Regardez aussi dans votre courrier indésirable.',
    limited:
      'Un nouveau lien vous a été envoyé il y a peu de temps. Cherchez-le dans votre boîte de réception et votre courrier indésirable, ou adressez-vous à {contact}.',
  },
  notFound: {
    title: 'Ce lien n’existe pas',
    text: 'Vérifiez que vous avez copié le lien entier depuis votre e-mail, ou ouvrez-le de nouveau depuis cet e-mail.',
  },
  tooMany: { title: 'Trop de demandes', text: 'Veuillez patienter quelques minutes, puis réessayer.' },
  failed: {
    title: 'Une erreur est survenue',
    text: 'Rien n’a été perdu. Veuillez réessayer dans quelques minutes.',
  },
  tooLarge: {
    title: 'La saisie n’a pas pu être lue',
    text: 'Revenez au formulaire et réessayez.',
  },
  foreign: {
    title: 'La saisie n’a pas été acceptée',
    text: 'Elle ne provenait pas de cette page. Ouvrez de nouveau le lien de votre e-mail et utilisez le formulaire qui s’y trouve.',
  },
  preview: { title: 'Aperçu', text: 'Voici ce que voit l’utilisateur. Rien ne peut être envoyé d’ici.' },
};
