import type { Texts } from './texts.ts';

export const DE: Texts = {
  invitation: {
    subject: '{{inviterName}} lädt Sie zu {{company}} in Mailferry ein',
    body: `{{greeting}}

{{inviterName}} hat Sie eingeladen, bei **{{company}}** in Mailferry mitzuarbeiten. Dort zieht das Team Postfächer zu neuen Anbietern um.

[Einladung annehmen]({{link}})

Der Link gilt bis {{expiresAt}}. Haben Sie keine Einladung erwartet? Dann ignorieren Sie diese Nachricht einfach.`,
  },
  'password-reset': {
    subject: 'Ihr Mailferry-Passwort zurücksetzen',
    body: `{{greeting}}

jemand möchte das Passwort Ihres Mailferry-Kontos zurücksetzen. Wenn Sie das waren, wählen Sie hier ein neues Passwort:

[Neues Passwort wählen]({{link}})

Der Link funktioniert einmal und gilt bis {{expiresAt}}. Wenn Sie es nicht waren, ignorieren Sie diese Nachricht. Ihr Passwort bleibt dann unverändert.`,
  },
  'password-changed': {
    subject: 'Ihr Mailferry-Passwort wurde geändert',
    body: `{{greeting}}

das Passwort Ihres Mailferry-Kontos wurde geändert: {{changedAt}}. Alle anderen Geräte wurden abgemeldet.

Wenn Sie das nicht waren, öffnen Sie die Anmeldeseite von Mailferry, wählen Sie „Forgot password“ und setzen Sie ein neues Passwort. Informieren Sie danach einen Inhaber von **{{company}}**.`,
  },
  'email-confirmation': {
    subject: 'Bestätigen Sie Ihre E-Mail-Adresse für Mailferry',
    body: `{{greeting}}

**{{newAddress}}** soll die E-Mail-Adresse Ihres Mailferry-Kontos werden. Bitte bestätigen Sie, dass Sie dort Nachrichten empfangen:

[Adresse bestätigen]({{link}})

Der Link funktioniert einmal und gilt bis {{expiresAt}}. Wenn Sie das nicht angefordert haben, ignorieren Sie diese Nachricht. Dann ändert sich nichts.`,
  },
  'email-changed': {
    subject: 'Die E-Mail-Adresse Ihres Mailferry-Kontos wurde geändert',
    body: `{{greeting}}

Ihr Mailferry-Konto hat eine neue E-Mail-Adresse: **{{newAddress}}**. Geändert wurde sie am {{changedAt}}. Melden Sie sich ab jetzt mit ihr an.

Wenn Sie das nicht waren, informieren Sie sofort einen Inhaber von **{{company}}**.`,
  },
  'two-factor-reset': {
    subject: 'Die Zwei-Faktor-Anmeldung Ihres Mailferry-Kontos wurde ausgeschaltet',
    body: `{{greeting}}

{{resetBy}} hat die Zwei-Faktor-Anmeldung Ihres Mailferry-Kontos ausgeschaltet: {{changedAt}}. Sie können sich jetzt allein mit Ihrem Passwort anmelden.

Bitte richten Sie die Zwei-Faktor-Anmeldung wieder ein, unter Settings, Security. Wenn Sie das nicht gewünscht haben, wenden Sie sich an {{resetBy}} bei **{{company}}**.`,
  },
  'credential-request': {
    subject: 'Ihr Postfach zieht um: Bitte geben Sie Ihre Zugangsdaten ein',
    body: `{{greeting}}

{{company}} zieht Ihr Postfach **{{mailbox}}** für {{customer}} zu einem neuen Anbieter um. Damit wir Ihre E-Mails, Termine und Kontakte kopieren können, brauchen wir die Zugangsdaten Ihres bisherigen Postfachs.

[Zugangsdaten eingeben]({{link}})

Das dauert etwa eine Minute. Ihr Passwort wird verschlüsselt, nur zum Kopieren Ihres Postfachs verwendet und nach dem Umzug gelöscht.

Der Link ist nur für Sie bestimmt und gilt bis {{expiresAt}}. Bitte leiten Sie diese Nachricht nicht weiter.

Sie sind nicht sicher, ob diese Nachricht echt ist? Fragen Sie {{contact}}, bevor Sie den Link öffnen.`,
  },
  reminder: {
    subject: 'Erinnerung: Bitte geben Sie die Zugangsdaten Ihres Postfachs ein',
    body: `{{greeting}}

für den Umzug Ihres Postfachs **{{mailbox}}** ist alles vorbereitet. Uns fehlen nur noch Ihre Zugangsdaten.

[Zugangsdaten eingeben]({{link}})

Das dauert etwa eine Minute. Der Link ist nur für Sie bestimmt und gilt bis {{expiresAt}}.

Haben Sie eine Frage? {{contact}} hilft Ihnen gern.`,
  },
  'migration-notice': {
    subject: 'Ihr Postfach zieht zu einem neuen Anbieter um',
    body: `{{greeting}}

{{customer}} wechselt zu einem neuen E-Mail-Anbieter. Ihr Postfach **{{mailbox}}** zieht um: **{{startAt}}**.

- Ihre E-Mails, Termine, Kontakte und Aufgaben werden für Sie kopiert.
- Sie können währenddessen weiterarbeiten.
- Ihr neues Postfach ist **{{newAddress}}**.

Sie müssen jetzt nichts tun. Wir schreiben Ihnen wieder, sobald Ihr neues Postfach bereit ist.

Haben Sie eine Frage? {{contact}} hilft Ihnen gern.`,
  },
  completion: {
    subject: 'Ihr neues Postfach ist bereit',
    body: `{{greeting}}

Ihr Postfach ist umgezogen. Bitte verwenden Sie ab jetzt **{{newAddress}}**.

- Kopierte Elemente: {{items}}
- Größe: {{size}}

Fehlt Ihnen etwas? Dann wenden Sie sich bitte an {{contact}}. Aus Ihrem alten Postfach {{mailbox}} wurde nichts gelöscht.`,
  },
  failure: {
    subject: '{{mailbox}} konnte nicht migriert werden',
    body: `{{greeting}}

das Postfach **{{mailbox}}** im Projekt **{{project}}** konnte nicht migriert werden.

**Ursache:** {{cause}}

**Abhilfe:** {{remedy}}

[Postfach öffnen]({{link}})`,
  },
  statistics: {
    subject: '{{project}}: {{mailboxesDone}} von {{mailboxesTotal}} Postfächern migriert',
    body: `{{greeting}}

hier ist der aktuelle Stand des Projekts **{{project}}** für {{customer}}.

- Postfächer: {{mailboxesDone}} von {{mailboxesTotal}}
- Elemente: {{items}}
- Größe: {{size}}
- Fehler: {{errors}}
- Beginn: {{startedAt}}
- Letzte Aktivität: {{endedAt}}

[Projekt öffnen]({{link}})`,
  },
  'outlook-instructions': {
    subject: 'Outlook für Ihr neues Postfach einrichten',
    body: `{{greeting}}

Ihr neues Postfach **{{newAddress}}** ist bereit. So öffnen Sie es in Outlook auf Ihrem Windows-Computer:

1. Laden Sie mit der Schaltfläche unten den Outlook-Assistenten herunter und öffnen Sie ihn.
2. Schließen Sie Outlook, wenn der Assistent Sie darum bittet.
3. Starten Sie Outlook wieder. Es öffnet Ihr neues Postfach.

[Outlook-Assistenten herunterladen]({{link}})

Ihr altes Outlook-Profil bleibt erhalten, Sie können also jederzeit zurück. Auf dem Handy fügen Sie das Konto **{{newAddress}}** in Ihrer Mail-App hinzu.

Brauchen Sie Hilfe? {{contact}} ist bei {{customer}} für Sie da.`,
  },
  'provider-script': {
    subject: 'PowerShell-Skript für die Migration von {{customer}}',
    body: `{{greeting}}

**{{sender}}** von **{{company}}** bereitet die Migration der Postfächer von {{customer}} vor und bittet Sie, das Skript unten auf Ihren Exchange-Servern auszuführen.

{{note}}

1. Kopieren Sie das Skript in eine Textdatei und speichern Sie sie als {{fileName}}.
2. Öffnen Sie die Exchange-Verwaltungsshell und führen Sie die Datei dort aus.
3. Senden Sie uns die letzten Zeilen der Ausgabe.

Am Anfang des Skripts steht auf Englisch, was es tut, warum, und wie Sie es rückgängig machen. Um nur zu sehen, was es tun würde, setzen Sie dort $preview auf $true.

{{script}}`,
  },
  'webhook-paused': {
    subject: 'Der Webhook „{{webhookName}}“ ist pausiert',
    body: `{{greeting}}

Mailferry hat den Webhook **{{webhookName}}** pausiert. Er sendet erst wieder, wenn Sie ihn fortsetzen.

- Adresse: {{webhookUrl}}
- Grund: {{reason}}

Zustellungen, die nicht angekommen sind, bleiben erhalten. Sobald die Ursache behoben ist, können Sie sie erneut senden.

[Webhooks öffnen]({{settingsUrl}})`,
  },
  test: {
    subject: 'Testnachricht von Mailferry',
    body: `{{greeting}}

diese Nachricht zeigt, dass die Mail-Einstellungen von **{{company}}** funktionieren. Sie müssen nichts weiter tun.`,
  },
};
