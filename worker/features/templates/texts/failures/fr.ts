import type { FailureTexts } from './english.ts';

/** Names of the app stay as the app shows them. */
export const FRENCH: FailureTexts = {
  itSaid: 'Son message\u00a0:',
  thenStart: 'Relancez ensuite la passe.',
  continues: 'Elle reprend là où elle s’est arrêtée.',
  continuesByItself: 'La passe continue automatiquement.',
  nothingToDo: 'Vous n’avez rien à faire\u00a0: la migration continue automatiquement.',
  liftThrottling: 'Pour aller plus vite, demandez au fournisseur de lever la limitation de débit EWS.',
  nothingRemoved: 'Rien n’a été supprimé.',

  answerTooLarge:
    'La réponse était plus grande, ou plus profondément imbriquée, que ne peut l’être un élément ou une liste. Mailferry ne l’a pas lue.',
  showProvider:
    'Vérifiez la boîte mail dans le webmail. Si tout y est correct, montrez le message au fournisseur\u00a0: son serveur, ou un équipement placé devant, envoie de mauvaises réponses.',
  tooManyFolders: 'La boîte mail contient plus de dossiers que Mailferry n’en copie.',
  fewerFolders:
    'Vérifiez la boîte mail dans le webmail. Si ces dossiers existent réellement, archivez-en ou supprimez-en une partie. Sinon, montrez le message au fournisseur.',
  foldersTooDeep:
    'Le serveur énumère sans fin des dossiers dans des dossiers. Exchange lui-même autorise 300 niveaux au maximum.',
  folderNamesTooLong: 'Les noms de dossiers de cette boîte mail sont plus longs qu’Exchange ne l’autorise.',
  foldersWithoutEnd: 'Le serveur envoie sans cesse des pages de dossiers qui ne contiennent presque rien de nouveau.',
  folderWithoutEnd: 'Le serveur énumère sans fin les éléments d’un dossier.',
  hourSpent: 'Le serveur énumère dans cette boîte mail plus d’éléments que n’en contiennent les plus grandes boîtes.',

  credentialsRefused: 'Le serveur n’a pas accepté le nom d’utilisateur et le mot de passe.',
  checkCredentials:
    'Vérifiez les deux, ainsi que la forme du nom d’utilisateur (DOMAINE\\utilisateur ou adresse e-mail).',
  tooManyPasswords:
    'Plusieurs mots de passe différents ont été essayés pour ce compte, ou un très grand nombre dans ce groupe de travail, et aucun serveur ne les a acceptés. Mailferry attend plus longtemps avant chaque nouvel essai, afin que personne ne puisse deviner de mots de passe.',
  checkPassword: 'Vérifiez le nom d’utilisateur et le mot de passe.',
  needsConsent:
    'La découverte automatique désigne un serveur qui ne figure pas dans la liste des hôtes du point de terminaison. Mailferry ne lui a pas envoyé le mot de passe.',
  addHost:
    'Si cet hôte appartient au fournisseur, ajoutez-le à la liste des hôtes du point de terminaison et saisissez à nouveau le mot de passe.',
  passwordForOtherServer:
    'L’adresse du point de terminaison a changé. Mailferry n’envoie un mot de passe qu’au serveur pour lequel il a été saisi.',
  enterPasswordAgain: 'Si la nouvelle adresse est correcte, saisissez à nouveau le mot de passe.',
  passwordUnreadable: 'Il a été chiffré avec une clé que Mailferry ne possède plus, ou il est endommagé.',
  addOldKey: 'Saisissez à nouveau le mot de passe, ou ajoutez l’ancienne clé à VAULT_OLD_KEYS.',
  noSignInMethod: 'Le serveur ne propose aucune méthode de connexion prise en charge par Mailferry.',
  allowSignInMethod: 'Demandez au fournisseur d’autoriser pour EWS l’authentification Basic par HTTPS, ou NTLM.',
  extendedProtection:
    'Le serveur lie chaque connexion NTLM au certificat de sa liaison TLS. Seule la passerelle peut voir ce certificat.',
  startGateway:
    'Démarrez la passerelle, puis testez à nouveau la connexion du point de terminaison. Ou demandez au fournisseur de régler Extended Protection sur «\u00a0Allow\u00a0» ou «\u00a0Off\u00a0» pour EWS.',
  reEncrypted:
    'Entre Mailferry et Exchange, la liaison est rechiffrée avec un autre certificat\u00a0: Extended Protection refuse donc toute connexion. Le mot de passe n’est pas en cause.',
  exemptServer:
    'Excluez le serveur de l’inspection TLS, installez le certificat d’Exchange sur le serveur frontal, ou réglez Extended Protection sur «\u00a0Off\u00a0» pour EWS.',
  passwordExpired: 'Le mot de passe du compte a expiré.',
  setNewPassword: 'Définissez un nouveau mot de passe et saisissez-le dans le point de terminaison.',
  passwordChangeRequired: 'Le serveur exige que le mot de passe du compte soit d’abord changé.',
  changePassword: 'Connectez-vous au webmail, changez le mot de passe et saisissez-le dans le point de terminaison.',
  accountLocked: 'Le serveur a verrouillé le compte, généralement après plusieurs mots de passe erronés.',
  unlockAccount: 'Attendez la fin du verrouillage, ou déverrouillez le compte.',
  accountDisabled: 'Le compte est désactivé sur le serveur.',
  enableAccount:
    'Activez le compte pendant la durée de la migration, ou utilisez un compte administrateur ayant des droits sur la boîte mail.',
  impersonationRoleMissing:
    'Le compte du point de terminaison n’a pas le rôle ApplicationImpersonation pour cette boîte mail.',
  grantRoleSoon:
    'Accordez ce rôle, ou désactivez l’emprunt d’identité et accordez FullAccess. La modification peut mettre une heure à prendre effet.',
  impersonationRefused: 'Le serveur n’autorise pas le compte du point de terminaison à emprunter une identité.',
  grantRole: 'Accordez le rôle ApplicationImpersonation, ou désactivez l’emprunt d’identité et accordez FullAccess.',
  noAccess: 'La connexion réussit, mais le compte n’a pas le droit d’ouvrir cette boîte mail.',
  grantAccess:
    'Accordez FullAccess sur la boîte mail, ou le rôle ApplicationImpersonation en activant l’emprunt d’identité.',
  rightMissing: 'Le compte peut ouvrir la boîte mail, mais il lui manque une autorisation dont la passe a besoin.',
  grantRight:
    'Accordez-lui FullAccess sur la boîte mail (ou ApplicationImpersonation), attendez que cela prenne effet, puis relancez la vérification.',
  noCredentials: 'Ni le point de terminaison ni la boîte mail n’ont de nom d’utilisateur et de mot de passe.',
  enterCredentials:
    'Saisissez un compte administrateur dans le point de terminaison, ou un mot de passe pour la boîte mail.',
  oauthOnly: 'Le serveur n’accepte que des jetons OAuth, et non un nom d’utilisateur et un mot de passe.',
  allowBasic:
    'Demandez au fournisseur d’autoriser l’authentification Basic pour EWS, au moins pour le compte de migration.',

  noSuchMailbox: 'Le serveur n’a aucune boîte mail à cette adresse.',
  checkAddress: 'Vérifiez l’adresse. À la destination, la boîte mail doit exister avant le début de la passe.',
  wrongServer: 'La boîte mail se trouve sur un serveur auquel cette adresse ne mène pas.',
  setAddress: 'Indiquez dans le point de terminaison l’adresse que le webmail affiche pour cette boîte mail.',
  folderNotShown:
    'Le serveur indique qu’il a créé le dossier ou qu’il l’a déjà, mais ne le fait pas apparaître dans la liste.',
  createFolder: 'Vérifiez dans le webmail si le dossier existe, et créez-le s’il n’existe pas.',
  manyDeletions:
    'À la source, il manque bien plus d’éléments copiés que l’on n’en supprime d’habitude entre deux passes.',
  raiseDeletionLimit:
    'Vérifiez la boîte mail à la source. Si les suppressions sont voulues, augmentez «\u00a0Deletion limit\u00a0» dans les options du projet, ou conservez les éléments supprimés.',
  errorLimit:
    'La boîte mail compte plus d’éléments en échec que ne l’autorisent les options du projet\u00a0: la passe s’est donc arrêtée.',
  raiseErrorLimit:
    'Examinez les erreurs\u00a0: lorsqu’elles sont nombreuses et semblables, elles ont souvent une même cause. Augmentez ensuite «\u00a0Error limit\u00a0» dans les options, ou laissez ce champ vide, et lancez une passe complète.',
  retryErrors: 'Pour copier les éléments en échec, lancez une passe «\u00a0Retry errors\u00a0».',
  newerLedger:
    'Une version plus récente de Mailferry a copié cette boîte mail. Cette version-ci n’a pas touché au registre des éléments.',
  runNewer: 'Utilisez cette version plus récente, ou une version ultérieure, puis relancez la passe.',
  sourceLooksEmpty:
    'Des passes précédentes ont trouvé des dossiers et des éléments dans la boîte mail source. Le serveur n’en montre plus aucun.',
  checkSource:
    'Rien n’a été supprimé à la destination. Vérifiez la boîte mail dans le webmail\u00a0: elle a peut-être été déplacée ou recréée, ou le compte a perdu son autorisation. Corrigez cela, puis relancez la passe.',
  destinationLooksEmpty:
    'Des passes précédentes ont rempli des dossiers à la destination. Le serveur n’en montre plus aucun.',
  checkDestination:
    'Vérifiez la boîte mail dans le webmail. Si elle a été recréée, supprimez-la dans Mailferry et ajoutez-la de nouveau, afin que tout soit recopié. Sinon, rétablissez les autorisations du compte, puis relancez la passe.',
  quota: 'La boîte mail de destination a atteint son quota.',
  raiseQuota: 'Demandez au fournisseur d’augmenter le quota, puis relancez la passe.',
  syncState: 'Le serveur n’accepte plus l’état de synchronisation du dossier.',
  listsAgain: 'Vous n’avez rien à faire. La prochaine passe relit le dossier et ne copie que ce qui manque.',
  stopped: 'Quelqu’un a arrêté la passe.',
  startAgain: 'Lancez une nouvelle passe. Elle reprend là où celle-ci s’est arrêtée.',

  gatewayUnreachable: 'Mailferry atteint ce serveur par sa propre passerelle, et celle-ci ne répond pas.',
  gatewayRestarts:
    'Vous n’avez rien à faire\u00a0: la passerelle redémarre automatiquement. Si cela se répète, vérifiez qu’elle fonctionne.',
  operationRefused: 'Le serveur répond, mais refuse une opération EWS dont la passe a besoin.',
  askAboutOperation:
    'Demandez au fournisseur si l’opération est désactivée, ou bloquée par un proxy placé devant le serveur. Dès qu’elle fonctionne, relancez la passe.',
  rejectedInFront:
    'Le serveur accepte d’autres éléments. Lorsqu’une requête contient celui-ci, un équipement placé devant le serveur, tel qu’un pare-feu applicatif ou un proxy, répond par une page d’erreur.',
  letThrough:
    'Demandez à son responsable de laisser passer les requêtes vers /EWS/ sans inspecter leur contenu, au moins celles de Mailferry. Relancez ensuite les erreurs.',
  busy: 'Le serveur a demandé à Mailferry de ralentir.',
  tooManyConnections: 'Le serveur autorise moins de connexions simultanées que Mailferry n’en avait ouvert.',
  continuesWithFewer: 'Vous n’avez rien à faire\u00a0: la migration continue avec moins de connexions.',
  overload: 'Le serveur n’a pas terminé une requête dans son propre délai.',
  smallerRequests:
    'Vous n’avez rien à faire\u00a0: la migration continue avec des requêtes plus petites. Si cela se répète, lancez une passe à un moment plus calme.',
  transient: 'Le serveur a rencontré une erreur généralement passagère.',
  withinAnHour: 'Si elle n’a pas repris au bout d’une heure, interrogez le fournisseur, puis relancez la passe.',
  version: 'Le serveur n’accepte pas la version d’Exchange Web Services indiquée dans la requête.',
  readVersionAgain: 'Testez la connexion du point de terminaison\u00a0: la version du serveur est alors relue.',
  tlsFailed: 'Mailferry a atteint le serveur, mais la connexion TLS a échoué.',
  testConnection: 'Testez la connexion du point de terminaison\u00a0: la raison y est indiquée.',
  unreachable: 'Le nom du serveur est inconnu, ou la connexion a échoué.',
  checkServer: 'Vérifiez l’adresse du point de terminaison et que le serveur fonctionne.',
  notExchange: 'Le serveur répond, mais pas en tant qu’Exchange Web Services.',
  exchangeAddress: 'Vérifiez l’adresse du point de terminaison. Avec Exchange, elle se termine par /EWS/Exchange.asmx.',
  exchangeOnline: 'Microsoft bloque Exchange Web Services dans Exchange Online depuis octobre 2026.',
  chooseHosted: 'Choisissez un serveur Exchange hébergé ou local.',
  unsupported: 'Le serveur ne prend pas en charge une opération dont la passe a besoin.',
  checkVersions:
    'Vérifiez les versions des deux serveurs dans les points de terminaison. Si elles sont assez récentes, demandez au fournisseur si l’opération est désactivée, ou bloquée par un proxy.',
  unknown: 'Le serveur a donné une réponse que Mailferry ne reconnaît pas.',
  tryAgain: 'Réessayez par une passe complète. Si cela se répète, montrez le code et le message au fournisseur.',

  orTrust: 'Ou comparez son empreinte avec celle du serveur, puis faites confiance à ce certificat précis.',
  selfSigned:
    'Le serveur a émis lui-même son certificat, comme le fait Exchange lors de l’installation. Aucune autorité ne le confirme.',
  publicCertificate: 'Demandez au fournisseur un certificat d’une autorité publique.',
  unknownIssuer:
    'Ni les listes publiques ni cet ordinateur ne font confiance à l’autorité qui l’a émis. Il s’agit souvent de l’autorité propre à une entreprise.',
  loadRoot: 'Chargez le certificat racine de cette autorité avec npm start -- --ca FILE.',
  incompleteChain: 'Le serveur n’envoie pas le certificat intermédiaire qui relie son propre certificat à l’autorité.',
  installIntermediate:
    'Demandez au fournisseur d’installer le certificat intermédiaire, ou chargez-le avec npm start -- --ca FILE.',
  certificateExpired: 'Le certificat n’est plus valable.',
  renewCertificate: 'Demandez au fournisseur de le renouveler.',
  certificateInFuture: 'Le certificat ne devient valable que dans le futur.',
  checkClocks: 'Vérifiez les horloges du serveur et de cet ordinateur.',
  wrongName: 'Le certificat ne contient pas le nom d’hôte de l’adresse.',
  useListedName: 'Utilisez l’un des noms qui figurent dans le certificat.',
  weakCertificate: 'Il est signé avec SHA-1 ou MD5, ou sa clé est plus courte que 2048 bits.',
  reissueCertificate: 'Demandez au fournisseur de le réémettre avec SHA-256 et une clé de 2048 bits.',
  certificateChanged:
    'Le serveur présente un autre certificat que celui auquel ce point de terminaison fait confiance. Mailferry ne lui a rien envoyé.',
  askWhetherReplaced:
    'Demandez au fournisseur s’il l’a remplacé. Si oui, comparez la nouvelle empreinte, puis faites confiance au nouveau certificat.',
  noCommonVersion: 'Le serveur et Mailferry n’ont aucune version de TLS en commun sur cette connexion.',
  noCommonCipher: 'Le serveur et Mailferry n’ont aucun chiffrement en commun sur cette connexion.',
  useGateway:
    'Testez à nouveau la connexion avec la passerelle, qui prend aussi en charge TLS 1.0 et des chiffrements plus anciens\u00a0: voir «\u00a0Old servers and their TLS\u00a0» dans le README. Ou demandez au fournisseur d’activer TLS 1.2 avec ECDHE et AES-GCM.',
  enableAes:
    'Demandez au fournisseur d’activer les chiffrements AES. Sinon, placez un relais TLS près du serveur. Pour 3DES, vous pouvez aussi exécuter Mailferry sur Cloudflare, dont le réseau le prend en charge.',
  enableTls:
    'Demandez au fournisseur d’activer TLS 1.2, ou au moins TLS 1.0, sur le serveur. Sinon, placez un relais TLS près du serveur.',
  plainHttp: 'Le serveur répond en http non chiffré, ce qui exposerait le mot de passe.',
  checkPort:
    'Vérifiez le port de l’adresse\u00a0: https utilise généralement le port 443. Demandez au fournisseur l’adresse https d’EWS.',
  handshakeCut: 'Le serveur, ou un pare-feu placé devant, a fermé la connexion pendant la négociation TLS.',
  askAboutInspection:
    'Vérifiez le port, et demandez au fournisseur si un pare-feu bloque ou inspecte les connexions venant de cette adresse.',
  handshakeHangs: 'Le serveur accepte la connexion, puis n’envoie rien.',
  askAboutFirewall:
    'Vérifiez le port, et demandez au fournisseur si un pare-feu bloque la connexion. Réessayez ensuite.',
  clientCertificate: 'Le serveur n’accepte que les clients qui ont leur propre certificat.',
  withoutClientCertificate:
    'Demandez au fournisseur une adresse EWS sans certificat client, ou une exception pour Mailferry.',
  showDetail: 'Montrez au fournisseur le texte sous «\u00a0detail\u00a0», qui indique la raison. Réessayez ensuite.',
  proxyRefuses: 'Le proxy indiqué dans HTTPS_PROXY n’a pas laissé passer la connexion, ou n’a pas répondu.',
  checkProxy:
    'Vérifiez l’adresse et les identifiants dans HTTPS_PROXY, et demandez à son administrateur d’autoriser le serveur. Ou ajoutez le serveur à NO_PROXY.',
};
