import type { FailureTexts } from './english.ts';

/** Names of the app stay as the app shows them. */
export const ITALIAN: FailureTexts = {
  itSaid: 'Il suo messaggio:',
  thenStart: 'Poi avvii di nuovo il passaggio.',
  continues: 'Riprenderà da dove si era fermato.',
  continuesByItself: 'Il passaggio prosegue automaticamente.',
  nothingToDo: 'Non deve fare nulla: prosegue automaticamente.',
  liftThrottling: 'Per procedere più velocemente, chieda al provider di rimuovere la limitazione di EWS.',
  nothingRemoved: 'Non è stato rimosso nulla.',

  answerTooLarge:
    'La risposta era più grande, o annidata più in profondità, di quanto possa esserlo un elemento o un elenco. Mailferry non l’ha letta.',
  showProvider:
    'Controlli la casella di posta nella webmail. Se lì è tutto corretto, mostri il messaggio al provider: il suo server, o qualcosa posto davanti, invia risposte errate.',
  tooManyFolders: 'La casella di posta ha più cartelle di quante Mailferry ne copi da una casella.',
  fewerFolders:
    'Controlli la casella di posta nella webmail. Se le cartelle esistono davvero, ne archivi o elimini alcune. Altrimenti mostri il messaggio al provider.',
  foldersTooDeep:
    'Il server elenca cartelle dentro cartelle senza fine. Exchange stesso ammette al massimo 300 livelli.',
  folderNamesTooLong: 'I nomi delle cartelle di questa casella sono più lunghi di quanto Exchange consenta.',
  foldersWithoutEnd: 'Il server continua a inviare pagine di cartelle in cui non c’è quasi nulla di nuovo.',
  folderWithoutEnd: 'Il server continua a elencare elementi in una cartella senza arrivare alla fine.',
  hourSpent: 'Il server elenca in questa casella più elementi di quanti ne contengano le caselle più grandi.',

  credentialsRefused: 'Il server non ha accettato il nome utente e la password.',
  checkCredentials: 'Controlli entrambi e la forma del nome utente (DOMINIO\\utente o indirizzo e-mail).',
  tooManyPasswords:
    'Per questo account sono state provate più password diverse, o moltissime in questo gruppo di lavoro, e nessun server le ha accettate. Mailferry attende più a lungo prima di ogni nuovo tentativo, affinché nessuno possa indovinare le password.',
  checkPassword: 'Controlli il nome utente e la password.',
  needsConsent:
    'L’individuazione automatica indica un server che non è nell’elenco degli host dell’endpoint. Mailferry non gli ha inviato la password.',
  addHost:
    'Se l’host appartiene al provider, lo aggiunga all’elenco degli host dell’endpoint e inserisca di nuovo la password.',
  passwordForOtherServer:
    'L’indirizzo dell’endpoint è cambiato. Mailferry invia una password solo al server per cui è stata inserita.',
  enterPasswordAgain: 'Se il nuovo indirizzo è corretto, inserisca di nuovo la password.',
  passwordUnreadable: 'È stata cifrata con una chiave che Mailferry non ha più, oppure è danneggiata.',
  addOldKey: 'Inserisca di nuovo la password, oppure aggiunga la vecchia chiave a VAULT_OLD_KEYS.',
  noSignInMethod: 'Il server non offre alcun metodo di accesso supportato da Mailferry.',
  allowSignInMethod: 'Chieda al provider di consentire per EWS l’autenticazione Basic su HTTPS, oppure NTLM.',
  extendedProtection:
    'Il server lega ogni accesso NTLM al certificato della sua connessione TLS. Solo il gateway può vedere quel certificato.',
  startGateway:
    'Avvii il gateway, poi provi di nuovo la connessione dell’endpoint. Oppure chieda al provider di impostare Extended Protection su “Allow” o “Off” per EWS.',
  reEncrypted:
    'Qualcosa tra Mailferry ed Exchange cifra di nuovo la connessione con un altro certificato, quindi Extended Protection rifiuta ogni accesso. La password non è la causa.',
  exemptServer:
    'Escluda il server dall’ispezione TLS, installi il certificato di Exchange sul front-end, oppure imposti Extended Protection su “Off” per EWS.',
  passwordExpired: 'La password dell’account è scaduta.',
  setNewPassword: 'Imposti una nuova password e la inserisca nell’endpoint.',
  passwordChangeRequired: 'Il server richiede che prima venga cambiata la password dell’account.',
  changePassword: 'Acceda alla webmail, cambi la password e la inserisca nell’endpoint.',
  accountLocked: 'Il server ha bloccato l’account, di solito dopo diverse password errate.',
  unlockAccount: 'Attenda la fine del blocco, oppure sblocchi l’account.',
  accountDisabled: 'L’account è disabilitato sul server.',
  enableAccount:
    'Abiliti l’account per la durata della migrazione, oppure usi un account amministratore con diritti sulla casella di posta.',
  impersonationRoleMissing:
    'L’account dell’endpoint non ha il ruolo ApplicationImpersonation per questa casella di posta.',
  grantRoleSoon:
    'Assegni il ruolo, oppure disattivi la rappresentazione e conceda FullAccess. La modifica può richiedere un’ora per avere effetto.',
  impersonationRefused: 'Il server non consente la rappresentazione all’account dell’endpoint.',
  grantRole: 'Assegni il ruolo ApplicationImpersonation, oppure disattivi la rappresentazione e conceda FullAccess.',
  noAccess: 'L’accesso riesce, ma l’account non può aprire questa casella di posta.',
  grantAccess:
    'Conceda FullAccess sulla casella di posta, oppure il ruolo ApplicationImpersonation e attivi la rappresentazione.',
  rightMissing: 'L’account può aprire la casella di posta, ma gli manca un’autorizzazione necessaria al passaggio.',
  grantRight:
    'Gli conceda FullAccess sulla casella di posta (o ApplicationImpersonation), attenda che abbia effetto, poi verifichi di nuovo.',
  noCredentials: 'Né l’endpoint né la casella di posta hanno nome utente e password.',
  enterCredentials: 'Inserisca un account amministratore nell’endpoint, oppure una password per la casella di posta.',
  oauthOnly: 'Il server accetta solo token OAuth, non un nome utente e una password.',
  allowBasic: 'Chieda al provider di consentire l’autenticazione Basic per EWS, almeno per l’account di migrazione.',

  noSuchMailbox: 'Il server non ha alcuna casella di posta con questo indirizzo.',
  checkAddress:
    'Controlli l’indirizzo. Nella destinazione, la casella di posta deve esistere prima che il passaggio inizi.',
  wrongServer: 'La casella di posta si trova su un server a cui questo indirizzo non porta.',
  setAddress: 'Imposti nell’endpoint l’indirizzo che la webmail mostra per questa casella di posta.',
  folderNotShown: 'Il server dice di aver creato la cartella o di averla già, ma non la elenca.',
  createFolder: 'Controlli nella webmail se la cartella esiste e, in caso contrario, la crei lì.',
  manyDeletions:
    'Nell’origine mancano molti più elementi copiati di quanti se ne eliminino di solito tra due passaggi.',
  raiseDeletionLimit:
    'Controlli la casella di posta nell’origine. Se le eliminazioni sono volute, aumenti “Deletion limit” nelle opzioni del progetto, oppure conservi gli elementi eliminati.',
  errorLimit:
    'La casella di posta ha più elementi non riusciti di quanti ne ammettano le opzioni del progetto, quindi il passaggio si è fermato.',
  raiseErrorLimit:
    'Esamini gli errori: se sono molti e dello stesso tipo, spesso hanno una causa comune. Poi aumenti “Error limit” nelle opzioni, o lo lasci vuoto, e avvii un passaggio completo.',
  retryErrors: 'Per copiare gli elementi non riusciti, avvii un passaggio “Retry errors”.',
  newerLedger:
    'Una versione più recente di Mailferry ha copiato questa casella di posta. Questa versione non ha modificato il registro degli elementi.',
  runNewer: 'Usi quella versione o una successiva, poi avvii di nuovo il passaggio.',
  sourceLooksEmpty:
    'I passaggi precedenti hanno trovato cartelle ed elementi nella casella di origine. Ora il server non ne mostra nessuno.',
  checkSource:
    'Nella destinazione non è stato rimosso nulla. Controlli la casella di posta nella webmail: potrebbe essere stata spostata o ricreata, oppure l’account potrebbe aver perso la sua autorizzazione. Corregga il problema, poi avvii di nuovo il passaggio.',
  destinationLooksEmpty:
    'I passaggi precedenti hanno riempito delle cartelle nella destinazione. Ora il server non ne mostra nessuna.',
  checkDestination:
    'Controlli la casella di posta nella webmail. Se è stata ricreata, la elimini in Mailferry e la aggiunga di nuovo, così che tutto venga copiato un’altra volta. Altrimenti ripristini le autorizzazioni dell’account, poi avvii di nuovo il passaggio.',
  quota: 'La casella di destinazione ha raggiunto la sua quota.',
  raiseQuota: 'Chieda al provider di aumentare la quota, poi avvii di nuovo il passaggio.',
  syncState: 'Il server non accetta più lo stato di sincronizzazione della cartella.',
  listsAgain: 'Non deve fare nulla. Il prossimo passaggio rilegge la cartella e copia solo ciò che manca.',
  stopped: 'Qualcuno ha fermato il passaggio.',
  startAgain: 'Avvii un nuovo passaggio. Riprenderà da dove questo si è fermato.',

  gatewayUnreachable: 'Mailferry raggiunge questo server tramite il proprio gateway, e il gateway non risponde.',
  gatewayRestarts:
    'Non deve fare nulla: il gateway si riavvia automaticamente. Se continua a succedere, controlli che sia in funzione.',
  operationRefused: 'Il server risponde, ma rifiuta un’operazione EWS necessaria al passaggio.',
  askAboutOperation:
    'Chieda al provider se l’operazione è disattivata, o bloccata da un proxy davanti al server. Appena funziona, avvii di nuovo il passaggio.',
  rejectedInFront:
    'Il server accetta altri elementi. Quando una richiesta contiene questo, qualcosa davanti al server, come un firewall applicativo o un proxy, risponde con una pagina di errore.',
  letThrough:
    'Chieda a chi lo gestisce di lasciar passare le richieste a /EWS/ senza ispezionarne il contenuto, almeno quelle di Mailferry. Poi riprovi gli errori.',
  busy: 'Il server ha chiesto a Mailferry di rallentare.',
  tooManyConnections: 'Il server ammette meno connessioni contemporanee di quante Mailferry ne avesse aperte.',
  continuesWithFewer: 'Non deve fare nulla: prosegue con meno connessioni.',
  overload: 'Il server non ha completato una richiesta entro il proprio limite di tempo.',
  smallerRequests:
    'Non deve fare nulla: prosegue con richieste più piccole. Se continua a succedere, avvii un passaggio in un momento più tranquillo.',
  transient: 'Sul server si è verificato un errore di solito temporaneo.',
  withinAnHour: 'Se non riprende entro un’ora, chieda al provider, poi avvii di nuovo il passaggio.',
  version: 'Il server non accetta la versione di Exchange Web Services indicata nella richiesta.',
  readVersionAgain: 'Provi la connessione dell’endpoint, che rilegge la versione del server.',
  tlsFailed: 'Mailferry ha raggiunto il server, ma la connessione TLS non è riuscita.',
  testConnection: 'Provi la connessione dell’endpoint, che mostra il motivo.',
  unreachable: 'Il nome del server è sconosciuto, oppure la connessione non è riuscita.',
  checkServer: 'Controlli l’indirizzo dell’endpoint e che il server sia in funzione.',
  notExchange: 'Il server risponde, ma non come Exchange Web Services.',
  exchangeAddress: 'Controlli l’indirizzo dell’endpoint. Con Exchange termina in /EWS/Exchange.asmx.',
  exchangeOnline: 'Microsoft blocca Exchange Web Services in Exchange Online da ottobre 2026.',
  chooseHosted: 'Scelga un server Exchange in hosting o locale.',
  unsupported: 'Il server non supporta un’operazione necessaria al passaggio.',
  checkVersions:
    'Controlli le versioni di entrambi i server negli endpoint. Se sono abbastanza recenti, chieda al provider se l’operazione è disattivata o bloccata da un proxy.',
  unknown: 'Il server ha dato una risposta che Mailferry non riconosce.',
  tryAgain: 'Riprovi con un passaggio completo. Se continua a succedere, mostri il codice e il messaggio al provider.',

  orTrust:
    'Oppure confronti la sua impronta con quella sul server, poi consideri attendibile proprio questo certificato.',
  selfSigned:
    'Il server ha emesso da sé il proprio certificato, come fa Exchange durante l’installazione. Nessuna autorità lo conferma.',
  publicCertificate: 'Chieda al provider un certificato di un’autorità pubblica.',
  unknownIssuer:
    'Né gli elenchi pubblici né questo computer considerano attendibile l’autorità che l’ha emesso. Spesso è l’autorità propria di un’azienda.',
  loadRoot: 'Carichi il certificato radice di quell’autorità con npm start -- --ca FILE.',
  incompleteChain: 'Il server non invia il certificato intermedio che collega il proprio certificato all’autorità.',
  installIntermediate:
    'Chieda al provider di installare il certificato intermedio, oppure lo carichi con npm start -- --ca FILE.',
  certificateExpired: 'Il certificato non è più valido.',
  renewCertificate: 'Chieda al provider di rinnovarlo.',
  certificateInFuture: 'Il certificato sarà valido solo in futuro.',
  checkClocks: 'Controlli gli orologi del server e di questo computer.',
  wrongName: 'Il certificato non contiene il nome host dell’indirizzo.',
  useListedName: 'Usi uno dei nomi elencati nel certificato.',
  weakCertificate: 'È firmato con SHA-1 o MD5, oppure la sua chiave è più corta di 2048 bit.',
  reissueCertificate: 'Chieda al provider di emetterlo di nuovo con SHA-256 e una chiave di 2048 bit.',
  certificateChanged:
    'Il server mostra un certificato diverso da quello considerato attendibile per questo endpoint. Mailferry non gli ha inviato nulla.',
  askWhetherReplaced:
    'Chieda al provider se l’ha sostituito. In tal caso confronti la nuova impronta, poi consideri attendibile il nuovo certificato.',
  noCommonVersion: 'Il server e Mailferry non hanno alcuna versione di TLS in comune su questa connessione.',
  noCommonCipher: 'Il server e Mailferry non hanno alcuna cifratura in comune su questa connessione.',
  useGateway:
    'Provi di nuovo la connessione con il gateway, che supporta anche TLS 1.0 e cifrature più vecchie: veda “Old servers and their TLS” nel README. Oppure chieda al provider di attivare TLS 1.2 con ECDHE e AES-GCM.',
  enableAes:
    'Chieda al provider di attivare le cifrature AES. Altrimenti collochi un relay TLS vicino al server. Per 3DES può anche eseguire Mailferry su Cloudflare, la cui rete lo supporta.',
  enableTls:
    'Chieda al provider di attivare TLS 1.2, o almeno TLS 1.0, sul server. Altrimenti collochi un relay TLS vicino al server.',
  plainHttp: 'Il server risponde in http non cifrato, il che esporrebbe la password.',
  checkPort:
    'Controlli la porta dell’indirizzo: https usa di solito la 443. Chieda al provider l’indirizzo https di EWS.',
  handshakeCut: 'Il server, o un firewall davanti, ha chiuso la connessione durante l’handshake TLS.',
  askAboutInspection:
    'Controlli la porta e chieda al provider se un firewall blocca o ispeziona le connessioni da questo indirizzo.',
  handshakeHangs: 'Il server accetta la connessione, poi non invia nulla.',
  askAboutFirewall: 'Controlli la porta e chieda al provider se un firewall blocca la connessione. Poi riprovi.',
  clientCertificate: 'Il server accetta solo client che hanno un proprio certificato.',
  withoutClientCertificate:
    'Chieda al provider un indirizzo EWS senza certificati client, oppure un’eccezione per Mailferry.',
  showDetail: 'Mostri al provider il testo sotto “detail”, che indica il motivo. Poi riprovi.',
  proxyRefuses: 'Il proxy in HTTPS_PROXY non ha lasciato passare la connessione, oppure non ha risposto.',
  checkProxy:
    'Controlli l’indirizzo e le credenziali in HTTPS_PROXY e chieda al suo amministratore di consentire il server. Oppure inserisca il server in NO_PROXY.',
};
