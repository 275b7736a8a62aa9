import type { FailureTexts } from './english.ts';

/** Names of the app stay as the app shows them. */
export const GERMAN: FailureTexts = {
  itSaid: 'Seine Meldung:',
  thenStart: 'Starten Sie danach den Durchlauf erneut.',
  continues: 'Er macht dort weiter, wo er aufgehört hat.',
  continuesByItself: 'Der Durchlauf geht automatisch weiter.',
  nothingToDo: 'Sie müssen nichts tun: Es geht automatisch weiter.',
  liftThrottling: 'Damit es schneller geht, bitten Sie den Anbieter, die EWS-Drosselung aufzuheben.',
  nothingRemoved: 'Es wurde nichts entfernt.',

  answerTooLarge:
    'Die Antwort war größer oder tiefer verschachtelt, als es ein Element oder eine Liste sein kann. Mailferry hat sie nicht gelesen.',
  showProvider:
    'Prüfen Sie das Postfach im Webmail. Wenn dort alles stimmt, zeigen Sie dem Anbieter die Meldung: Sein Server oder etwas davor sendet falsche Antworten.',
  tooManyFolders: 'Das Postfach hat mehr Ordner, als Mailferry aus einem Postfach kopiert.',
  fewerFolders:
    'Prüfen Sie das Postfach im Webmail. Wenn es die Ordner wirklich gibt, archivieren oder löschen Sie einige davon. Wenn nicht, zeigen Sie dem Anbieter die Meldung.',
  foldersTooDeep: 'Der Server listet endlos Ordner in Ordnern auf. Exchange selbst erlaubt höchstens 300 Ebenen.',
  folderNamesTooLong: 'Die Ordnernamen in diesem Postfach sind länger, als Exchange erlaubt.',
  foldersWithoutEnd: 'Der Server sendet immer weitere Seiten mit Ordnern, auf denen fast nichts Neues steht.',
  folderWithoutEnd: 'Der Server listet in einem Ordner immer weitere Elemente auf und kommt zu keinem Ende.',
  hourSpent: 'Der Server listet in diesem Postfach mehr Elemente auf, als selbst die größten Postfächer enthalten.',

  credentialsRefused: 'Der Server hat Benutzername und Passwort nicht akzeptiert.',
  checkCredentials: 'Prüfen Sie beides sowie die Form des Benutzernamens (DOMÄNE\\Benutzer oder E-Mail-Adresse).',
  tooManyPasswords:
    'Für dieses Konto wurden mehrere verschiedene Passwörter versucht, oder sehr viele in dieser Arbeitsgruppe, und kein Server hat sie akzeptiert. Mailferry wartet vor jedem weiteren länger, damit niemand Passwörter erraten kann.',
  checkPassword: 'Prüfen Sie den Benutzernamen und das Passwort.',
  needsConsent:
    'Autodiscover verweist auf einen Server, der nicht in der Hostliste des Endpunkts steht. Mailferry hat ihm das Passwort nicht gesendet.',
  addHost:
    'Wenn der Host zum Anbieter gehört, nehmen Sie ihn in die Hostliste des Endpunkts auf und geben Sie das Passwort erneut ein.',
  passwordForOtherServer:
    'Die Adresse des Endpunkts wurde geändert. Mailferry sendet ein Passwort nur an den Server, für den es eingegeben wurde.',
  enterPasswordAgain: 'Wenn die neue Adresse stimmt, geben Sie das Passwort erneut ein.',
  passwordUnreadable:
    'Das Passwort wurde mit einem Schlüssel verschlüsselt, den Mailferry nicht mehr hat, oder es ist beschädigt.',
  addOldKey: 'Geben Sie das Passwort erneut ein, oder ergänzen Sie den alten Schlüssel in VAULT_OLD_KEYS.',
  noSignInMethod: 'Der Server bietet kein Anmeldeverfahren an, das Mailferry unterstützt.',
  allowSignInMethod: 'Bitten Sie den Anbieter, für EWS Basic-Authentifizierung über HTTPS oder NTLM zuzulassen.',
  extendedProtection:
    'Der Server bindet jede NTLM-Anmeldung an das Zertifikat ihrer TLS-Verbindung. Nur das Gateway sieht dieses Zertifikat.',
  startGateway:
    'Starten Sie das Gateway, und testen Sie dann die Verbindung des Endpunkts erneut. Oder bitten Sie den Anbieter, Extended Protection für EWS auf „Allow“ oder „Off“ zu stellen.',
  reEncrypted:
    'Zwischen Mailferry und Exchange wird die Verbindung mit einem anderen Zertifikat neu verschlüsselt, deshalb lehnt Extended Protection jede Anmeldung ab. Das Passwort ist nicht die Ursache.',
  exemptServer:
    'Nehmen Sie den Server von der TLS-Überprüfung aus, installieren Sie das Zertifikat von Exchange auf dem vorgelagerten System, oder stellen Sie Extended Protection für EWS auf „Off“.',
  passwordExpired: 'Das Passwort des Kontos ist abgelaufen.',
  setNewPassword: 'Legen Sie ein neues Passwort fest und tragen Sie es beim Endpunkt ein.',
  passwordChangeRequired: 'Der Server verlangt, dass das Passwort des Kontos zuerst geändert wird.',
  changePassword: 'Melden Sie sich im Webmail an, ändern Sie das Passwort und tragen Sie es beim Endpunkt ein.',
  accountLocked: 'Der Server hat das Konto gesperrt, meist nach mehreren falschen Passwörtern.',
  unlockAccount: 'Warten Sie, bis die Sperre endet, oder entsperren Sie das Konto.',
  accountDisabled: 'Das Konto ist auf dem Server deaktiviert.',
  enableAccount:
    'Aktivieren Sie das Konto für die Dauer der Migration, oder verwenden Sie ein Administratorkonto mit Rechten auf das Postfach.',
  impersonationRoleMissing: 'Das Konto des Endpunkts hat für dieses Postfach nicht die Rolle ApplicationImpersonation.',
  grantRoleSoon:
    'Erteilen Sie die Rolle, oder schalten Sie den Identitätswechsel aus und erteilen Sie FullAccess. Es kann eine Stunde dauern, bis die Änderung wirkt.',
  impersonationRefused: 'Der Server erlaubt dem Konto des Endpunkts keinen Identitätswechsel.',
  grantRole:
    'Erteilen Sie die Rolle ApplicationImpersonation, oder schalten Sie den Identitätswechsel aus und erteilen Sie FullAccess.',
  noAccess: 'Die Anmeldung gelingt, aber das Konto darf dieses Postfach nicht öffnen.',
  grantAccess:
    'Erteilen Sie FullAccess auf das Postfach, oder die Rolle ApplicationImpersonation, und schalten Sie dann den Identitätswechsel ein.',
  rightMissing: 'Das Konto kann das Postfach öffnen, aber ihm fehlt ein Recht, das der Durchlauf braucht.',
  grantRight:
    'Erteilen Sie ihm FullAccess auf das Postfach (oder ApplicationImpersonation), warten Sie, bis das wirkt, und überprüfen Sie dann erneut.',
  noCredentials: 'Weder der Endpunkt noch das Postfach hat Benutzername und Passwort.',
  enterCredentials: 'Tragen Sie beim Endpunkt ein Administratorkonto ein, oder ein Passwort für das Postfach.',
  oauthOnly: 'Der Server akzeptiert nur OAuth-Token, nicht Benutzername und Passwort.',
  allowBasic: 'Bitten Sie den Anbieter, Basic-Authentifizierung für EWS zuzulassen, zumindest für das Migrationskonto.',

  noSuchMailbox: 'Auf dem Server gibt es kein Postfach mit dieser Adresse.',
  checkAddress: 'Prüfen Sie die Adresse. Am Ziel muss das Postfach vorhanden sein, bevor der Durchlauf beginnt.',
  wrongServer: 'Das Postfach liegt auf einem Server, zu dem diese Adresse nicht führt.',
  setAddress: 'Tragen Sie beim Endpunkt die Adresse ein, die das Webmail für dieses Postfach zeigt.',
  folderNotShown: 'Der Server meldet, dass er den Ordner angelegt hat oder bereits hat, listet ihn aber nicht auf.',
  createFolder: 'Prüfen Sie im Webmail, ob es den Ordner gibt, und legen Sie ihn dort an, falls nicht.',
  manyDeletions:
    'An der Quelle fehlen weit mehr kopierte Elemente, als üblicherweise zwischen zwei Durchläufen gelöscht werden.',
  raiseDeletionLimit:
    'Prüfen Sie das Postfach an der Quelle. Wenn die Löschungen gewollt sind, erhöhen Sie „Deletion limit“ in den Projektoptionen, oder behalten Sie gelöschte Elemente.',
  errorLimit:
    'Im Postfach sind mehr Elemente fehlgeschlagen, als die Projektoptionen erlauben. Deshalb wurde der Durchlauf angehalten.',
  raiseErrorLimit:
    'Sehen Sie sich die Fehler an: Viele gleichartige haben oft dieselbe Ursache. Erhöhen Sie dann „Error limit“ in den Optionen, oder lassen Sie das Feld leer, und starten Sie einen vollständigen Durchlauf.',
  retryErrors: 'Um die fehlgeschlagenen Elemente zu kopieren, starten Sie einen Durchlauf „Retry errors“.',
  newerLedger:
    'Eine neuere Version von Mailferry hat dieses Postfach kopiert. Diese Version hat das Verzeichnis der Elemente nicht verändert.',
  runNewer: 'Starten Sie den Durchlauf mit jener oder einer späteren Version erneut.',
  sourceLooksEmpty:
    'Frühere Durchläufe haben im Quellpostfach Ordner und Elemente gefunden. Jetzt zeigt der Server keine davon.',
  checkSource:
    'Am Ziel wurde nichts entfernt. Prüfen Sie das Postfach im Webmail: Es wurde vielleicht verschoben oder neu angelegt, oder das Konto hat sein Recht verloren. Beheben Sie das, und starten Sie dann den Durchlauf erneut.',
  destinationLooksEmpty: 'Frühere Durchläufe haben am Ziel Ordner gefüllt. Jetzt zeigt der Server keinen davon.',
  checkDestination:
    'Prüfen Sie das Postfach im Webmail. Wenn es neu angelegt wurde, löschen Sie es in Mailferry und fügen Sie es wieder hinzu, damit alles noch einmal kopiert wird. Wenn nicht, stellen Sie die Rechte des Kontos wieder her und starten Sie den Durchlauf erneut.',
  quota: 'Das Zielpostfach hat seine Größenbeschränkung erreicht.',
  raiseQuota: 'Bitten Sie den Anbieter, die Beschränkung anzuheben, und starten Sie dann den Durchlauf erneut.',
  syncState: 'Der Server akzeptiert den Synchronisierungsstand des Ordners nicht mehr.',
  listsAgain: 'Sie müssen nichts tun. Der nächste Durchlauf liest den Ordner neu und kopiert nur, was fehlt.',
  stopped: 'Jemand hat den Durchlauf angehalten.',
  startAgain: 'Starten Sie erneut einen Durchlauf. Er macht dort weiter, wo dieser aufgehört hat.',

  gatewayUnreachable: 'Mailferry erreicht diesen Server über sein eigenes Gateway, und das Gateway antwortet nicht.',
  gatewayRestarts:
    'Sie müssen nichts tun: Das Gateway startet automatisch neu. Wenn das immer wieder vorkommt, prüfen Sie, ob es läuft.',
  operationRefused: 'Der Server antwortet, verweigert aber eine EWS-Operation, die der Durchlauf braucht.',
  askAboutOperation:
    'Fragen Sie den Anbieter, ob die Operation abgeschaltet ist oder von einem Proxy vor dem Server blockiert wird. Starten Sie den Durchlauf erneut, sobald sie funktioniert.',
  rejectedInFront:
    'Der Server nimmt andere Elemente an. Enthält eine Anfrage dieses Element, antwortet stattdessen etwas vor dem Server mit einer Fehlerseite, etwa eine Web Application Firewall oder ein Proxy.',
  letThrough:
    'Bitten Sie den Betreiber, Anfragen an /EWS/ ohne Prüfung ihres Inhalts durchzulassen, zumindest die von Mailferry. Wiederholen Sie dann die Fehler.',
  busy: 'Der Server hat Mailferry gebeten, langsamer zu arbeiten.',
  tooManyConnections: 'Der Server erlaubt weniger gleichzeitige Verbindungen, als Mailferry geöffnet hatte.',
  continuesWithFewer: 'Sie müssen nichts tun: Es geht mit weniger Verbindungen weiter.',
  overload: 'Der Server hat eine Anfrage nicht innerhalb seines eigenen Zeitlimits beendet.',
  smallerRequests:
    'Sie müssen nichts tun: Es geht mit kleineren Anfragen weiter. Wenn das immer wieder vorkommt, starten Sie einen Durchlauf zu einer ruhigeren Zeit.',
  transient: 'Auf dem Server ist ein Fehler aufgetreten, der meist vorübergeht.',
  withinAnHour:
    'Falls nicht innerhalb einer Stunde, fragen Sie den Anbieter, und starten Sie den Durchlauf dann erneut.',
  version: 'Der Server akzeptiert die Version der Exchange Web Services in der Anfrage nicht.',
  readVersionAgain: 'Testen Sie die Verbindung des Endpunkts: Dabei wird die Version des Servers neu gelesen.',
  tlsFailed: 'Mailferry hat den Server erreicht, aber die TLS-Verbindung ist fehlgeschlagen.',
  testConnection: 'Testen Sie die Verbindung des Endpunkts: Das zeigt den Grund.',
  unreachable: 'Der Name des Servers ist unbekannt, oder die Verbindung ist fehlgeschlagen.',
  checkServer: 'Prüfen Sie die Adresse des Endpunkts und ob der Server läuft.',
  notExchange: 'Der Server antwortet, aber nicht als Exchange Web Services.',
  exchangeAddress: 'Prüfen Sie die Adresse des Endpunkts. Bei Exchange endet sie auf /EWS/Exchange.asmx.',
  exchangeOnline: 'Microsoft hat die Exchange Web Services in Exchange Online seit Oktober 2026 gesperrt.',
  chooseHosted: 'Wählen Sie einen gehosteten oder lokalen Exchange-Server.',
  unsupported: 'Der Server unterstützt eine Operation nicht, die der Durchlauf braucht.',
  checkVersions:
    'Prüfen Sie die Versionen beider Server bei den Endpunkten. Wenn sie aktuell genug sind, fragen Sie den Anbieter, ob die Operation abgeschaltet ist oder von einem Proxy blockiert wird.',
  unknown: 'Der Server hat eine Antwort gegeben, die Mailferry nicht kennt.',
  tryAgain:
    'Versuchen Sie es mit einem vollständigen Durchlauf erneut. Wenn das immer wieder vorkommt, zeigen Sie dem Anbieter den Code und die Meldung.',

  orTrust:
    'Oder vergleichen Sie seinen Fingerabdruck mit dem auf dem Server, und vertrauen Sie dann genau diesem Zertifikat.',
  selfSigned:
    'Der Server hat sein Zertifikat selbst ausgestellt, wie Exchange es bei der Installation tut. Keine Zertifizierungsstelle bestätigt es.',
  publicCertificate: 'Bitten Sie den Anbieter um ein Zertifikat einer öffentlichen Zertifizierungsstelle.',
  unknownIssuer:
    'Weder die öffentlichen Listen noch dieser Computer vertrauen der Zertifizierungsstelle, die es ausgestellt hat. Oft ist es die eigene eines Unternehmens.',
  loadRoot: 'Laden Sie das Stammzertifikat dieser Stelle mit npm start -- --ca FILE.',
  incompleteChain:
    'Der Server sendet das Zwischenzertifikat nicht, das sein Zertifikat mit der Zertifizierungsstelle verbindet.',
  installIntermediate:
    'Bitten Sie den Anbieter, das Zwischenzertifikat zu installieren, oder laden Sie es mit npm start -- --ca FILE.',
  certificateExpired: 'Das Zertifikat ist nicht mehr gültig.',
  renewCertificate: 'Bitten Sie den Anbieter, es zu erneuern.',
  certificateInFuture: 'Das Zertifikat wird erst in der Zukunft gültig.',
  checkClocks: 'Prüfen Sie die Uhren des Servers und dieses Computers.',
  wrongName: 'Das Zertifikat enthält den Hostnamen der Adresse nicht.',
  useListedName: 'Verwenden Sie einen der Namen, die im Zertifikat stehen.',
  weakCertificate: 'Es ist mit SHA-1 oder MD5 signiert, oder sein Schlüssel ist kürzer als 2048 Bit.',
  reissueCertificate: 'Bitten Sie den Anbieter, es mit SHA-256 und einem Schlüssel von 2048 Bit neu auszustellen.',
  certificateChanged:
    'Der Server zeigt ein anderes Zertifikat als das, dem für diesen Endpunkt vertraut wird. Mailferry hat ihm nichts gesendet.',
  askWhetherReplaced:
    'Fragen Sie den Anbieter, ob er es ersetzt hat. Wenn ja, vergleichen Sie den neuen Fingerabdruck, und vertrauen Sie dann dem neuen Zertifikat.',
  noCommonVersion: 'Der Server und Mailferry haben auf dieser Verbindung keine TLS-Version gemeinsam.',
  noCommonCipher: 'Der Server und Mailferry haben auf dieser Verbindung kein Verschlüsselungsverfahren gemeinsam.',
  useGateway:
    'Testen Sie die Verbindung erneut mit dem Gateway, das auch TLS 1.0 und ältere Verfahren unterstützt: siehe „Old servers and their TLS“ in der README. Oder bitten Sie den Anbieter, TLS 1.2 mit ECDHE und AES-GCM zu aktivieren.',
  enableAes:
    'Bitten Sie den Anbieter, AES-Verfahren zu aktivieren. Andernfalls stellen Sie ein TLS-Relay in die Nähe des Servers. Für 3DES können Sie Mailferry auch auf Cloudflare betreiben, dessen Netz es unterstützt.',
  enableTls:
    'Bitten Sie den Anbieter, auf dem Server TLS 1.2 oder zumindest TLS 1.0 zu aktivieren. Andernfalls stellen Sie ein TLS-Relay in die Nähe des Servers.',
  plainHttp: 'Der Server antwortet unverschlüsselt über http. Das würde das Passwort preisgeben.',
  checkPort:
    'Prüfen Sie den Port der Adresse: https verwendet meist 443. Fragen Sie den Anbieter nach der https-Adresse von EWS.',
  handshakeCut: 'Der Server oder eine Firewall davor hat die Verbindung während des TLS-Handshakes geschlossen.',
  askAboutInspection:
    'Prüfen Sie den Port, und fragen Sie den Anbieter, ob eine Firewall Verbindungen von dieser Adresse blockiert oder überprüft.',
  handshakeHangs: 'Der Server nimmt die Verbindung an und sendet dann nichts.',
  askAboutFirewall:
    'Prüfen Sie den Port, und fragen Sie den Anbieter, ob eine Firewall die Verbindung blockiert. Versuchen Sie es dann erneut.',
  clientCertificate: 'Der Server akzeptiert nur Clients, die ein eigenes Zertifikat haben.',
  withoutClientCertificate:
    'Bitten Sie den Anbieter um eine EWS-Adresse ohne Clientzertifikate oder um eine Ausnahme für Mailferry.',
  showDetail: 'Zeigen Sie dem Anbieter den Text unter „detail“, der den Grund nennt. Versuchen Sie es dann erneut.',
  proxyRefuses: 'Der Proxy in HTTPS_PROXY hat die Verbindung nicht durchgelassen oder nicht geantwortet.',
  checkProxy:
    'Prüfen Sie die Adresse und die Anmeldedaten in HTTPS_PROXY, und bitten Sie dessen Administrator, den Server zuzulassen. Oder nehmen Sie den Server in NO_PROXY auf.',
};
