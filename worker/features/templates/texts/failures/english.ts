/*
 * What Mailferry says of a mailbox that failed, sentence by sentence, as reports/explain-*.ts write it. Other languages have
 * each of them under the same name, so that a message can say the same to its recipient.
 */
export const ENGLISH = {
  itSaid: 'It said:',
  thenStart: 'Then start the pass again.',
  continues: 'It continues where it stopped.',
  continuesByItself: 'The pass continues automatically.',
  nothingToDo: 'Nothing to do: it continues automatically.',
  liftThrottling: 'To go faster, ask the provider to lift the EWS throttling policy.',
  nothingRemoved: 'Nothing was removed.',

  // A server that sends too much
  answerTooLarge:
    'The answer was larger, or nested more deeply, than any item or list can be. Mailferry did not read it.',
  showProvider:
    'Check the mailbox in webmail. If it looks right there, show the message to the provider: its server, or something in front of it, sends wrong answers.',
  tooManyFolders: 'The mailbox has more folders than Mailferry copies from one mailbox.',
  fewerFolders:
    'Check the mailbox in webmail. If the folders are real, archive or delete some of them. If not, show the message to the provider.',
  foldersTooDeep: 'The server lists folders inside folders without end. Exchange itself allows at most 300 levels.',
  folderNamesTooLong: 'The folder names in this mailbox are longer than Exchange allows.',
  foldersWithoutEnd: 'The server keeps sending pages of folders with almost no new ones.',
  folderWithoutEnd: 'The server keeps listing items in a folder without reaching an end.',
  hourSpent: 'The server keeps listing more items in this mailbox than the largest mailboxes hold.',

  // Sign-in and rights
  credentialsRefused: 'The server did not accept the user name and password.',
  checkCredentials: 'Check both, and the form of the user name (DOMAIN\\user or e-mail address).',
  tooManyPasswords:
    'Several different passwords were tried for this account, or very many in this workgroup, and no server accepted them. Mailferry waits longer before each further one, so that nobody can guess passwords.',
  checkPassword: 'Check the user name and the password.',
  needsConsent:
    'Autodiscover points to a server that is not on the endpoint’s list of hosts. Mailferry did not send it the password.',
  addHost: 'If the host belongs to the provider, add it to the endpoint’s list of hosts and enter the password again.',
  passwordForOtherServer:
    'The address of the endpoint has changed. Mailferry sends a password only to the server that it was entered for.',
  enterPasswordAgain: 'If the new address is correct, enter the password again.',
  passwordUnreadable: 'It was encrypted with a key that Mailferry no longer has, or it is damaged.',
  addOldKey: 'Enter the password again, or add the old key to VAULT_OLD_KEYS.',
  noSignInMethod: 'The server offers no sign-in method that Mailferry supports.',
  allowSignInMethod: 'Ask the provider to allow Basic authentication over HTTPS, or NTLM, for EWS.',
  extendedProtection:
    'The server ties each NTLM sign-in to the certificate of its TLS connection. Only the gateway can see that certificate.',
  startGateway:
    'Start the gateway, then test the connection of the endpoint again. Or ask the provider to set Extended Protection to Allow or Off for EWS.',
  reEncrypted:
    'Something between Mailferry and Exchange re-encrypts the connection with a different certificate, so Extended Protection refuses every sign-in. The password is not the cause.',
  exemptServer:
    'Exempt the server from TLS inspection, install the certificate of Exchange on the front end, or set Extended Protection to Off for EWS.',
  passwordExpired: 'The password of the account has expired.',
  setNewPassword: 'Set a new password and enter it at the endpoint.',
  passwordChangeRequired: 'The server requires the account to change its password first.',
  changePassword: 'Sign in to webmail, change the password, and enter it at the endpoint.',
  accountLocked: 'The server has locked the account, usually after several wrong passwords.',
  unlockAccount: 'Wait until the lock ends, or unlock the account.',
  accountDisabled: 'The account is disabled on the server.',
  enableAccount:
    'Enable the account for the duration of the migration, or use an administrator account with rights to the mailbox.',
  impersonationRoleMissing: 'The endpoint’s account does not have the ApplicationImpersonation role for this mailbox.',
  grantRoleSoon:
    'Grant the role, or turn off impersonation and grant FullAccess. The change can take an hour to take effect.',
  impersonationRefused: 'The server does not allow the endpoint’s account to impersonate.',
  grantRole: 'Grant the ApplicationImpersonation role, or turn off impersonation and grant FullAccess.',
  noAccess: 'Signing in works, but the account may not open this mailbox.',
  grantAccess: 'Grant FullAccess to the mailbox, or the ApplicationImpersonation role and turn on impersonation.',
  rightMissing: 'The account can open the mailbox, but lacks a permission that the pass needs.',
  grantRight:
    'Grant it FullAccess to the mailbox (or ApplicationImpersonation), wait until that takes effect, then verify again.',
  noCredentials: 'Neither the endpoint nor the mailbox has a user name and password.',
  enterCredentials: 'Enter an administrator account at the endpoint, or a password for the mailbox.',
  oauthOnly: 'The server accepts only OAuth tokens, not a user name and password.',
  allowBasic: 'Ask the provider to allow Basic authentication for EWS, at least for the migration account.',

  // The mailbox and its contents
  noSuchMailbox: 'The server has no mailbox with this address.',
  checkAddress: 'Check the address. At the destination, the mailbox must exist before the pass starts.',
  wrongServer: 'The mailbox is on a server that this address does not lead to.',
  setAddress: 'Set the address of the endpoint to the one that webmail shows for this mailbox.',
  folderNotShown: 'The server says that it created the folder or already has it, but does not list it.',
  createFolder: 'Check in webmail whether the folder exists, and create it there if it does not.',
  manyDeletions: 'Far more copied items are missing at the source than people usually delete between two passes.',
  raiseDeletionLimit:
    'Check the mailbox at the source. If the deletions are intended, raise "Deletion limit" in the project options, or keep deleted items.',
  errorLimit: 'The mailbox has more failed items than the project options allow, so the pass stopped.',
  raiseErrorLimit:
    'Look at the errors: many of the same kind often share one cause. Then raise "Error limit" in the options, or leave it empty, and start a full pass.',
  retryErrors: 'To copy the failed items, start a Retry errors pass.',
  newerLedger:
    'A newer version of Mailferry has copied this mailbox. This version did not touch its record of the items.',
  runNewer: 'Run that version or a later one, then start the pass again.',
  sourceLooksEmpty: 'Earlier passes found folders and items in the source mailbox. Now the server shows none of them.',
  checkSource:
    'Nothing was removed at the destination. Check the mailbox in webmail: it may have been moved or recreated, or the account may have lost its permission. Correct that, then start the pass again.',
  destinationLooksEmpty: 'Earlier passes filled folders at the destination. Now the server shows none of them.',
  checkDestination:
    'Check the mailbox in webmail. If it was recreated, delete the mailbox in Mailferry and add it again, so that everything is copied again. If not, restore the account’s permissions, then start the pass again.',
  quota: 'The destination mailbox has reached its quota.',
  raiseQuota: 'Ask the provider to raise the quota, then start the pass again.',
  syncState: 'The server no longer accepts the sync state of the folder.',
  listsAgain: 'Nothing to do. The next pass lists the folder again and copies only what is missing.',
  stopped: 'Someone stopped the pass.',
  startAgain: 'Start a pass again. It continues where this one stopped.',

  // The server and the way to it
  gatewayUnreachable: 'Mailferry reaches this server through its own gateway, and the gateway does not answer.',
  gatewayRestarts:
    'Nothing to do: the gateway restarts automatically. If this keeps happening, check that it is running.',
  operationRefused: 'The server answers, but refuses an EWS operation that the pass needs.',
  askAboutOperation:
    'Ask the provider whether the operation is turned off, or blocked by a proxy in front of the server. Once it works, start the pass again.',
  rejectedInFront:
    'The server accepts other items. When a request contains this one, something in front of the server, such as a web application firewall or a proxy, answers with an error page instead.',
  letThrough:
    'Ask whoever runs it to let requests to /EWS/ through without inspecting their content, at least from Mailferry. Then retry the errors.',
  busy: 'The server asked Mailferry to slow down.',
  tooManyConnections: 'The server allows fewer connections at once than Mailferry had open.',
  continuesWithFewer: 'Nothing to do: it continues with fewer.',
  overload: 'The server did not finish a request within its own time limit.',
  smallerRequests:
    'Nothing to do: it continues with smaller requests. If this keeps happening, run a pass at a quieter time.',
  transient: 'The server failed with an error that is usually temporary.',
  withinAnHour: 'If it does not within an hour, ask the provider, then start the pass again.',
  version: 'The server does not accept the version of Exchange Web Services in the request.',
  readVersionAgain: 'Test the connection of the endpoint, which reads the server’s version again.',
  tlsFailed: 'Mailferry reached the server, but the TLS connection failed.',
  testConnection: 'Test the connection of the endpoint, which shows the reason.',
  unreachable: 'The name of the server is unknown, or the connection failed.',
  checkServer: 'Check the address of the endpoint and whether the server is running.',
  notExchange: 'The server answers, but not as Exchange Web Services.',
  exchangeAddress: 'Check the address of the endpoint. On Exchange it ends in /EWS/Exchange.asmx.',
  exchangeOnline: 'Microsoft has blocked Exchange Web Services in Exchange Online since October 2026.',
  chooseHosted: 'Choose a hosted or on-premises Exchange server.',
  unsupported: 'The server does not support an operation that the pass needs.',
  checkVersions:
    'Check the versions of both servers in the endpoints. If they are recent enough, ask the provider whether the operation is turned off, or blocked by a proxy.',
  unknown: 'The server gave an answer that Mailferry does not recognise.',
  tryAgain: 'Run a full pass to try again. If this keeps happening, show the code and the message to the provider.',

  // Certificates and TLS
  orTrust: 'Or compare its fingerprint with the one on the server, then trust exactly this certificate.',
  selfSigned: 'The server issued its own certificate, as Exchange does during installation. No authority confirms it.',
  publicCertificate: 'Ask the provider for a certificate from a public authority.',
  unknownIssuer:
    'Neither the public lists nor this computer trust the authority that issued it. Often it is a company’s own authority.',
  loadRoot: 'Load the root certificate of that authority with npm start -- --ca FILE.',
  incompleteChain:
    'The server does not send the intermediate certificate that links its own certificate to the authority.',
  installIntermediate:
    'Ask the provider to install the intermediate certificate, or load it with npm start -- --ca FILE.',
  certificateExpired: 'The certificate is no longer valid.',
  renewCertificate: 'Ask the provider to renew it.',
  certificateInFuture: 'The certificate becomes valid only in the future.',
  checkClocks: 'Check the clocks of the server and of this computer.',
  wrongName: 'The certificate does not include the host name of the address.',
  useListedName: 'Use one of the names that the certificate lists.',
  weakCertificate: 'It is signed with SHA-1 or MD5, or its key is shorter than 2048 bits.',
  reissueCertificate: 'Ask the provider to reissue it with SHA-256 and a key of 2048 bits.',
  certificateChanged:
    'The server shows a different certificate from the one that is trusted for this endpoint. Mailferry sent nothing to it.',
  askWhetherReplaced:
    'Ask the provider whether they replaced it. If they did, compare the new fingerprint, then trust the new certificate.',
  noCommonVersion: 'The server and Mailferry have no TLS version in common on this connection.',
  noCommonCipher: 'The server and Mailferry have no cipher in common on this connection.',
  useGateway:
    'Test the connection again with the gateway, which also supports TLS 1.0 and older ciphers: see "Old servers and their TLS" in the README. Or ask the provider to enable TLS 1.2 with ECDHE and AES-GCM.',
  enableAes:
    'Ask the provider to enable AES ciphers. Otherwise put a TLS relay near the server. For 3DES you can also run Mailferry on Cloudflare, whose edge supports it.',
  enableTls:
    'Ask the provider to enable TLS 1.2, or at least TLS 1.0, on the server. Otherwise put a TLS relay near the server.',
  plainHttp: 'The server answers in plain http, which would expose the password.',
  checkPort: 'Check the port of the address: https usually uses 443. Ask the provider for the https address of EWS.',
  handshakeCut: 'The server, or a firewall in front of it, closed the connection during the TLS handshake.',
  askAboutInspection:
    'Check the port, and ask the provider whether a firewall blocks or inspects connections from this address.',
  handshakeHangs: 'The server accepts the connection, then sends nothing.',
  askAboutFirewall: 'Check the port, and ask the provider whether a firewall blocks the connection. Then try again.',
  clientCertificate: 'The server accepts only clients that have their own certificate.',
  withoutClientCertificate:
    'Ask the provider for an EWS address without client certificates, or for an exception for Mailferry.',
  showDetail: 'Show the provider the text under "detail", which names the reason. Then try again.',
  proxyRefuses: 'The proxy in HTTPS_PROXY did not let the connection through, or did not answer.',
  checkProxy:
    'Check the address and the credentials in HTTPS_PROXY, and ask its administrator to allow the server. Or list the server in NO_PROXY.',
} as const;

/** The same sentences in another language. */
export type FailureTexts = Readonly<Record<keyof typeof ENGLISH, string>>;
