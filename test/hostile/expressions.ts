/** Whose bytes an expression reads: those of servers, of mails and their authors, of people who use Mailferry, or its own. */
export type Reads = 'server' | 'mail' | 'person' | 'own';

/**
 * Every regular expression of the project, by whose bytes it reads and the file it stands in. A new one is to be added
 * here: `growth.test.ts` fails until it is, and measures all of them with growing inputs. `list-expressions.ts` does
 * the typing.
 */
export const EXPRESSIONS: Readonly<Record<Reads, Readonly<Record<string, readonly string[]>>>> = {
  "server": {
    "worker/engine/folders/plan-folders.ts": [
      "/^ \\(\\d+\\)$/"
    ],
    "worker/engine/inventory/read-arrivals.ts": [
      "/^(IPF\\.Note)?$/i"
    ],
    "worker/exchange/autodiscover/dns.ts": [
      "/\\s+/",
      "/^\\d{1,5}$/",
      "/\\.$/",
      "/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/"
    ],
    "worker/exchange/autodiscover/hosts.ts": [
      "/(^|\\.)(onmicrosoft\\.(com|us|de)|partner\\.onmschina\\.cn)$/i",
      "/\\/autodiscover\\.svc$/i",
      "/\\/autodiscover\\.xml$/i"
    ],
    "worker/exchange/autodiscover/soap.ts": [
      "/^Get(User|Domain)SettingsResponseMessage$/"
    ],
    "worker/exchange/autodiscover/take-in.ts": [
      "/autodiscover/i"
    ],
    "worker/exchange/client/answers.ts": [
      "/^<(?:!doctype|html)\\b/i"
    ],
    "worker/exchange/client/insist.ts": [
      "/^(?:Convert|Export|Find|Get|Resolve|Sync)/"
    ],
    "worker/exchange/client/own-answer.ts": [
      "/<\\/(?:[^<>\\s:]{1,100}:)?Envelope>$/",
      "/<\\/(?:[^<>\\s:]{1,100}:)?Envelope$/"
    ],
    "worker/exchange/client/responses.ts": [
      "/Response$/"
    ],
    "worker/exchange/faults/http-faults.ts": [
      "/Server Error in '\\/EWS' Application/i",
      "/\\b404\\.13\\b/",
      "/\"[^\"]*\"/g",
      "/(?:^|,)\\s*([A-Za-z][\\w-]*)(?=\\s|,|$)/g",
      "/\\.(?:prod|protection)\\.(?:outlook|exchangelabs)\\.com\\b/i",
      "/CERT_|SELF_SIGNED|ERR_TLS|ERR_SSL|EPROTO|certificate|\\bTLS\\b|\\bSSL\\b/i",
      "/ENOTFOUND|EAI_|EAI_AGAIN|DNS|getaddrinfo|name or service not known|no such host/i",
      "/ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT|connection refused|connect\\(\\)/i",
      "/genericerrorpage/i"
    ],
    "worker/exchange/faults/response-faults.ts": [
      "/^(\\w+?)Response(?:Message)?$/",
      "/client|sender|mustunderstand|notsupported|notrecognized/i",
      "/\\b(?:unknown|unsupported|unrecogni[sz]ed|unimplemented) (?:request|operation|method|action|soap ?action)\\b/i",
      "/\\b(?:request|operation|method|action)\\b.{0,80}\\bnot (?:implemented|supported|recogni[sz]ed|known)\\b/i",
      "/\\b(?:cannot|can't|failed to|unable to) (?:de-?seriali[sz]e|parse)\\b|\\bunsupported (?:property )?type\\b/i",
      "/\\b(?:permissions?|rights|not allowed|not permitted) .{0,40}\\bimpersonat|\\bimpersonation\\b.{0,40}\\b(?:denied|not allowed|not permitted)\\b/i",
      "/ErrorServerBusy|server is too busy/i",
      "/ConcurrentSyncCalls|MaxConcurrency/i",
      "/policy value '(\\d+)'/i",
      "/ConcurrentSyncCalls/i",
      "/RpcFormat|End of buffer/i"
    ],
    "worker/exchange/folders/create-folders.ts": [
      "/^(.*) \\((\\d{1,6})\\)$/"
    ],
    "worker/exchange/folders/find-pages.ts": [
      "/^find:(\\d+):(\\d+):(.*)$/s"
    ],
    "worker/exchange/folders/folder-tree.ts": [
      "/^IPF\\.Contact\\.(?:MOC\\.|RecipientCache|GalContacts|PeopleConnect)/i",
      "/^IPF\\.(?:Contact\\.|Files|SocialConnector|StoreItem)/i"
    ],
    "worker/exchange/items/zone-names.ts": [
      "/^\\s*(?:\\((?:GMT|UTC)[^)]*\\)\\s*|tzone:\\/\\/Microsoft\\/)/i",
      "/[,;/]/",
      "/^\\s*\\((?:GMT|UTC)([+-])(\\d\\d?):(\\d\\d)\\)/i"
    ],
    "worker/exchange/items/zones.ts": [
      "/^[A-Za-z][\\w .+()-]{0,100}$/"
    ],
    "worker/exchange/operations/items/sync-folder-items.ts": [
      "/T[\\d:.]+$/"
    ],
    "worker/exchange/operations/settings/resolve-names.ts": [
      "/^smtp:/i"
    ],
    "worker/exchange/settings/out-of-office.ts": [
      "/(?:Z|[+-]\\d\\d:\\d\\d)$/"
    ],
    "worker/exchange/transport/gateway/frame-socket.ts": [
      "/^\\{\"ack\":\\s*(\\d{1,9})\\}$/"
    ],
    "worker/exchange/transport/gateway/read-line.ts": [
      "/^[\\da-f]{64}$/"
    ],
    "worker/exchange/transport/http/chunked.ts": [
      "/^([\\da-f]{1,12})\\s*(?:;.*)?$/i"
    ],
    "worker/exchange/transport/http/head.ts": [
      "/\\r?\\n[ \\t]+/g",
      "/\\r?\\n/",
      "/^HTTP\\/1\\.([01]) (\\d{3})(?: (.*))?$/",
      "/(?:^|,)\\s*chunked\\s*$/i",
      "/^\\d{1,15}$/",
      "/\\bclose\\b/",
      "/\\bkeep-alive\\b/"
    ],
    "worker/exchange/transport/ntlm/handshake.ts": [
      "/^([a-z]+)\\s+([a-z0-9+/]+={0,2})$/i"
    ],
    "worker/exchange/transport/sign-in/ask-schemes.ts": [
      "/xml/i"
    ],
    "worker/exchange/transport/sign-in/tried-forms.ts": [
      "/\\bxml\\b/i"
    ],
    "worker/exchange/write/complete/update-occurrence.ts": [
      "/Occurrence/"
    ],
    "worker/exchange/write/create/homes.ts": [
      "/^(?!IPF\\.Contact\\b)/i",
      "/^(?:IPF\\.Note\\b|IPF$|$)/i",
      "/^IPF\\.Appointment\\b/i",
      "/^IPF\\.Contact\\b/i",
      "/^IPF\\.Task\\b/i"
    ],
    "worker/exchange/write/create/optional-parts.ts": [
      "/TimeZone|ForTimeChangePattern/",
      "/CompleteDate/",
      "/PercentComplete/",
      "/Culture/",
      "/ContactEmail/",
      "/Recurrence|Occurrence|DayForWeekly|CalendarOutOfRange/",
      "/['\"]([^'\"]+)['\"]/g"
    ],
    "worker/features/account/two-factor/recovery-code.ts": [
      "/[\\s-]/g"
    ],
    "worker/features/credentials/account-of.ts": [
      "/\\p{M}/gu"
    ],
    "worker/features/messages/sender-domain.ts": [
      "/^v=spf1( |$)/i",
      "/(^| )\\+?all( |$)/i",
      "/(^|;)\\s*p=[A-Za-z0-9+/=]/",
      "/^v=DMARC1\\s*(;|$)/i",
      "/;\\s*p\\s*=\\s*none\\b/i"
    ],
    "worker/features/templates/texts/shipped.ts": [
      "/ (?=[:;?!»])/g"
    ],
    "worker/features/webhooks/retry-plan.ts": [
      "/^\\d{1,9}$/"
    ],
    "worker/features/workgroups/common-passwords.ts": [
      "/\\s+/"
    ],
    "worker/features/workgroups/password-rules.ts": [
      "/\\p{L}/u",
      "/[\\s@.]+/"
    ],
    "worker/ledger/database/4-subjects.ts": [
      "/\\b(subject|state)\\b/g"
    ],
    "worker/lib/account-requests.ts": [
      "/\\s/g",
      "/^\\d{6}$/"
    ],
    "worker/lib/address.ts": [
      "/^\\d{1,3}(\\.\\d{1,3}){3}$/",
      "/\\.$/",
      "/^127(\\.\\d{1,3}){3}$/",
      "/(^|\\.)(office365\\.com|office\\.com|office365\\.us|outlook\\.com|outlook\\.office\\.de|partner\\.outlook\\.cn|apps\\.mil)$/i"
    ],
    "worker/lib/mail/outcome.ts": [
      "/\\s+/g"
    ],
    "worker/lib/new-endpoint.ts": [
      "/^[\\p{L}\\p{N}]([\\p{L}\\p{N}-]*[\\p{L}\\p{N}])?(\\.[\\p{L}\\p{N}]([\\p{L}\\p{N}-]*[\\p{L}\\p{N}])?)+$/u"
    ],
    "worker/lib/plain-text.ts": [
      "/[\\p{Cc}\\p{Cs}\\u2028\\u2029\\u202A-\\u202E\\u2066-\\u2069]/u"
    ],
    "worker/lib/time-zone.ts": [
      "/^[A-Za-z]/"
    ],
    "worker/local/gateway/certificate-findings.ts": [
      "/\\d{3}/",
      "/^https?:/i"
    ],
    "worker/local/gateway/connect-by-proxy.ts": [
      "/^HTTP\\/1\\.[01] (\\d{3})\\b/",
      "/^proxy-authenticate:\\s*([a-z]+)/i"
    ],
    "worker/local/gateway/describe-certificate.ts": [
      "/\\p{C}/gu"
    ],
    "worker/local/gateway/explain-handshake.ts": [
      "/CERTIFICATE_REQUIRED/",
      "/WRONG_VERSION_NUMBER|HTTP_REQUEST|PACKET_LENGTH_TOO_LONG|RECORD_LAYER_FAILURE/",
      "/UNSUPPORTED_PROTOCOL|ALERT_PROTOCOL_VERSION|INAPPROPRIATE_FALLBACK|UNSUPPORTED_SSL_VERSION/",
      "/ALERT_HANDSHAKE_FAILURE|ALERT_INSUFFICIENT_SECURITY|NO_SHARED_CIPHER|CIPHER|DH_KEY_TOO_SMALL|MODULUS_TOO_SMALL|SIGALG|SIGNATURE_TYPE|UNSAFE_LEGACY_RENEGOTIATION|CURVE|GROUP|KEY_TOO_SMALL|MD_TOO_WEAK/",
      "/^(ECONNRESET|EPIPE|ECONNABORTED)$|UNEXPECTED_EOF/"
    ],
    "worker/local/is-migrated.ts": [
      "/^[0-9a-f]{64}\\.sqlite$/"
    ],
    "worker/runtime/delivery/drivers/smtp-outcome.ts": [
      "/\\b(TLS|SSL|certificate)\\b/i",
      "/\\brelay/i",
      "/\\bTLS\\b/"
    ],
    "worker/runtime/endpoints/diagnose-connection.ts": [
      "/^\\[|^[\\d.]+$/"
    ],
    "worker/runtime/platform/licence-settings.ts": [
      "/^[A-Z]{3}$/",
      "/^\\d{1,7}(\\.\\d{1,3})?$/"
    ],
    "worker/runtime/platform/read-certificate.ts": [
      "/^[\\d.]+$|:/",
      "/^(?:DNS|IP Address):(.+)$/"
    ],
    "app/features/account/confirm-two-factor.tsx": [
      "/\\s/g"
    ],
    "app/features/account/set-up-two-factor.tsx": [
      "/.{1,4}/g"
    ],
    "app/features/licences/purchase-dialog.tsx": [
      "/^billingAddress\\./",
      "/^\\s*\\d{1,6}\\s*$/"
    ]
  },
  "mail": {
    "worker/engine/model/match-key.ts": [
      "/^<|>$/g"
    ],
    "worker/engine/settings/plan-reply.ts": [
      "/&#x?0*[dD];|&#13;|\\r/g"
    ],
    "worker/exchange/items/elements.ts": [
      "/^IPM\\.DistList\\b/i",
      "/^IPM\\.POST\\b/i"
    ],
    "worker/exchange/items/map-addresses.ts": [
      "/[^\\s<>,;:\"()[\\]\\\\@]+/y",
      "/[^?\\s]*\\?/y"
    ],
    "worker/exchange/items/meeting-messages.ts": [
      "/^IPM\\.Schedule\\.Meeting\\b/i"
    ],
    "worker/exchange/items/meetings.ts": [
      "/^-?\\d+$/"
    ],
    "worker/exchange/items/mime-addresses.ts": [
      "/\\r?\\n$/",
      "/^(?:from|to|cc|bcc|sender|reply-to)[ \\t]*:/i"
    ],
    "worker/exchange/items/mime.ts": [
      "/^IPM\\.POST\\b/i"
    ],
    "worker/exchange/items/orphans.ts": [
      "/^040000008200E00074C5B7101A82E008([0-9A-F]{8})[0-9A-F]{48,4000}$/i",
      "/../g"
    ],
    "worker/exchange/items/strict-order.ts": [
      "/^\\s*(\\d{4}-\\d{2}-\\d{2})T/"
    ],
    "worker/exchange/items/way-headers.ts": [
      "/^(?:received|dkim-signature)[ \\t]*:/im"
    ],
    "worker/exchange/items/zones.ts": [
      "/^(\\d\\d):(\\d\\d)/",
      "/^\\s*(-)?P(?:0D)?T(?:(\\d+)H)?(?:(\\d+)M)?(?:0+(?:\\.0+)?S)?\\s*$/",
      "/^\\s*P0D\\s*$/"
    ],
    "worker/exchange/write/create/keep-completion.ts": [
      "/^IPM\\.Task\\b/i"
    ],
    "worker/exchange/write/read-back/same-field.ts": [
      "/\\s+/g",
      "/[\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\ufffe\\uffff]/g",
      "/^\\d{4}-\\d{2}-\\d{2}/",
      "/T[\\d:.]+$/"
    ],
    "worker/exchange/xml/escape.ts": [
      "/[&<>\"]/g",
      "/[\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\ufffe\\uffff]/g",
      "/[&<>\"\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\ufffe\\uffff]/"
    ],
    "worker/exchange/xml/legal.ts": [
      "/&#(x[0-9a-f]{1,8}|\\d{1,9});/gi",
      "/^x/i"
    ],
    "worker/exchange/xml/plain-text.ts": [
      "/&(?:#x([0-9a-f]{1,16})|#(\\d{1,16})|(lt|gt|amp|quot|apos));/gi"
    ]
  },
  "person": {
    "worker/api.ts": [
      "/^application\\/([\\w.+-]+\\+)?json\\b/i"
    ],
    "worker/features/agents/require-role-within.ts": [
      "/[^a-z]+/"
    ],
    "worker/features/api-keys/use-api-key.ts": [
      "/^Bearer +(mf_[\\w-]{43})$/i"
    ],
    "worker/features/endpoints/connection.ts": [
      "/^TLSv1(?:\\.(\\d))?$/"
    ],
    "worker/features/endpoints/endpoint-url.ts": [
      "/^\\/?$|^\\/(owa|ecp|ews|exchange|mapi|autodiscover)(\\/|$)/i",
      "/^[a-z][a-z0-9+.-]*:\\/\\//i",
      "/^(\\[.*\\]|[\\w.-]+)$/",
      "/\\.asmx$/i"
    ],
    "worker/features/endpoints/find-server.ts": [
      "/^[^\\s@:]+@[^\\s@:]+$/",
      "/^\\[|[@:]|^[\\d.]+$/"
    ],
    "worker/features/endpoints/trust-schema.ts": [
      "/[\\s:]/g",
      "/^[\\da-f]{64}$/"
    ],
    "worker/features/events/schema.ts": [
      "/^seq_\\d{1,15}$/"
    ],
    "worker/features/kernel/client-address.ts": [
      "/^[\\da-f.:]+$/i"
    ],
    "worker/features/kernel/page.ts": [
      "/^[a-z]+_[0-9a-z]{1,64}$/"
    ],
    "worker/features/templates/render/blocks.ts": [
      "/\\r\\n?/g",
      "/[^\\P{Cc}\\n\\t]|[\\p{Cs}\\u2028\\u2029\\u202A-\\u202E\\u2066-\\u2069]/gu"
    ],
    "worker/features/templates/render/check-template.ts": [
      "/\\{\\{|\\}\\}/",
      "/^(https?:\\/\\/[^/{}?#]+([/?#]|$)|(mailto|tel):)/i"
    ],
    "worker/features/templates/render/parse.ts": [
      "/\\{\\{([^{}]*)\\}\\}/g",
      "/^\\{\\{([^{}]+)\\}\\}$/"
    ],
    "worker/features/templates/render/to-text.ts": [
      "/^(mailto|tel):/"
    ],
    "worker/features/templates/schema.ts": [
      "/^#[0-9a-fA-F]{6}$/"
    ],
    "worker/features/webhooks/body.ts": [
      "/[\\p{Cc}\\p{Cs}]/gu"
    ],
    "worker/lib/client-hello.ts": [
      "/^[\\d.]+$|:/"
    ],
    "worker/lib/client-name.ts": [
      "/^([A-Za-z][\\w.+-]{0,39})(?:\\/(\\d{1,4}(?:\\.\\d{1,4})?))?/"
    ],
    "worker/lib/email-address.ts": [
      "/^(?=[^@]{1,64}@)[\\w!#$%&'*+/=?^`{|}~-]+(?:\\.[\\w!#$%&'*+/=?^`{|}~-]+)*@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\\.)+[A-Za-z](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])$/"
    ],
    "worker/lib/event-sentence.ts": [
      "/[.!?…]$/",
      "/password/i"
    ],
    "worker/lib/fold-text.ts": [
      "/[ßæœøłđðþħı]/g",
      "/\\p{M}/gu"
    ],
    "worker/lib/mail/languages.ts": [
      "/[-_]/"
    ],
    "worker/lib/mail/mail-settings.ts": [
      "/^[^\\s/?#@\\\\]+$/",
      "/\\.$/",
      "/^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/"
    ],
    "worker/lib/mail/one-line.ts": [
      "/[\\p{Cc}\\p{Cs}\\u2028\\u2029\\u202A-\\u202E\\u2066-\\u2069]+/gu",
      "/ {2,}/g"
    ],
    "worker/lib/new-customer.ts": [
      "/[\\p{Cs}\\u202A-\\u202E\\u2066-\\u2069]|(?![\\n\\t])\\p{Cc}/u"
    ],
    "worker/lib/recipients.ts": [
      "/^@[^\\s@<>,;:\"()[\\]\\\\]+$/",
      "/^[^\\s@<>,;:\"()[\\]\\\\]+@[^\\s@<>,;:\"()[\\]\\\\]+$/"
    ],
    "worker/local/server.ts": [
      "/^\\/outbox\\/([\\w.-]{1,120})$/"
    ],
    "worker/runtime/delivery/drivers/mail-gate.ts": [
      "/^[\\d.]+$/"
    ],
    "app/features/activity/event-list.tsx": [
      "/^\\/customers/"
    ],
    "app/features/customers/customer-overview.tsx": [
      "/[^+\\d]/g"
    ],
    "app/features/customers/customer-values.ts": [
      "/[\\s,;]+/"
    ],
    "app/features/customers/user-dialog.tsx": [
      "/[\\s,;]+/"
    ],
    "app/features/customers/user-schema.ts": [
      "/[\\s,;]+/"
    ],
    "app/features/endpoints/certificate-facts.tsx": [
      "/.{1,4}/g"
    ],
    "app/features/endpoints/connection-line.tsx": [
      "/^TLSv1(?:\\.(\\d))?$/"
    ],
    "app/features/endpoints/endpoint-form.tsx": [
      "/^https?:/i"
    ],
    "app/features/mailboxes/error-groups.ts": [
      "/\\s+/"
    ],
    "app/features/projects/options/read-rows.ts": [
      "/^(source|old|from|destination|target|new|to)(\\s*e-?mail)?(\\s*(address|folder|path|domain))?$/i",
      "/^\\uFEFF/",
      "/\\r?\\n/",
      "/^\"(.*)\"$/"
    ],
    "app/features/projects/options/recipient-preview.tsx": [
      "/[\\s,;]+/"
    ],
    "app/features/projects/options/save-bar.tsx": [
      "/\\.(from|to)$/"
    ],
    "app/lib/csv-records.ts": [
      "/^sep=(.)$/i",
      "/^#TYPE [\\w.+`[\\],]+$/",
      "/^\\uFEFF/"
    ],
    "app/lib/csv.ts": [
      "/^[=+\\-@\\t\\r]/",
      "/[\",;\\r\\n]/"
    ],
    "app/lib/format.ts": [
      "/\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(?:\\.\\d+)?Z/g"
    ],
    "app/lib/parse-mailboxes.ts": [
      "/[,;\\t→]|->/",
      "/^source(email)?(address)?$/",
      "/^(destination|target)(email)?(address)?$/",
      "/^source(login|user)(name)?$/",
      "/^sourcepassword$/",
      "/^(destination|target)(login|user)(name)?$/",
      "/^(destination|target)password$/",
      "/[^a-z]/g",
      "/^\\uFEFF/",
      "/\\r?\\n/",
      "/^\"|\"$/g"
    ],
    "app/lib/parse-users.ts": [
      "/^(source|destination|target|primary|work|business|windows|user)?(e?mail|smtp|upn|proxy)(address|adresse|adressen|addresses|s|[1-9])?$/",
      "/^(userprincipalname|primarysmtpaddress|alias(es)?|adressee?mail|correo(electronico)?|courriel|indirizzoe?mail|posta(elettronica)?)$/",
      "/^(display|full|user)?name$|^(anzeigename|benutzer|nom(complet|affiche)?|nombre(completo)?|nome(completo)?|naam|weergavenaam|volledigenaam)$/",
      "/^(first|given|fore)name$|^(vorname|prenom|voornaam)$/",
      "/^(last|family)name$|^(surname|nachname|cognome|apellidos?|achternaam)$/",
      "/[\\s;,|<>\"'\\u200B-\\u200D\\u2060\\uFEFF]+/",
      "/^(smtp|x500|x400|sip|eum|spo|notes):/i",
      "/[^a-z1-9]/g"
    ],
    "app/service-worker.ts": [
      "/^\\/api\\//"
    ]
  },
  "own": {
    "worker/engine/copy/reactor.ts": [
      "/export|upload/i"
    ],
    "worker/exchange/faults/refusals.ts": [
      "/^(?:http-\\d+|soap-.*|empty-answer|broken-answer|ErrorInternalServerError|ews-application-error)$/"
    ],
    "worker/exchange/write/create/ladder.ts": [
      "/Propert(?:y|ies)|ErrorItemSave$/",
      "/Propert(?:y|ies)(?!Missing)|ErrorItemSave$|TimeZone|^ErrorCalendar(?!EndDate|Duration)|Recurrence|Occurrence|Culture|ContactEmail|PercentComplete|CompleteDate|Recipients|SmtpAddress|RoutingType|ValueOutOfRange|MapiPropertyType|SchemaValidation|InvalidRequest|InvalidArgument/"
    ],
    "worker/exchange/write/read-back/lost-files.ts": [
      "/^(\\d+) files of single occurrences/"
    ],
    "worker/exchange/write/read-back/written-fields.ts": [
      "/(?<=[a-z])(?=[A-Z])/g"
    ],
    "worker/exchange/xml/template.ts": [
      "/\"\\n\\s*(?=\\w)/g",
      "/\\n\\s*/g"
    ],
    "worker/features/endpoints/line-texts.ts": [
      "/SSL/",
      "/3DES|RC4/"
    ],
    "worker/features/reports/explain-fault.ts": [
      "/^[a-z]/"
    ],
    "worker/ledger/database/1-tables.ts": [
      "/EXISTS (\\w+)/"
    ],
    "worker/lib/event-words.ts": [
      "/[A-Z]/g"
    ],
    "worker/lib/gateway-grant.ts": [
      "/^[0-9a-f]{64}$/"
    ],
    "worker/lib/storage-full.ts": [
      "/SQLITE_FULL|database or disk is full|exceeded maximum DB size/i"
    ],
    "worker/local/disk.ts": [
      "/\\bENOSPC\\b|\\bEDQUOT\\b|no space left on device|disk quota exceeded/i"
    ],
    "worker/local/gateway/cli-options.ts": [
      "/^\\d+$/"
    ],
    "worker/local/gateway/proxy.ts": [
      "/[\\s,]+/",
      "/\\.$/",
      "/^\\*?\\./",
      "/^\\d{1,3}$/",
      "/^(\\[[^\\]]*\\]|[^:]*):(\\d{1,5})$/"
    ],
    "worker/local/gateway/tls-options.ts": [
      "/^(TLS_|ECDHE-(RSA|ECDSA)-(AES(128|256)-GCM-SHA(256|384)|CHACHA20-POLY1305)$)/"
    ],
    "worker/local/left-out-lines.ts": [
      "/^\\s*$|^\\s+(stack:|at )/",
      "/\\bfailed: TLS handshake failed: /"
    ],
    "worker/local/leftovers.ts": [
      "/workerd|worker\\/local\\/(server|gateway\\/serve)\\.ts/"
    ],
    "worker/local/options.ts": [
      "/^https?:\\/\\/[^/]/",
      "/^[0:.]+$/"
    ],
    "worker/local/process-list.ts": [
      "/^\\s*(\\d+)\\s+(\\d+)\\s+(.*)$/"
    ],
    "worker/runtime/endpoints/probe.ts": [
      "/Password|Account/"
    ],
    "worker/runtime/platform/front-door.ts": [
      "/^\\/api(\\/|$)/",
      "/html/i"
    ],
    "worker/runtime/platform/log.ts": [
      "/pass(word|phrase)|secret|token|authorization|cookie|credential|apikey|sealed|subject|content|body/i",
      "/\\nparams:[\\s\\S]*$/"
    ],
    "worker/runtime/platform/sealed-text.ts": [
      "/../g"
    ],
    "worker/runtime/platform/vault.ts": [
      "/^[\\w-]{1,32}$/"
    ],
    "app/features/activity/event-list.tsx": [
      "/\\/mailboxes\\//",
      "/^\\/projects/",
      "/^\\/endpoints/"
    ],
    "app/features/endpoints/endpoint-values.ts": [
      "/[\\s,;]+/",
      "/[.[]/"
    ],
    "app/features/mail/mail-values.ts": [
      "/^smtp\\./"
    ],
    "app/features/settings/settings-layout.tsx": [
      "/\\/$/"
    ],
    "app/screens.ts": [
      "/\\/$/",
      "/^[\\w-]+$/"
    ],
    "app/ui/form.tsx": [
      "/^[^.[]*/"
    ],
    "app/ui/shortcut-sheet.tsx": [
      "/[ +]/"
    ]
  }
};
