import type { FailureTexts } from './english.ts';

/** Names of the app stay as the app shows them. */
export const DUTCH: FailureTexts = {
  itSaid: 'De melding:',
  thenStart: 'Start daarna de ronde opnieuw.',
  continues: 'De ronde gaat verder waar die was gestopt.',
  continuesByItself: 'De ronde gaat automatisch verder.',
  nothingToDo: 'U hoeft niets te doen: het gaat automatisch verder.',
  liftThrottling: 'Vraag de provider om de EWS-beperking op te heffen als het sneller moet.',
  nothingRemoved: 'Er is niets verwijderd.',

  answerTooLarge:
    'Het antwoord was groter, of dieper genest, dan een item of lijst kan zijn. Mailferry heeft het niet gelezen.',
  showProvider:
    'Controleer de mailbox in de webmail. Als het daar klopt, laat de melding dan aan de provider zien: de server, of iets ervoor, stuurt verkeerde antwoorden.',
  tooManyFolders: 'De mailbox heeft meer mappen dan Mailferry uit één mailbox kopieert.',
  fewerFolders:
    'Controleer de mailbox in de webmail. Als de mappen echt bestaan, archiveer of verwijder er dan een aantal. Zo niet, laat de melding dan aan de provider zien.',
  foldersTooDeep: 'De server toont eindeloos mappen in mappen. Exchange zelf staat hooguit 300 niveaus toe.',
  folderNamesTooLong: 'De mapnamen in deze mailbox zijn langer dan Exchange toestaat.',
  foldersWithoutEnd: 'De server blijft pagina’s met mappen sturen waarop bijna niets nieuws staat.',
  folderWithoutEnd: 'De server blijft items in een map opsommen en komt nooit aan het einde.',
  hourSpent: 'De server somt in deze mailbox meer items op dan de grootste mailboxen bevatten.',

  credentialsRefused: 'De server accepteerde de gebruikersnaam en het wachtwoord niet.',
  checkCredentials: 'Controleer beide, en de vorm van de gebruikersnaam (DOMEIN\\gebruiker of e-mailadres).',
  tooManyPasswords:
    'Voor dit account zijn meerdere verschillende wachtwoorden geprobeerd, of heel veel in deze werkgroep, en geen server accepteerde ze. Mailferry wacht vóór elke volgende poging langer, zodat niemand wachtwoorden kan raden.',
  checkPassword: 'Controleer de gebruikersnaam en het wachtwoord.',
  needsConsent:
    'Autodiscover verwijst naar een server die niet in de hostlijst van het eindpunt staat. Mailferry heeft die server het wachtwoord niet gestuurd.',
  addHost:
    'Als de host van de provider is, voeg hem dan toe aan de hostlijst van het eindpunt en voer het wachtwoord opnieuw in.',
  passwordForOtherServer:
    'Het adres van het eindpunt is gewijzigd. Mailferry stuurt een wachtwoord alleen naar de server waarvoor het is ingevoerd.',
  enterPasswordAgain: 'Als het nieuwe adres klopt, voer het wachtwoord dan opnieuw in.',
  passwordUnreadable: 'Het is versleuteld met een sleutel die Mailferry niet meer heeft, of het is beschadigd.',
  addOldKey: 'Voer het wachtwoord opnieuw in, of voeg de oude sleutel toe aan VAULT_OLD_KEYS.',
  noSignInMethod: 'De server biedt geen inlogmethode die Mailferry ondersteunt.',
  allowSignInMethod: 'Vraag de provider om voor EWS Basic-verificatie via HTTPS toe te staan, of NTLM.',
  extendedProtection:
    'De server koppelt elke NTLM-inlogpoging aan het certificaat van de TLS-verbinding. Alleen de gateway kan dat certificaat zien.',
  startGateway:
    'Start de gateway en test de verbinding van het eindpunt daarna opnieuw. Of vraag de provider om Extended Protection voor EWS op ‘Allow’ of ‘Off’ te zetten.',
  reEncrypted:
    'Iets tussen Mailferry en Exchange versleutelt de verbinding opnieuw met een ander certificaat. Daarom weigert Extended Protection elke inlogpoging. Het wachtwoord is niet de oorzaak.',
  exemptServer:
    'Sluit de server uit van TLS-inspectie, installeer het certificaat van Exchange op de front-end, of zet Extended Protection voor EWS op ‘Off’.',
  passwordExpired: 'Het wachtwoord van het account is verlopen.',
  setNewPassword: 'Stel een nieuw wachtwoord in en voer het in bij het eindpunt.',
  passwordChangeRequired: 'De server eist dat eerst het wachtwoord van het account wordt gewijzigd.',
  changePassword: 'Log in bij de webmail, wijzig het wachtwoord en voer het in bij het eindpunt.',
  accountLocked: 'De server heeft het account geblokkeerd, meestal na meerdere verkeerde wachtwoorden.',
  unlockAccount: 'Wacht tot de blokkering eindigt, of hef die op.',
  accountDisabled: 'Het account is op de server uitgeschakeld.',
  enableAccount:
    'Schakel het account in voor de duur van de migratie, of gebruik een beheerdersaccount met rechten op de mailbox.',
  impersonationRoleMissing:
    'Het account van het eindpunt heeft voor deze mailbox niet de rol ApplicationImpersonation.',
  grantRoleSoon:
    'Ken de rol toe, of schakel imitatie uit en ken FullAccess toe. Het kan een uur duren voordat de wijziging werkt.',
  impersonationRefused: 'De server staat het account van het eindpunt geen imitatie toe.',
  grantRole: 'Ken de rol ApplicationImpersonation toe, of schakel imitatie uit en ken FullAccess toe.',
  noAccess: 'Inloggen lukt, maar het account mag deze mailbox niet openen.',
  grantAccess: 'Ken FullAccess toe op de mailbox, of de rol ApplicationImpersonation en schakel imitatie in.',
  rightMissing: 'Het account kan de mailbox openen, maar mist een recht dat de ronde nodig heeft.',
  grantRight:
    'Ken FullAccess op de mailbox toe (of ApplicationImpersonation), wacht tot dat werkt en controleer daarna opnieuw.',
  noCredentials: 'Noch het eindpunt, noch de mailbox heeft een gebruikersnaam en wachtwoord.',
  enterCredentials: 'Voer bij het eindpunt een beheerdersaccount in, of een wachtwoord voor de mailbox.',
  oauthOnly: 'De server accepteert alleen OAuth-tokens, geen gebruikersnaam en wachtwoord.',
  allowBasic: 'Vraag de provider om Basic-verificatie voor EWS toe te staan, in elk geval voor het migratieaccount.',

  noSuchMailbox: 'De server heeft geen mailbox met dit adres.',
  checkAddress: 'Controleer het adres. Bij de bestemming moet de mailbox bestaan voordat de ronde begint.',
  wrongServer: 'De mailbox staat op een server waar dit adres niet naartoe leidt.',
  setAddress: 'Stel bij het eindpunt het adres in dat de webmail voor deze mailbox toont.',
  folderNotShown: 'De server meldt dat de map is gemaakt of al bestaat, maar toont haar niet in de lijst.',
  createFolder: 'Controleer in de webmail of de map bestaat, en maak haar daar als dat niet zo is.',
  manyDeletions:
    'Bij de bron ontbreken veel meer gekopieerde items dan mensen gewoonlijk tussen twee rondes verwijderen.',
  raiseDeletionLimit:
    'Controleer de mailbox bij de bron. Als de verwijderingen de bedoeling zijn, verhoog dan ‘Deletion limit’ in de projectopties, of behoud verwijderde items.',
  errorLimit: 'De mailbox heeft meer mislukte items dan de projectopties toestaan, dus is de ronde gestopt.',
  raiseErrorLimit:
    'Bekijk de fouten: veel fouten van dezelfde soort hebben vaak één oorzaak. Verhoog daarna ‘Error limit’ in de opties, of laat het leeg, en start een volledige ronde.',
  retryErrors: 'Start een ronde ‘Retry errors’ om de mislukte items te kopiëren.',
  newerLedger:
    'Een nieuwere versie van Mailferry heeft deze mailbox gekopieerd. Deze versie heeft de registratie van de items niet aangeraakt.',
  runNewer: 'Gebruik die versie of een latere en start daarna de ronde opnieuw.',
  sourceLooksEmpty: 'Eerdere rondes vonden mappen en items in de bronmailbox. Nu toont de server er geen enkele.',
  checkSource:
    'Bij de bestemming is niets verwijderd. Controleer de mailbox in de webmail: misschien is ze verplaatst of opnieuw gemaakt, of heeft het account zijn recht verloren. Herstel dat en start daarna de ronde opnieuw.',
  destinationLooksEmpty: 'Eerdere rondes hebben mappen bij de bestemming gevuld. Nu toont de server er geen enkele.',
  checkDestination:
    'Controleer de mailbox in de webmail. Als ze opnieuw is gemaakt, verwijder ze dan in Mailferry en voeg ze opnieuw toe, zodat alles nog eens wordt gekopieerd. Zo niet, herstel dan de rechten van het account en start de ronde opnieuw.',
  quota: 'De doelmailbox heeft haar quotum bereikt.',
  raiseQuota: 'Vraag de provider om het quotum te verhogen en start daarna de ronde opnieuw.',
  syncState: 'De server accepteert de synchronisatiestatus van de map niet meer.',
  listsAgain: 'U hoeft niets te doen. De volgende ronde leest de map opnieuw en kopieert alleen wat ontbreekt.',
  stopped: 'Iemand heeft de ronde gestopt.',
  startAgain: 'Start opnieuw een ronde. Die gaat verder waar deze was gestopt.',

  gatewayUnreachable: 'Mailferry bereikt deze server via de eigen gateway, en de gateway antwoordt niet.',
  gatewayRestarts:
    'U hoeft niets te doen: de gateway start automatisch opnieuw. Als dit blijft gebeuren, controleer dan of hij draait.',
  operationRefused: 'De server antwoordt, maar weigert een EWS-bewerking die de ronde nodig heeft.',
  askAboutOperation:
    'Vraag de provider of de bewerking is uitgeschakeld, of door een proxy vóór de server wordt geblokkeerd. Start de ronde opnieuw zodra ze werkt.',
  rejectedInFront:
    'De server accepteert andere items. Als een verzoek dit item bevat, antwoordt iets vóór de server, zoals een webapplicatiefirewall of een proxy, met een foutpagina.',
  letThrough:
    'Vraag de beheerder ervan om verzoeken aan /EWS/ door te laten zonder de inhoud te inspecteren, in elk geval die van Mailferry. Probeer daarna de fouten opnieuw.',
  busy: 'De server vroeg Mailferry om langzamer te werken.',
  tooManyConnections: 'De server staat minder gelijktijdige verbindingen toe dan Mailferry had geopend.',
  continuesWithFewer: 'U hoeft niets te doen: het gaat verder met minder verbindingen.',
  overload: 'De server heeft een verzoek niet binnen zijn eigen tijdslimiet afgerond.',
  smallerRequests:
    'U hoeft niets te doen: het gaat verder met kleinere verzoeken. Als dit blijft gebeuren, start dan een ronde op een rustiger moment.',
  transient: 'Op de server trad een fout op die meestal tijdelijk is.',
  withinAnHour: 'Gebeurt dat niet binnen een uur, vraag het dan de provider en start daarna de ronde opnieuw.',
  version: 'De server accepteert de versie van Exchange Web Services in het verzoek niet.',
  readVersionAgain: 'Test de verbinding van het eindpunt: dan wordt de versie van de server opnieuw gelezen.',
  tlsFailed: 'Mailferry heeft de server bereikt, maar de TLS-verbinding is mislukt.',
  testConnection: 'Test de verbinding van het eindpunt: dat toont de reden.',
  unreachable: 'De naam van de server is onbekend, of de verbinding is mislukt.',
  checkServer: 'Controleer het adres van het eindpunt en of de server draait.',
  notExchange: 'De server antwoordt, maar niet als Exchange Web Services.',
  exchangeAddress: 'Controleer het adres van het eindpunt. Bij Exchange eindigt het op /EWS/Exchange.asmx.',
  exchangeOnline: 'Microsoft blokkeert Exchange Web Services in Exchange Online sinds oktober 2026.',
  chooseHosted: 'Kies een gehoste of lokale Exchange-server.',
  unsupported: 'De server ondersteunt een bewerking niet die de ronde nodig heeft.',
  checkVersions:
    'Controleer de versies van beide servers bij de eindpunten. Als ze recent genoeg zijn, vraag de provider dan of de bewerking is uitgeschakeld of door een proxy wordt geblokkeerd.',
  unknown: 'De server gaf een antwoord dat Mailferry niet herkent.',
  tryAgain:
    'Probeer het opnieuw met een volledige ronde. Als dit blijft gebeuren, laat de code en de melding dan aan de provider zien.',

  orTrust: 'Of vergelijk de vingerafdruk met die op de server en vertrouw daarna precies dit certificaat.',
  selfSigned:
    'De server heeft zijn eigen certificaat uitgegeven, zoals Exchange tijdens de installatie doet. Geen autoriteit bevestigt het.',
  publicCertificate: 'Vraag de provider om een certificaat van een openbare autoriteit.',
  unknownIssuer:
    'Noch de openbare lijsten, noch deze computer vertrouwen de autoriteit die het heeft uitgegeven. Vaak is het de eigen autoriteit van een bedrijf.',
  loadRoot: 'Laad het hoofdcertificaat van die autoriteit met npm start -- --ca FILE.',
  incompleteChain:
    'De server stuurt het tussencertificaat niet mee dat zijn eigen certificaat met de autoriteit verbindt.',
  installIntermediate:
    'Vraag de provider om het tussencertificaat te installeren, of laad het met npm start -- --ca FILE.',
  certificateExpired: 'Het certificaat is niet meer geldig.',
  renewCertificate: 'Vraag de provider om het te vernieuwen.',
  certificateInFuture: 'Het certificaat wordt pas in de toekomst geldig.',
  checkClocks: 'Controleer de klokken van de server en van deze computer.',
  wrongName: 'Het certificaat bevat de hostnaam van het adres niet.',
  useListedName: 'Gebruik een van de namen die in het certificaat staan.',
  weakCertificate: 'Het is ondertekend met SHA-1 of MD5, of de sleutel is korter dan 2048 bits.',
  reissueCertificate: 'Vraag de provider om het opnieuw uit te geven met SHA-256 en een sleutel van 2048 bits.',
  certificateChanged:
    'De server toont een ander certificaat dan het certificaat dat voor dit eindpunt wordt vertrouwd. Mailferry heeft er niets naartoe gestuurd.',
  askWhetherReplaced:
    'Vraag de provider of het is vervangen. Zo ja, vergelijk dan de nieuwe vingerafdruk en vertrouw daarna het nieuwe certificaat.',
  noCommonVersion: 'De server en Mailferry hebben op deze verbinding geen TLS-versie gemeen.',
  noCommonCipher: 'De server en Mailferry hebben op deze verbinding geen versleutelingsmethode gemeen.',
  useGateway:
    'Test de verbinding opnieuw met de gateway, die ook TLS 1.0 en oudere methoden ondersteunt: zie ‘Old servers and their TLS’ in de README. Of vraag de provider om TLS 1.2 met ECDHE en AES-GCM in te schakelen.',
  enableAes:
    'Vraag de provider om AES-methoden in te schakelen. Plaats anders een TLS-relay dicht bij de server. Voor 3DES kunt u Mailferry ook op Cloudflare draaien, waarvan het netwerk het ondersteunt.',
  enableTls:
    'Vraag de provider om op de server TLS 1.2, of ten minste TLS 1.0, in te schakelen. Plaats anders een TLS-relay dicht bij de server.',
  plainHttp: 'De server antwoordt onversleuteld via http, waardoor het wachtwoord zichtbaar zou worden.',
  checkPort:
    'Controleer de poort van het adres: https gebruikt meestal 443. Vraag de provider om het https-adres van EWS.',
  handshakeCut: 'De server, of een firewall ervoor, sloot de verbinding tijdens de TLS-handshake.',
  askAboutInspection:
    'Controleer de poort en vraag de provider of een firewall verbindingen vanaf dit adres blokkeert of inspecteert.',
  handshakeHangs: 'De server accepteert de verbinding en stuurt daarna niets.',
  askAboutFirewall:
    'Controleer de poort en vraag de provider of een firewall de verbinding blokkeert. Probeer het daarna opnieuw.',
  clientCertificate: 'De server accepteert alleen clients met een eigen certificaat.',
  withoutClientCertificate:
    'Vraag de provider om een EWS-adres zonder clientcertificaten, of om een uitzondering voor Mailferry.',
  showDetail: 'Laat de provider de tekst onder ‘detail’ zien, die de reden noemt. Probeer het daarna opnieuw.',
  proxyRefuses: 'De proxy in HTTPS_PROXY liet de verbinding niet door, of antwoordde niet.',
  checkProxy:
    'Controleer het adres en de inloggegevens in HTTPS_PROXY en vraag de beheerder om de server toe te staan. Of zet de server in NO_PROXY.',
};
