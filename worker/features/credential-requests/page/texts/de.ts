import type { PageTexts } from './texts.ts';

export const DE: PageTexts = {
  formTitle: 'Melden Sie sich bei Ihrem Postfach an',
  intro:
    '{company} zieht Ihr Postfach {mailbox} im Auftrag von {customer} zu einem neuen Anbieter um. Damit wir Ihre E-Mails, Termine und Kontakte kopieren können, brauchen wir einmal Ihre Anmeldung.',
  introOwn:
    '{company} zieht Ihr Postfach {mailbox} zu einem neuen Anbieter um. Damit wir Ihre E-Mails, Termine und Kontakte kopieren können, brauchen wir einmal Ihre Anmeldung.',
  sideTitle: { source: 'Ihr bisheriges Postfach', destination: 'Ihr neues Postfach' },
  server: 'Server: {host}',
  login: 'E-Mail-Adresse oder Benutzername',
  loginHint: 'Das, womit Sie sich bei diesem Postfach anmelden.',
  password: 'Passwort',
  passwordHint: {
    source: 'Das Passwort, das Sie heute für dieses Postfach verwenden.',
    destination: 'Das Passwort, das Sie für das neue Postfach erhalten haben.',
  },
  showPassword: 'Passwort anzeigen',
  hidePassword: 'Passwort verbergen',
  submit: 'Prüfen und weiter',
  submitHint: 'Wir prüfen Ihre Anmeldung sofort. Das kann eine halbe Minute dauern.',
  busy: 'Wird geprüft …',
  accepted: 'Liegt uns vor. Hier müssen Sie nichts mehr eingeben.',
  next: {
    title: 'Wie es weitergeht',
    items: [
      'Wir prüfen Ihre Anmeldung beim Server.',
      'Danach beginnt das Kopieren automatisch. Sie können weiterarbeiten, und in Ihrem bisherigen Postfach wird nichts gelöscht.',
      'Diese Seite zeigt Ihnen, wie weit das Kopieren ist.',
    ],
  },
  kept: {
    title: 'Was mit Ihrem Passwort geschieht',
    items: [
      'Es wird verschlüsselt gespeichert und niemandem angezeigt, auch {company} nicht.',
      'Es wird nur zum Kopieren Ihres Postfachs verwendet.',
    ],
    deletedAfter: 'Es wird spätestens {count} Tage nach dem letzten Kopieren gelöscht.',
    deletedAtEnd: 'Es wird gelöscht, wenn der Umzug abgeschlossen ist.',
  },
  ask: {
    title: 'Sie sind nicht sicher?',
    text: 'Wenn Sie nicht wissen, ob diese Anfrage echt ist, oder Hilfe brauchen, fragen Sie {contact}. Am sichersten verwenden Sie dafür Kontaktdaten, die Sie schon kennen.',
  },
  validUntil: 'Dieser Link ist nur für Sie bestimmt. Er gilt bis {date}.',
  language: 'Sprache',
  errorTitle: 'Fehler',
  missing: {
    login: 'Geben Sie Ihre E-Mail-Adresse oder Ihren Benutzernamen ein.',
    password: 'Geben Sie Ihr Passwort ein.',
    tooLong: 'Diese Eingabe ist zu lang.',
  },
  refusals: {
    'wrong-password': {
      title: 'Die Anmeldung wurde nicht angenommen',
      text: 'Benutzername oder Passwort ist falsch. Bitte prüfen Sie beides. Achten Sie beim Passwort auf Groß- und Kleinschreibung.',
    },
    locked: {
      title: 'Ihr Konto ist zurzeit gesperrt',
      text: 'Der Server hat es gesperrt, meist nach mehreren falschen Passwörtern. Warten Sie eine halbe Stunde, bevor Sie es noch einmal versuchen, oder bitten Sie {contact}, es zu entsperren.',
    },
    'password-expired': {
      title: 'Ihr Passwort ist abgelaufen',
      text: 'Der Server verlangt ein neues Passwort. Ändern Sie es dort, wo Sie sonst Ihre E-Mails lesen, und geben Sie dann hier das neue ein.',
    },
    disabled: {
      title: 'Ihr Konto ist deaktiviert',
      text: 'Der Server lässt keine Anmeldung mit diesem Konto zu. Bitte wenden Sie sich an {contact}.',
    },
    'second-factor': {
      title: 'Dieses Postfach verlangt einen zweiten Schritt bei der Anmeldung',
      text: 'Der Server verlangt mehr als ein Passwort, zum Beispiel einen Code von Ihrem Telefon. So können wir uns nicht anmelden. Wenn Sie ein App-Passwort haben, geben Sie es hier ein. Andernfalls wenden Sie sich bitte an {contact}. Ihr Passwort wurde nicht gespeichert.',
    },
    'other-mailbox': {
      title: 'Diese Anmeldung öffnet Ihr Postfach nicht',
      text: 'Das Passwort stimmt, gehört aber zu einem Konto ohne Zugriff auf dieses Postfach. Geben Sie den Benutzernamen von {mailbox} ein.',
    },
  },
  triesLeft: {
    one: 'Sie können es jetzt noch einmal versuchen.',
    other: 'Sie können es jetzt noch {count}-mal versuchen.',
  },
  limitedTitle: 'Zu viele Versuche',
  limitedUntil:
    'Damit der Server Ihr Konto nicht sperrt, warten Sie bitte bis {time} und versuchen Sie es dann noch einmal.',
  limited:
    'Damit der Server Ihr Konto nicht sperrt, sind hier keine weiteren Versuche möglich. Bitte wenden Sie sich an {contact}.',
  pending: {
    title: 'Wir haben Ihre Anmeldung gespeichert',
    reasons: {
      unreachable: 'Der Mailserver ist zurzeit nicht erreichbar. Das liegt nicht an Ihnen.',
      busy: 'Der Mailserver ist zurzeit überlastet. Das liegt nicht an Ihnen.',
      certificate: 'Zurzeit ist keine sichere Verbindung zum Mailserver möglich. Das liegt nicht an Ihnen.',
      'access-off': 'Der Mailserver lässt uns noch nicht zu. {contact} muss das freigeben. Das liegt nicht an Ihnen.',
      other: 'Der Mailserver konnte Ihre Anmeldung nicht prüfen. Das liegt nicht an Ihnen.',
    },
    text: 'Sie können diese Seite schließen. Wir bewahren Ihre Eingabe verschlüsselt auf und prüfen sie automatisch noch einmal. Wenn etwas damit nicht stimmt, erhalten Sie eine Nachricht.',
    change: 'Eingabe ändern',
    back: 'Eingabe so lassen',
  },
  progress: {
    title: 'Ihr Postfach',
    received: 'Vielen Dank. Ihre Anmeldung wurde angenommen.',
    stages: {
      waiting: { title: 'Wartet auf den Start', text: 'Das Kopieren beginnt automatisch. Sie müssen nichts tun.' },
      checking: { title: 'Wird vorbereitet', text: 'Wir sehen uns Ihre Ordner an.' },
      copying: { title: 'Wird kopiert', text: 'Sie können in Ihrem Postfach weiterarbeiten.' },
      paused: { title: 'Pausiert', text: 'Das Kopieren geht automatisch weiter. Sie müssen nichts tun.' },
      attention: {
        title: 'Unterbrochen',
        text: '{company} sieht das und kümmert sich darum. Wenn Sie eine Frage haben, wenden Sie sich an {contact}.',
      },
      verified: {
        title: 'Alles ist bereit',
        text: 'Ihre Anmeldung funktioniert. Das Kopieren beginnt zu einem späteren Zeitpunkt.',
      },
      partly: {
        title: 'Der erste Teil ist kopiert',
        text: 'Der Rest folgt später automatisch. Verwenden Sie bis dahin weiter Ihr bisheriges Postfach.',
      },
      done: {
        title: 'Kopiert',
        text: 'Ihr Postfach ist kopiert. {company} sagt Ihnen Bescheid, wenn Sie es verwenden können.',
      },
    },
    share: 'Ihr Postfach: {count}\u00A0%',
    items: 'Kopierte Elemente: {count}',
    keepLink: 'Sie können diese Seite schließen und bis {date} über den Link in Ihrer E-Mail wieder öffnen.',
    refresh: 'Aktualisieren',
  },
  ends: {
    expired: {
      title: 'Dieser Link ist abgelaufen',
      text: 'Zu Ihrer Sicherheit gilt jeder Link nur für eine begrenzte Zeit.',
    },
    revoked: {
      title: 'Dieser Link gilt nicht mehr',
      text: '{company} hat die Anfrage zurückgezogen. Sie müssen nichts tun. Wenn Sie sich hier anmelden sollten, fragen Sie {contact}.',
    },
    replaced: {
      title: 'Es gibt einen neueren Link',
      text: 'Bitte verwenden Sie den Link aus der letzten Nachricht, die Sie von uns erhalten haben. Sie können sich auch einen weiteren senden lassen.',
    },
    answered: {
      title: 'Ihre Anmeldung ist eingegangen',
      text: 'Sie müssen nichts tun. Dieser Link ist abgelaufen und zeigt deshalb keinen Fortschritt mehr.',
    },
  },
  newLink: {
    button: 'Neuen Link senden',
    to: 'Er geht an {mailbox}.',
    sentTitle: 'Ein neuer Link ist unterwegs',
    sent: 'Wir haben ihn an {mailbox} gesendet. Das kann einige Minuten dauern. Sehen Sie bitte auch im Spam-Ordner nach.',
    limited:
      'Ihnen wurde vor Kurzem ein neuer Link gesendet. Suchen Sie ihn in Ihrem Posteingang und im Spam-Ordner, oder fragen Sie {contact}.',
  },
  notFound: {
    title: 'Diesen Link gibt es nicht',
    text: 'Prüfen Sie, ob Sie den ganzen Link aus Ihrer E-Mail kopiert haben, oder öffnen Sie ihn dort noch einmal.',
  },
  tooMany: {
    title: 'Zu viele Anfragen',
    text: 'Bitte warten Sie einige Minuten und versuchen Sie es dann noch einmal.',
  },
  failed: {
    title: 'Etwas ist schiefgegangen',
    text: 'Es ist nichts verloren gegangen. Bitte versuchen Sie es in einigen Minuten noch einmal.',
  },
  tooLarge: {
    title: 'Die Eingabe konnte nicht gelesen werden',
    text: 'Gehen Sie zurück zum Formular und versuchen Sie es noch einmal.',
  },
  foreign: {
    title: 'Die Eingabe wurde nicht angenommen',
    text: 'Sie kam nicht von dieser Seite. Öffnen Sie den Link in Ihrer E-Mail noch einmal und verwenden Sie das Formular dort.',
  },
  preview: { title: 'Vorschau', text: 'Das sieht der Benutzer. Von hier aus kann nichts gesendet werden.' },
};
