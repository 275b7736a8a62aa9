import type { PageTexts } from './texts.ts';

export const IT: PageTexts = {
  formTitle: 'Acceda alla Sua casella di posta',
  intro:
    '{company} sta trasferendo la Sua casella di posta {mailbox} a un nuovo fornitore per conto di {customer}. Per copiare e-mail, calendario e contatti, abbiamo bisogno che Lei acceda una volta.',
  introOwn:
    '{company} sta trasferendo la Sua casella di posta {mailbox} a un nuovo fornitore. Per copiare e-mail, calendario e contatti, abbiamo bisogno che Lei acceda una volta.',
  sideTitle: { source: 'La Sua casella attuale', destination: 'La Sua nuova casella' },
  server: 'Server: {host}',
  login: 'Indirizzo e-mail o nome utente',
  loginHint: 'Quello che inserisce per accedere a questa casella.',
  password: 'Password',
  passwordHint: {
    source: 'La password che usa oggi per questa casella.',
    destination: 'La password che ha ricevuto per la nuova casella.',
  },
  showPassword: 'Mostra la password',
  hidePassword: 'Nascondi la password',
  submit: 'Verifica e continua',
  submitHint: 'Verifichiamo subito l’accesso. Può richiedere mezzo minuto.',
  busy: 'Verifica in corso …',
  accepted: 'Ricevuto. Qui non deve inserire altro.',
  next: {
    title: 'Che cosa succede dopo',
    items: [
      'Verifichiamo l’accesso con il server.',
      'Poi la copia inizia automaticamente. Può continuare a lavorare e dalla casella attuale non viene cancellato nulla.',
      'Questa pagina Le mostra a che punto è la copia.',
    ],
  },
  kept: {
    title: 'Che cosa succede alla password',
    items: [
      'Viene salvata in forma cifrata e non viene mostrata a nessuno, nemmeno a {company}.',
      'Viene usata solo per copiare la Sua casella.',
    ],
    deletedAfter: 'Viene eliminata al più tardi {count} giorni dopo l’ultima copia.',
    deletedAtEnd: 'Viene eliminata al termine della migrazione.',
  },
  ask: {
    title: 'Ha dei dubbi?',
    text: 'Se non sa se questa richiesta è autentica, o se Le serve aiuto, si rivolga a {contact}. La cosa più sicura è usare recapiti che conosce già.',
  },
  validUntil: 'Questo link è riservato a Lei. È valido fino al {date}.',
  language: 'Lingua',
  errorTitle: 'Errore',
  missing: {
    login: 'Inserisca l’indirizzo e-mail o il nome utente.',
    password: 'Inserisca la password.',
    tooLong: 'Il testo inserito è troppo lungo.',
  },
  refusals: {
    'wrong-password': {
      title: 'L’accesso non è stato accettato',
      text: 'Il nome utente o la password non sono corretti. Controlli entrambi. Nella password contano maiuscole e minuscole.',
    },
    locked: {
      title: 'Il Suo account è momentaneamente bloccato',
      text: 'Il server lo ha bloccato, di solito dopo più password errate. Attenda mezz’ora prima di riprovare, o chieda a {contact} di sbloccarlo.',
    },
    'password-expired': {
      title: 'La password è scaduta',
      text: 'Il server richiede una nuova password. La cambi dove legge di solito la posta, poi inserisca qui quella nuova.',
    },
    disabled: {
      title: 'Il Suo account è disattivato',
      text: 'Il server non consente l’accesso con questo account. Si rivolga a {contact}.',
    },
    'second-factor': {
      title: 'Questa casella richiede un secondo passaggio per l’accesso',
      text: 'Il server chiede più di una password, per esempio un codice dal telefono. In questo modo non possiamo accedere. Se ha una password per le app, la inserisca qui. Altrimenti si rivolga a {contact}. La password non è stata salvata.',
    },
    'other-mailbox': {
      title: 'Questo accesso non apre la Sua casella',
      text: 'La password è corretta, ma appartiene a un account che non può aprire questa casella. Inserisca il nome utente di {mailbox}.',
    },
  },
  triesLeft: { one: 'Ora può riprovare ancora una volta.', other: 'Ora può riprovare ancora {count} volte.' },
  limitedTitle: 'Troppi tentativi',
  limitedUntil: 'Perché il server non blocchi il Suo account, attenda fino alle {time} e poi riprovi.',
  limited:
    'Perché il server non blocchi il Suo account, qui non sono possibili altri tentativi. Si rivolga a {contact}.',
  pending: {
    title: 'Abbiamo salvato i Suoi dati',
    reasons: {
      unreachable: 'Al momento il server di posta non è raggiungibile. Non dipende da Lei.',
      busy: 'Al momento il server di posta è sovraccarico. Non dipende da Lei.',
      certificate: 'Al momento non è possibile una connessione sicura al server di posta. Non dipende da Lei.',
      'access-off':
        'Il server di posta non ci consente ancora l’accesso. {contact} deve autorizzarlo. Non dipende da Lei.',
      other: 'Il server di posta non ha potuto verificare l’accesso. Non dipende da Lei.',
    },
    text: 'Può chiudere questa pagina. Conserviamo i Suoi dati in forma cifrata e li verifichiamo di nuovo automaticamente. Se qualcosa non va, riceverà un messaggio.',
    change: 'Modifica i miei dati',
    back: 'Lascia i dati come sono',
  },
  progress: {
    title: 'La Sua casella',
    received: 'Grazie. L’accesso è stato accettato.',
    stages: {
      waiting: { title: 'In attesa di iniziare', text: 'La copia inizia automaticamente. Non deve fare nulla.' },
      checking: { title: 'In preparazione', text: 'Stiamo esaminando le Sue cartelle.' },
      copying: { title: 'Copia in corso', text: 'Può continuare a lavorare nella Sua casella.' },
      paused: { title: 'In pausa', text: 'La copia riprende automaticamente. Non deve fare nulla.' },
      attention: {
        title: 'Interrotta',
        text: '{company} lo vede e se ne occupa. Se ha una domanda, si rivolga a {contact}.',
      },
      verified: { title: 'È tutto pronto', text: 'L’accesso funziona. La copia inizierà in un secondo momento.' },
      partly: {
        title: 'La prima parte è copiata',
        text: 'Il resto seguirà automaticamente in un secondo momento. Fino ad allora continui a usare la casella attuale.',
      },
      done: {
        title: 'Copia completata',
        text: 'La Sua casella è stata copiata. {company} Le farà sapere quando potrà usarla.',
      },
    },
    share: 'La Sua casella: {count}%',
    items: 'Elementi copiati: {count}',
    keepLink: 'Può chiudere questa pagina e riaprirla con il link nell’e-mail, fino al {date}.',
    refresh: 'Aggiorna',
  },
  ends: {
    expired: {
      title: 'Questo link è scaduto',
      text: 'Per la Sua sicurezza, ogni link è valido solo per un tempo limitato.',
    },
    revoked: {
      title: 'Questo link non è più valido',
      text: '{company} ha ritirato la richiesta. Non deve fare nulla. Se si aspettava di accedere qui, si rivolga a {contact}.',
    },
    replaced: {
      title: 'C’è un link più recente',
      text: 'Usi il link dell’ultimo messaggio che ha ricevuto da noi. Può anche farsene inviare un altro.',
    },
    answered: {
      title: 'Abbiamo ricevuto i Suoi dati',
      text: 'Non deve fare nulla. Questo link è scaduto e quindi non mostra più l’avanzamento.',
    },
  },
  newLink: {
    button: 'Inviatemi un nuovo link',
    to: 'Verrà inviato a {mailbox}.',
    sentTitle: 'Un nuovo link è in arrivo',
    sent: 'Lo abbiamo inviato a {mailbox}. Possono volerci alcuni minuti. Controlli anche la posta indesiderata.',
    limited:
      'Poco fa Le è stato inviato un nuovo link. Lo cerchi nella posta in arrivo e nella posta indesiderata, o si rivolga a {contact}.',
  },
  notFound: {
    title: 'Questo link non esiste',
    text: 'Controlli di aver copiato il link intero dall’e-mail, o lo riapra da lì.',
  },
  tooMany: { title: 'Troppe richieste', text: 'Attenda alcuni minuti e riprovi.' },
  failed: { title: 'Qualcosa non ha funzionato', text: 'Nulla è andato perso. Riprovi tra qualche minuto.' },
  tooLarge: { title: 'Non è stato possibile leggere i dati', text: 'Torni al modulo e riprovi.' },
  foreign: {
    title: 'I dati non sono stati accettati',
    text: 'Non provenivano da questa pagina. Riapra il link nell’e-mail e usi il modulo che trova lì.',
  },
  preview: { title: 'Anteprima', text: 'Questo è ciò che vede l’utente. Da qui non si può inviare nulla.' },
};
