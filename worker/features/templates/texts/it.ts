import type { Texts } from './texts.ts';

export const IT: Texts = {
  invitation: {
    subject: '{{inviterName}} La invita in {{company}} su Mailferry',
    body: `{{greeting}}

{{inviterName}} La invita a entrare in **{{company}}** su Mailferry, lo strumento con cui il team trasferisce caselle di posta a nuovi provider.

[Accetta l’invito]({{link}})

Il link è valido fino a {{expiresAt}}. Se non aspettava questo invito, può ignorare questo messaggio.`,
  },
  'password-reset': {
    subject: 'Reimposti la Sua password di Mailferry',
    body: `{{greeting}}

Qualcuno ha chiesto di reimpostare la password del Suo account Mailferry. Se è stato Lei, scelga una nuova password:

[Scegli una nuova password]({{link}})

Il link funziona una sola volta, fino a {{expiresAt}}. Se non è stato Lei, ignori questo messaggio: la Sua password resta invariata.`,
  },
  'password-changed': {
    subject: 'La Sua password di Mailferry è stata modificata',
    body: `{{greeting}}

La password del Suo account Mailferry è stata modificata: {{changedAt}}. Tutti gli altri dispositivi sono stati disconnessi.

Se non è stato Lei, apra la pagina di accesso di Mailferry, scelga “Forgot password” e imposti una nuova password. Poi informi un proprietario di **{{company}}**.`,
  },
  'email-confirmation': {
    subject: 'Confermi il Suo indirizzo e-mail per Mailferry',
    body: `{{greeting}}

**{{newAddress}}** sta per diventare l’indirizzo e-mail del Suo account Mailferry. Confermi che riceve i messaggi a questo indirizzo:

[Conferma l’indirizzo]({{link}})

Il link funziona una sola volta, fino a {{expiresAt}}. Se non l’ha chiesto Lei, ignori questo messaggio: non cambia nulla.`,
  },
  'email-changed': {
    subject: 'L’indirizzo e-mail del Suo account Mailferry è stato modificato',
    body: `{{greeting}}

Il Suo account Mailferry ha un nuovo indirizzo e-mail: **{{newAddress}}**. È stato modificato il {{changedAt}}. D’ora in poi lo usi per accedere.

Se non è stato Lei, informi subito un proprietario di **{{company}}**.`,
  },
  'two-factor-reset': {
    subject: 'La verifica in due passaggi del Suo account Mailferry è stata disattivata',
    body: `{{greeting}}

{{resetBy}} ha disattivato la verifica in due passaggi del Suo account Mailferry: {{changedAt}}. Ora può accedere con la sola password.

La configuri di nuovo in Settings, Security. Se non l’ha chiesto Lei, contatti {{resetBy}} presso **{{company}}**.`,
  },
  'credential-request': {
    subject: 'La Sua casella di posta si trasferisce: inserisca i dati di accesso',
    body: `{{greeting}}

{{company}} sta trasferendo la Sua casella di posta **{{mailbox}}** a un nuovo provider per conto di {{customer}}. Per copiare e-mail, calendario e contatti ci servono i dati di accesso della Sua casella attuale.

[Inserisci i dati di accesso]({{link}})

Basta circa un minuto. La Sua password viene crittografata, usata solo per copiare la casella ed eliminata dopo il trasferimento.

Il link è personale ed è valido fino a {{expiresAt}}. La preghiamo di non inoltrare questo messaggio.

Non è sicuro che questo messaggio sia autentico? Chieda a {{contact}} prima di aprire il link.`,
  },
  reminder: {
    subject: 'Promemoria: inserisca i dati di accesso della Sua casella',
    body: `{{greeting}}

È tutto pronto per trasferire la Sua casella di posta **{{mailbox}}**. Ci mancano solo i Suoi dati di accesso.

[Inserisci i dati di accesso]({{link}})

Basta circa un minuto. Il link è personale ed è valido fino a {{expiresAt}}.

Ha una domanda? {{contact}} La aiuterà volentieri.`,
  },
  'migration-notice': {
    subject: 'La Sua casella di posta passa a un nuovo provider',
    body: `{{greeting}}

{{customer}} passa a un nuovo provider di posta. Data del trasferimento della Sua casella **{{mailbox}}**: **{{startAt}}**.

- E-mail, calendario, contatti e attività vengono copiati per Lei.
- Nel frattempo può continuare a lavorare.
- La Sua nuova casella è **{{newAddress}}**.

Per ora non deve fare nulla. Le scriveremo di nuovo quando la nuova casella sarà pronta.

Ha una domanda? {{contact}} La aiuterà volentieri.`,
  },
  completion: {
    subject: 'La Sua nuova casella di posta è pronta',
    body: `{{greeting}}

La Sua casella di posta è stata trasferita. Da ora in poi usi **{{newAddress}}**.

- Elementi copiati: {{items}}
- Dimensioni: {{size}}

Manca qualcosa? Si rivolga a {{contact}}. Dalla Sua vecchia casella {{mailbox}} non è stato eliminato nulla.`,
  },
  failure: {
    subject: 'Migrazione di {{mailbox}} non riuscita',
    body: `{{greeting}}

Non è stato possibile migrare la casella **{{mailbox}}** del progetto **{{project}}**.

**Causa:** {{cause}}

**Che cosa fare:** {{remedy}}

[Apri la casella]({{link}})`,
  },
  statistics: {
    subject: '{{project}}: {{mailboxesDone}} caselle migrate su {{mailboxesTotal}}',
    body: `{{greeting}}

Ecco lo stato attuale del progetto **{{project}}** per {{customer}}.

- Caselle: {{mailboxesDone}} su {{mailboxesTotal}}
- Elementi: {{items}}
- Dimensioni: {{size}}
- Errori: {{errors}}
- Inizio: {{startedAt}}
- Ultima attività: {{endedAt}}

[Apri il progetto]({{link}})`,
  },
  'outlook-instructions': {
    subject: 'Configuri Outlook per la Sua nuova casella',
    body: `{{greeting}}

La Sua nuova casella **{{newAddress}}** è pronta. Ecco come aprirla in Outlook sul Suo computer Windows:

1. Scarichi l’assistente per Outlook con il pulsante qui sotto e lo apra.
2. Chiuda Outlook quando l’assistente glielo chiede.
3. Riavvii Outlook. Si aprirà la Sua nuova casella.

[Scarica l’assistente per Outlook]({{link}})

Il Suo vecchio profilo di Outlook viene conservato, quindi può tornare indietro in qualsiasi momento. Sul telefono, aggiunga l’account **{{newAddress}}** nell’app di posta.

Le serve aiuto? {{contact}} è a Sua disposizione presso {{customer}}.`,
  },
  'provider-script': {
    subject: 'Script di PowerShell per la migrazione di {{customer}}',
    body: `{{greeting}}

**{{sender}}** di **{{company}}** prepara la migrazione delle caselle di posta di {{customer}} e La prega di eseguire lo script seguente sui Suoi server Exchange.

{{note}}

1. Copi lo script in un file di testo e lo salvi come {{fileName}}.
2. Apra Exchange Management Shell ed esegua lì il file.
3. Ci invii le ultime righe visualizzate.

All’inizio dello script è spiegato in inglese che cosa fa, perché e come annullarlo. Per vedere che cosa farebbe senza modificare nulla, imposti lì $preview su $true.

{{script}}`,
  },
  'webhook-paused': {
    subject: 'Il webhook “{{webhookName}}” è in pausa',
    body: `{{greeting}}

Mailferry ha messo in pausa il webhook **{{webhookName}}**. Non invierà nulla finché non lo riattiva.

- Indirizzo: {{webhookUrl}}
- Motivo: {{reason}}

Gli invii non arrivati vengono conservati. Potrà ripeterli dopo aver risolto la causa.

[Apri i webhook]({{settingsUrl}})`,
  },
  test: {
    subject: 'Messaggio di prova di Mailferry',
    body: `{{greeting}}

Questo messaggio dimostra che le impostazioni di posta di **{{company}}** funzionano. Non deve fare nulla.`,
  },
};
