import type { PageTexts } from './texts.ts';

export const NL: PageTexts = {
  formTitle: 'Meld u aan bij uw mailbox',
  intro:
    '{company} verhuist uw mailbox {mailbox} in opdracht van {customer} naar een nieuwe provider. Om uw e-mails, agenda en contacten te kopiëren, moet u zich één keer aanmelden.',
  introOwn:
    '{company} verhuist uw mailbox {mailbox} naar een nieuwe provider. Om uw e-mails, agenda en contacten te kopiëren, moet u zich één keer aanmelden.',
  sideTitle: { source: 'Uw huidige mailbox', destination: 'Uw nieuwe mailbox' },
  server: 'Server: {host}',
  login: 'E-mailadres of gebruikersnaam',
  loginHint: 'Wat u invult als u zich bij deze mailbox aanmeldt.',
  password: 'Wachtwoord',
  passwordHint: {
    source: 'Het wachtwoord dat u nu voor deze mailbox gebruikt.',
    destination: 'Het wachtwoord dat u voor de nieuwe mailbox hebt gekregen.',
  },
  showPassword: 'Wachtwoord weergeven',
  hidePassword: 'Wachtwoord verbergen',
  submit: 'Controleren en doorgaan',
  submitHint: 'We controleren uw gegevens meteen. Dat kan een halve minuut duren.',
  busy: 'Bezig met controleren …',
  accepted: 'Ontvangen. U hoeft hier niets meer in te vullen.',
  next: {
    title: 'Wat er daarna gebeurt',
    items: [
      'We controleren uw gegevens bij de server.',
      'Daarna begint het kopiëren automatisch. U kunt gewoon doorwerken en er wordt niets uit uw huidige mailbox verwijderd.',
      'Op deze pagina ziet u hoe ver het kopiëren is.',
    ],
  },
  kept: {
    title: 'Wat er met uw wachtwoord gebeurt',
    items: [
      'Het wordt versleuteld bewaard en aan niemand getoond, ook niet aan {company}.',
      'Het wordt alleen gebruikt om uw mailbox te kopiëren.',
    ],
    deletedAfter: 'Het wordt uiterlijk {count} dagen na de laatste kopie verwijderd.',
    deletedAtEnd: 'Het wordt verwijderd zodra de migratie is afgerond.',
  },
  ask: {
    title: 'Twijfelt u?',
    text: 'Weet u niet of dit verzoek echt is, of hebt u hulp nodig? Neem dan contact op met {contact}. Het veiligst zijn contactgegevens die u al kent.',
  },
  validUntil: 'Deze link is alleen voor u bedoeld. Hij is geldig tot {date}.',
  language: 'Taal',
  errorTitle: 'Fout',
  missing: {
    login: 'Vul uw e-mailadres of gebruikersnaam in.',
    password: 'Vul uw wachtwoord in.',
    tooLong: 'Deze invoer is te lang.',
  },
  refusals: {
    'wrong-password': {
      title: 'De gegevens zijn niet geaccepteerd',
      text: 'De gebruikersnaam of het wachtwoord is onjuist. Controleer beide. Let in het wachtwoord op hoofdletters en kleine letters.',
    },
    locked: {
      title: 'Uw account is op dit moment geblokkeerd',
      text: 'De server heeft het geblokkeerd, meestal na meerdere onjuiste wachtwoorden. Wacht een half uur voordat u het opnieuw probeert, of vraag {contact} om het te deblokkeren.',
    },
    'password-expired': {
      title: 'Uw wachtwoord is verlopen',
      text: 'De server vraagt om een nieuw wachtwoord. Wijzig het waar u normaal uw e-mail leest en vul het nieuwe daarna hier in.',
    },
    disabled: {
      title: 'Uw account is uitgeschakeld',
      text: 'De server staat aanmelden met dit account niet toe. Neem contact op met {contact}.',
    },
    'second-factor': {
      title: 'Deze mailbox vraagt om een tweede stap bij het aanmelden',
      text: 'De server vraagt meer dan een wachtwoord, bijvoorbeeld een code van uw telefoon. Op die manier kunnen wij ons niet aanmelden. Hebt u een app-wachtwoord? Vul dat dan hier in. Neem anders contact op met {contact}. Uw wachtwoord is niet opgeslagen.',
    },
    'other-mailbox': {
      title: 'Met deze gegevens gaat uw mailbox niet open',
      text: 'Het wachtwoord klopt, maar hoort bij een account zonder toegang tot deze mailbox. Vul de gebruikersnaam van {mailbox} in.',
    },
  },
  triesLeft: {
    one: 'U kunt het nu nog één keer proberen.',
    other: 'U kunt het nu nog {count} keer proberen.',
  },
  limitedTitle: 'Te veel pogingen',
  limitedUntil: 'Wacht tot {time} en probeer het dan opnieuw, zodat de server uw account niet blokkeert.',
  limited:
    'Meer pogingen zijn hier niet mogelijk, zodat de server uw account niet blokkeert. Neem contact op met {contact}.',
  pending: {
    title: 'We hebben uw gegevens bewaard',
    reasons: {
      unreachable: 'De mailserver is op dit moment niet bereikbaar. Dat ligt niet aan u.',
      busy: 'De mailserver is op dit moment overbelast. Dat ligt niet aan u.',
      certificate: 'Een beveiligde verbinding met de mailserver is op dit moment niet mogelijk. Dat ligt niet aan u.',
      'access-off': 'De mailserver laat ons nog niet toe. {contact} moet dat toestaan. Dat ligt niet aan u.',
      other: 'De mailserver kon uw gegevens niet controleren. Dat ligt niet aan u.',
    },
    text: 'U kunt deze pagina sluiten. We bewaren uw gegevens versleuteld en controleren ze automatisch opnieuw. Als er iets niet klopt, krijgt u een bericht.',
    change: 'Mijn gegevens wijzigen',
    back: 'Mijn gegevens zo laten',
  },
  progress: {
    title: 'Uw mailbox',
    received: 'Dank u wel. Uw gegevens zijn geaccepteerd.',
    stages: {
      waiting: { title: 'Wacht op de start', text: 'Het kopiëren begint automatisch. U hoeft niets te doen.' },
      checking: { title: 'Wordt voorbereid', text: 'We bekijken uw mappen.' },
      copying: { title: 'Wordt gekopieerd', text: 'U kunt gewoon in uw mailbox doorwerken.' },
      paused: { title: 'Gepauzeerd', text: 'Het kopiëren gaat automatisch verder. U hoeft niets te doen.' },
      attention: {
        title: 'Onderbroken',
        text: '{company} ziet dit en lost het op. Hebt u een vraag? Neem dan contact op met {contact}.',
      },
      verified: { title: 'Alles is klaar', text: 'Uw gegevens werken. Het kopiëren begint op een later moment.' },
      partly: {
        title: 'Het eerste deel is gekopieerd',
        text: 'De rest volgt later automatisch. Blijf tot dan uw huidige mailbox gebruiken.',
      },
      done: {
        title: 'Gekopieerd',
        text: 'Uw mailbox is gekopieerd. {company} laat u weten wanneer u hem kunt gebruiken.',
      },
    },
    share: 'Uw mailbox: {count}%',
    items: 'Gekopieerde items: {count}',
    keepLink: 'U kunt deze pagina sluiten en tot {date} weer openen met de link in uw e-mail.',
    refresh: 'Vernieuwen',
  },
  ends: {
    expired: {
      title: 'Deze link is verlopen',
      text: 'Voor uw veiligheid is elke link maar een beperkte tijd geldig.',
    },
    revoked: {
      title: 'Deze link is niet meer geldig',
      text: '{company} heeft dit verzoek ingetrokken. U hoeft niets te doen. Had u verwacht dat u zich hier kon aanmelden? Vraag het dan aan {contact}.',
    },
    replaced: {
      title: 'Er is een nieuwere link',
      text: 'Gebruik de link in het laatste bericht dat u van ons hebt gekregen. U kunt ook een andere laten sturen.',
    },
    answered: {
      title: 'We hebben uw gegevens ontvangen',
      text: 'U hoeft niets te doen. Deze link is verlopen en toont daarom geen voortgang meer.',
    },
  },
  newLink: {
    button: 'Stuur mij een nieuwe link',
    to: 'Hij gaat naar {mailbox}.',
    sentTitle: 'Er is een nieuwe link onderweg',
    sent: 'We hebben hem naar {mailbox} gestuurd. Dat kan een paar minuten duren. Kijk ook in de map met ongewenste e-mail.',
    limited:
      'U hebt kort geleden al een nieuwe link gekregen. Zoek hem in uw Postvak IN en in de map met ongewenste e-mail, of vraag {contact}.',
  },
  notFound: {
    title: 'Deze link bestaat niet',
    text: 'Controleer of u de hele link uit uw e-mail hebt gekopieerd, of open hem daar opnieuw.',
  },
  tooMany: { title: 'Te veel verzoeken', text: 'Wacht een paar minuten en probeer het opnieuw.' },
  failed: {
    title: 'Er is iets misgegaan',
    text: 'Er is niets verloren gegaan. Probeer het over een paar minuten opnieuw.',
  },
  tooLarge: {
    title: 'De invoer kon niet worden gelezen',
    text: 'Ga terug naar het formulier en probeer het opnieuw.',
  },
  foreign: {
    title: 'De invoer is niet geaccepteerd',
    text: 'Die kwam niet van deze pagina. Open de link in uw e-mail opnieuw en gebruik het formulier daar.',
  },
  preview: { title: 'Voorbeeld', text: 'Dit ziet de gebruiker. Van hieruit kan niets worden verzonden.' },
};
