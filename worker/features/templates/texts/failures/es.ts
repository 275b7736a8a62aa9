import type { FailureTexts } from './english.ts';

/** Names of the app stay as the app shows them. */
export const SPANISH: FailureTexts = {
  itSaid: 'Su mensaje:',
  thenStart: 'A continuación, inicie de nuevo la pasada.',
  continues: 'Continuará donde se detuvo.',
  continuesByItself: 'La pasada continúa automáticamente.',
  nothingToDo: 'No tiene que hacer nada: continúa automáticamente.',
  liftThrottling: 'Para ir más rápido, pida al proveedor que retire la limitación de EWS.',
  nothingRemoved: 'No se ha eliminado nada.',

  answerTooLarge:
    'La respuesta era mayor, o estaba anidada a más profundidad, de lo que puede estarlo un elemento o una lista. Mailferry no la ha leído.',
  showProvider:
    'Compruebe el buzón en el webmail. Si allí está bien, muestre el mensaje al proveedor: su servidor, o algo situado delante, envía respuestas erróneas.',
  tooManyFolders: 'El buzón tiene más carpetas de las que Mailferry copia de un buzón.',
  fewerFolders:
    'Compruebe el buzón en el webmail. Si las carpetas existen de verdad, archive o elimine algunas. Si no, muestre el mensaje al proveedor.',
  foldersTooDeep:
    'El servidor enumera sin fin carpetas dentro de carpetas. El propio Exchange permite 300 niveles como máximo.',
  folderNamesTooLong: 'Los nombres de las carpetas de este buzón son más largos de lo que permite Exchange.',
  foldersWithoutEnd: 'El servidor envía una y otra vez páginas de carpetas sin casi ninguna nueva.',
  folderWithoutEnd: 'El servidor enumera sin fin los elementos de una carpeta.',
  hourSpent: 'El servidor enumera en este buzón más elementos de los que contienen los buzones más grandes.',

  credentialsRefused: 'El servidor no ha aceptado el nombre de usuario y la contraseña.',
  checkCredentials:
    'Compruebe ambos, así como la forma del nombre de usuario (DOMINIO\\usuario o dirección de correo).',
  tooManyPasswords:
    'Se han probado varias contraseñas distintas para esta cuenta, o muchísimas en este grupo de trabajo, y ningún servidor las ha aceptado. Mailferry espera más antes de cada intento, para que nadie pueda adivinar contraseñas.',
  checkPassword: 'Compruebe el nombre de usuario y la contraseña.',
  needsConsent:
    'La detección automática señala un servidor que no está en la lista de hosts del extremo. Mailferry no le ha enviado la contraseña.',
  addHost:
    'Si el host pertenece al proveedor, añádalo a la lista de hosts del extremo e introduzca de nuevo la contraseña.',
  passwordForOtherServer:
    'La dirección del extremo ha cambiado. Mailferry solo envía una contraseña al servidor para el que se introdujo.',
  enterPasswordAgain: 'Si la nueva dirección es correcta, introduzca de nuevo la contraseña.',
  passwordUnreadable: 'Se cifró con una clave que Mailferry ya no tiene, o está dañada.',
  addOldKey: 'Introduzca de nuevo la contraseña, o añada la clave antigua a VAULT_OLD_KEYS.',
  noSignInMethod: 'El servidor no ofrece ningún método de inicio de sesión compatible con Mailferry.',
  allowSignInMethod: 'Pida al proveedor que permita para EWS la autenticación Basic por HTTPS, o NTLM.',
  extendedProtection:
    'El servidor vincula cada inicio de sesión NTLM al certificado de su conexión TLS. Solo la puerta de enlace puede ver ese certificado.',
  startGateway:
    'Inicie la puerta de enlace y vuelva a probar la conexión del extremo. O pida al proveedor que configure Extended Protection como «Allow» u «Off» para EWS.',
  reEncrypted:
    'Algo entre Mailferry y Exchange vuelve a cifrar la conexión con otro certificado, por lo que Extended Protection rechaza todos los inicios de sesión. La contraseña no es la causa.',
  exemptServer:
    'Excluya el servidor de la inspección TLS, instale el certificado de Exchange en el servidor frontal, o configure Extended Protection como «Off» para EWS.',
  passwordExpired: 'La contraseña de la cuenta ha caducado.',
  setNewPassword: 'Establezca una contraseña nueva e introdúzcala en el extremo.',
  passwordChangeRequired: 'El servidor exige que primero se cambie la contraseña de la cuenta.',
  changePassword: 'Inicie sesión en el webmail, cambie la contraseña e introdúzcala en el extremo.',
  accountLocked: 'El servidor ha bloqueado la cuenta, normalmente tras varias contraseñas erróneas.',
  unlockAccount: 'Espere a que termine el bloqueo, o desbloquee la cuenta.',
  accountDisabled: 'La cuenta está deshabilitada en el servidor.',
  enableAccount:
    'Habilite la cuenta mientras dure la migración, o utilice una cuenta de administrador con permisos sobre el buzón.',
  impersonationRoleMissing: 'La cuenta del extremo no tiene el rol ApplicationImpersonation para este buzón.',
  grantRoleSoon:
    'Conceda el rol, o desactive la suplantación y conceda FullAccess. El cambio puede tardar una hora en surtir efecto.',
  impersonationRefused: 'El servidor no permite la suplantación a la cuenta del extremo.',
  grantRole: 'Conceda el rol ApplicationImpersonation, o desactive la suplantación y conceda FullAccess.',
  noAccess: 'El inicio de sesión funciona, pero la cuenta no puede abrir este buzón.',
  grantAccess: 'Conceda FullAccess sobre el buzón, o el rol ApplicationImpersonation y active la suplantación.',
  rightMissing: 'La cuenta puede abrir el buzón, pero le falta un permiso que la pasada necesita.',
  grantRight:
    'Concédale FullAccess sobre el buzón (o ApplicationImpersonation), espere a que surta efecto y vuelva a verificar.',
  noCredentials: 'Ni el extremo ni el buzón tienen nombre de usuario y contraseña.',
  enterCredentials: 'Introduzca una cuenta de administrador en el extremo, o una contraseña para el buzón.',
  oauthOnly: 'El servidor solo acepta tokens de OAuth, no un nombre de usuario y una contraseña.',
  allowBasic: 'Pida al proveedor que permita la autenticación Basic para EWS, al menos para la cuenta de migración.',

  noSuchMailbox: 'El servidor no tiene ningún buzón con esta dirección.',
  checkAddress: 'Compruebe la dirección. En el destino, el buzón debe existir antes de que empiece la pasada.',
  wrongServer: 'El buzón está en un servidor al que esta dirección no conduce.',
  setAddress: 'Indique en el extremo la dirección que el webmail muestra para este buzón.',
  folderNotShown: 'El servidor dice que ha creado la carpeta o que ya la tiene, pero no la muestra en la lista.',
  createFolder: 'Compruebe en el webmail si la carpeta existe y, si no, créela allí.',
  manyDeletions: 'En el origen faltan muchos más elementos copiados de los que se suelen eliminar entre dos pasadas.',
  raiseDeletionLimit:
    'Compruebe el buzón en el origen. Si las eliminaciones son intencionadas, aumente «Deletion limit» en las opciones del proyecto, o conserve los elementos eliminados.',
  errorLimit:
    'El buzón tiene más elementos con errores de los que permiten las opciones del proyecto, por lo que la pasada se ha detenido.',
  raiseErrorLimit:
    'Examine los errores: si hay muchos del mismo tipo, suelen tener una misma causa. Después aumente «Error limit» en las opciones, o déjelo vacío, e inicie una pasada completa.',
  retryErrors: 'Para copiar los elementos que han fallado, inicie una pasada «Retry errors».',
  newerLedger:
    'Una versión más reciente de Mailferry ha copiado este buzón. Esta versión no ha modificado el registro de los elementos.',
  runNewer: 'Utilice esa versión o una posterior e inicie de nuevo la pasada.',
  sourceLooksEmpty:
    'Las pasadas anteriores encontraron carpetas y elementos en el buzón de origen. Ahora el servidor no muestra ninguno.',
  checkSource:
    'No se ha eliminado nada en el destino. Compruebe el buzón en el webmail: puede que se haya movido o creado de nuevo, o que la cuenta haya perdido su permiso. Corríjalo e inicie de nuevo la pasada.',
  destinationLooksEmpty:
    'Las pasadas anteriores llenaron carpetas en el destino. Ahora el servidor no muestra ninguna.',
  checkDestination:
    'Compruebe el buzón en el webmail. Si se ha creado de nuevo, elimínelo en Mailferry y añádalo otra vez, para que se vuelva a copiar todo. Si no, restablezca los permisos de la cuenta e inicie de nuevo la pasada.',
  quota: 'El buzón de destino ha alcanzado su cuota.',
  raiseQuota: 'Pida al proveedor que aumente la cuota e inicie de nuevo la pasada.',
  syncState: 'El servidor ya no acepta el estado de sincronización de la carpeta.',
  listsAgain: 'No tiene que hacer nada. La próxima pasada vuelve a leer la carpeta y copia solo lo que falta.',
  stopped: 'Alguien ha detenido la pasada.',
  startAgain: 'Inicie otra pasada. Continuará donde se detuvo esta.',

  gatewayUnreachable: 'Mailferry llega a este servidor por su propia puerta de enlace, y esta no responde.',
  gatewayRestarts:
    'No tiene que hacer nada: la puerta de enlace se reinicia automáticamente. Si esto se repite, compruebe que está en marcha.',
  operationRefused: 'El servidor responde, pero rechaza una operación de EWS que la pasada necesita.',
  askAboutOperation:
    'Pregunte al proveedor si la operación está desactivada, o si la bloquea un proxy situado delante del servidor. En cuanto funcione, inicie de nuevo la pasada.',
  rejectedInFront:
    'El servidor acepta otros elementos. Cuando una petición contiene este, algo situado delante del servidor, como un cortafuegos de aplicaciones web o un proxy, responde con una página de error.',
  letThrough:
    'Pida a su responsable que deje pasar las peticiones a /EWS/ sin inspeccionar su contenido, al menos las de Mailferry. Después reintente los errores.',
  busy: 'El servidor ha pedido a Mailferry que vaya más despacio.',
  tooManyConnections: 'El servidor permite menos conexiones simultáneas de las que Mailferry tenía abiertas.',
  continuesWithFewer: 'No tiene que hacer nada: continúa con menos conexiones.',
  overload: 'El servidor no ha terminado una petición dentro de su propio límite de tiempo.',
  smallerRequests:
    'No tiene que hacer nada: continúa con peticiones más pequeñas. Si esto se repite, inicie una pasada en un momento más tranquilo.',
  transient: 'El servidor ha sufrido un error que suele ser temporal.',
  withinAnHour: 'Si no continúa en una hora, consulte al proveedor e inicie de nuevo la pasada.',
  version: 'El servidor no acepta la versión de Exchange Web Services de la petición.',
  readVersionAgain: 'Pruebe la conexión del extremo, que vuelve a leer la versión del servidor.',
  tlsFailed: 'Mailferry ha llegado al servidor, pero la conexión TLS ha fallado.',
  testConnection: 'Pruebe la conexión del extremo, que muestra el motivo.',
  unreachable: 'El nombre del servidor es desconocido, o la conexión ha fallado.',
  checkServer: 'Compruebe la dirección del extremo y que el servidor esté en marcha.',
  notExchange: 'El servidor responde, pero no como Exchange Web Services.',
  exchangeAddress: 'Compruebe la dirección del extremo. En Exchange termina en /EWS/Exchange.asmx.',
  exchangeOnline: 'Microsoft bloquea Exchange Web Services en Exchange Online desde octubre de 2026.',
  chooseHosted: 'Elija un servidor Exchange alojado o local.',
  unsupported: 'El servidor no admite una operación que la pasada necesita.',
  checkVersions:
    'Compruebe las versiones de ambos servidores en los extremos. Si son suficientemente recientes, pregunte al proveedor si la operación está desactivada o si la bloquea un proxy.',
  unknown: 'El servidor ha dado una respuesta que Mailferry no reconoce.',
  tryAgain:
    'Inicie una pasada completa para volver a intentarlo. Si esto se repite, muestre el código y el mensaje al proveedor.',

  orTrust: 'O compare su huella digital con la del servidor y confíe exactamente en este certificado.',
  selfSigned:
    'El servidor ha emitido su propio certificado, como hace Exchange durante la instalación. Ninguna autoridad lo confirma.',
  publicCertificate: 'Pida al proveedor un certificado de una autoridad pública.',
  unknownIssuer:
    'Ni las listas públicas ni este ordenador confían en la autoridad que lo emitió. A menudo es la autoridad propia de una empresa.',
  loadRoot: 'Cargue el certificado raíz de esa autoridad con npm start -- --ca FILE.',
  incompleteChain: 'El servidor no envía el certificado intermedio que vincula su propio certificado con la autoridad.',
  installIntermediate:
    'Pida al proveedor que instale el certificado intermedio, o cárguelo con npm start -- --ca FILE.',
  certificateExpired: 'El certificado ya no es válido.',
  renewCertificate: 'Pida al proveedor que lo renueve.',
  certificateInFuture: 'El certificado no será válido hasta una fecha futura.',
  checkClocks: 'Compruebe los relojes del servidor y de este ordenador.',
  wrongName: 'El certificado no incluye el nombre de host de la dirección.',
  useListedName: 'Utilice uno de los nombres que figuran en el certificado.',
  weakCertificate: 'Está firmado con SHA-1 o MD5, o su clave tiene menos de 2048 bits.',
  reissueCertificate: 'Pida al proveedor que lo vuelva a emitir con SHA-256 y una clave de 2048 bits.',
  certificateChanged:
    'El servidor presenta un certificado distinto del que es de confianza para este extremo. Mailferry no le ha enviado nada.',
  askWhetherReplaced:
    'Pregunte al proveedor si lo ha sustituido. Si es así, compare la nueva huella digital y confíe en el nuevo certificado.',
  noCommonVersion: 'El servidor y Mailferry no tienen ninguna versión de TLS en común en esta conexión.',
  noCommonCipher: 'El servidor y Mailferry no tienen ningún cifrado en común en esta conexión.',
  useGateway:
    'Pruebe de nuevo la conexión con la puerta de enlace, que también admite TLS 1.0 y cifrados más antiguos: véase «Old servers and their TLS» en el README. O pida al proveedor que active TLS 1.2 con ECDHE y AES-GCM.',
  enableAes:
    'Pida al proveedor que active los cifrados AES. Si no, coloque un relé TLS cerca del servidor. Para 3DES también puede ejecutar Mailferry en Cloudflare, cuya red lo admite.',
  enableTls:
    'Pida al proveedor que active TLS 1.2, o al menos TLS 1.0, en el servidor. Si no, coloque un relé TLS cerca del servidor.',
  plainHttp: 'El servidor responde en http sin cifrar, lo que expondría la contraseña.',
  checkPort:
    'Compruebe el puerto de la dirección: https suele usar el 443. Pida al proveedor la dirección https de EWS.',
  handshakeCut: 'El servidor, o un cortafuegos situado delante, ha cerrado la conexión durante la negociación TLS.',
  askAboutInspection:
    'Compruebe el puerto y pregunte al proveedor si un cortafuegos bloquea o inspecciona las conexiones desde esta dirección.',
  handshakeHangs: 'El servidor acepta la conexión y después no envía nada.',
  askAboutFirewall:
    'Compruebe el puerto y pregunte al proveedor si un cortafuegos bloquea la conexión. Después inténtelo de nuevo.',
  clientCertificate: 'El servidor solo acepta clientes que tengan su propio certificado.',
  withoutClientCertificate:
    'Pida al proveedor una dirección de EWS sin certificados de cliente, o una excepción para Mailferry.',
  showDetail:
    'Muestre al proveedor el texto que aparece en «detail», que indica el motivo. Después inténtelo de nuevo.',
  proxyRefuses: 'El proxy de HTTPS_PROXY no ha dejado pasar la conexión, o no ha respondido.',
  checkProxy:
    'Compruebe la dirección y las credenciales de HTTPS_PROXY, y pida a su administrador que permita el servidor. O incluya el servidor en NO_PROXY.',
};
