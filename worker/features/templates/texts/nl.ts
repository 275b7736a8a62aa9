import type { Texts } from './texts.ts';

export const NL: Texts = {
  invitation: {
    subject: '{{inviterName}} nodigt u uit voor {{company}} op Mailferry',
    body: `{{greeting}}

{{inviterName}} nodigt u uit om mee te werken bij **{{company}}** op Mailferry. Daarmee verhuist het team mailboxen naar nieuwe providers.

[Uitnodiging accepteren]({{link}})

De link werkt tot {{expiresAt}}. Had u deze uitnodiging niet verwacht? Dan kunt u dit bericht negeren.`,
  },
  'password-reset': {
    subject: 'Uw Mailferry-wachtwoord opnieuw instellen',
    body: `{{greeting}}

Iemand wil het wachtwoord van uw Mailferry-account opnieuw instellen. Was u dat? Kies dan een nieuw wachtwoord:

[Nieuw wachtwoord kiezen]({{link}})

De link werkt één keer, tot {{expiresAt}}. Was u het niet? Negeer dit bericht dan. Uw wachtwoord blijft hetzelfde.`,
  },
  'password-changed': {
    subject: 'Uw Mailferry-wachtwoord is gewijzigd',
    body: `{{greeting}}

Het wachtwoord van uw Mailferry-account is gewijzigd op {{changedAt}}. Alle andere apparaten zijn afgemeld.

Was u het niet? Open dan de inlogpagina van Mailferry, kies ‘Forgot password’ en stel een nieuw wachtwoord in. Breng daarna een eigenaar van **{{company}}** op de hoogte.`,
  },
  'email-confirmation': {
    subject: 'Bevestig uw e-mailadres voor Mailferry',
    body: `{{greeting}}

**{{newAddress}}** wordt het e-mailadres van uw Mailferry-account. Bevestig dat u daar berichten ontvangt:

[Adres bevestigen]({{link}})

De link werkt één keer, tot {{expiresAt}}. Hebt u hier niet om gevraagd? Negeer dit bericht dan. Er verandert niets.`,
  },
  'email-changed': {
    subject: 'Het e-mailadres van uw Mailferry-account is gewijzigd',
    body: `{{greeting}}

Uw Mailferry-account heeft sinds {{changedAt}} een nieuw e-mailadres: **{{newAddress}}**. Log voortaan daarmee in.

Was u het niet? Breng dan meteen een eigenaar van **{{company}}** op de hoogte.`,
  },
  'two-factor-reset': {
    subject: 'Tweestapsverificatie is uitgeschakeld voor uw Mailferry-account',
    body: `{{greeting}}

{{resetBy}} heeft de tweestapsverificatie van uw Mailferry-account uitgeschakeld op {{changedAt}}. U kunt nu alleen met uw wachtwoord inloggen.

Stel tweestapsverificatie opnieuw in, onder Settings, Security. Hebt u hier niet om gevraagd? Neem dan contact op met {{resetBy}} bij **{{company}}**.`,
  },
  'credential-request': {
    subject: 'Uw mailbox verhuist: vul uw inloggegevens in',
    body: `{{greeting}}

{{company}} verhuist uw mailbox **{{mailbox}}** voor {{customer}} naar een nieuwe provider. Om uw e-mail, agenda en contactpersonen te kopiëren, hebben we de inloggegevens van uw huidige mailbox nodig.

[Inloggegevens invullen]({{link}})

Dit kost ongeveer een minuut. Uw wachtwoord wordt versleuteld, alleen gebruikt om uw mailbox te kopiëren en na de verhuizing verwijderd.

De link is alleen voor u bestemd en werkt tot {{expiresAt}}. Stuur dit bericht niet door.

Twijfelt u of dit bericht echt is? Vraag het aan {{contact}} voordat u de link opent.`,
  },
  reminder: {
    subject: 'Herinnering: vul de inloggegevens van uw mailbox in',
    body: `{{greeting}}

Alles staat klaar om uw mailbox **{{mailbox}}** te verhuizen. We hebben alleen uw inloggegevens nog nodig.

[Inloggegevens invullen]({{link}})

Dit kost ongeveer een minuut. De link is alleen voor u bestemd en werkt tot {{expiresAt}}.

Hebt u een vraag? {{contact}} helpt u graag.`,
  },
  'migration-notice': {
    subject: 'Uw mailbox verhuist naar een nieuwe provider',
    body: `{{greeting}}

{{customer}} stapt over op een nieuwe e-mailprovider. Uw mailbox **{{mailbox}}** verhuist op **{{startAt}}**.

- Uw e-mail, agenda, contactpersonen en taken worden voor u gekopieerd.
- U kunt ondertussen gewoon doorwerken.
- Uw nieuwe mailbox is **{{newAddress}}**.

U hoeft nu niets te doen. We laten het u weten zodra uw nieuwe mailbox klaar is.

Hebt u een vraag? {{contact}} helpt u graag.`,
  },
  completion: {
    subject: 'Uw nieuwe mailbox is klaar',
    body: `{{greeting}}

Uw mailbox is verhuisd. Gebruik vanaf nu **{{newAddress}}**.

- Gekopieerde items: {{items}}
- Grootte: {{size}}

Mist u iets? Neem dan contact op met {{contact}}. Uit uw oude mailbox {{mailbox}} is niets verwijderd.`,
  },
  failure: {
    subject: '{{mailbox}} kon niet worden gemigreerd',
    body: `{{greeting}}

De mailbox **{{mailbox}}** in het project **{{project}}** kon niet worden gemigreerd.

**Oorzaak:** {{cause}}

**Oplossing:** {{remedy}}

[Mailbox openen]({{link}})`,
  },
  statistics: {
    subject: '{{project}}: {{mailboxesDone}} van {{mailboxesTotal}} mailboxen gemigreerd',
    body: `{{greeting}}

Dit is de huidige stand van het project **{{project}}** voor {{customer}}.

- Mailboxen: {{mailboxesDone}} van {{mailboxesTotal}}
- Items: {{items}}
- Grootte: {{size}}
- Fouten: {{errors}}
- Begonnen: {{startedAt}}
- Laatste activiteit: {{endedAt}}

[Project openen]({{link}})`,
  },
  'outlook-instructions': {
    subject: 'Outlook instellen voor uw nieuwe mailbox',
    body: `{{greeting}}

Uw nieuwe mailbox **{{newAddress}}** is klaar. Zo opent u die in Outlook op uw Windows-computer:

1. Download de Outlook-assistent met de knop hieronder en open deze.
2. Sluit Outlook wanneer de assistent daarom vraagt.
3. Start Outlook opnieuw. Uw nieuwe mailbox wordt geopend.

[Outlook-assistent downloaden]({{link}})

Uw oude Outlook-profiel blijft bewaard, dus u kunt altijd terug. Voeg op uw telefoon het account **{{newAddress}}** toe in uw mailapp.

Hebt u hulp nodig? {{contact}} staat bij {{customer}} voor u klaar.`,
  },
  'provider-script': {
    subject: 'PowerShell-script voor de migratie van {{customer}}',
    body: `{{greeting}}

**{{sender}}** van **{{company}}** bereidt de migratie van de postvakken van {{customer}} voor en vraagt u om het onderstaande script op uw Exchange-servers uit te voeren.

{{note}}

1. Kopieer het script naar een tekstbestand en sla dat op als {{fileName}}.
2. Open de Exchange Management Shell en voer het bestand daar uit.
3. Stuur ons de laatste regels van de uitvoer.

Bovenaan in het script staat in het Engels wat het doet, waarom, en hoe u het ongedaan maakt. Wilt u zien wat het zou doen zonder iets te wijzigen, zet $preview daar dan op $true.

{{script}}`,
  },
  'webhook-paused': {
    subject: 'De webhook ‘{{webhookName}}’ is gepauzeerd',
    body: `{{greeting}}

Mailferry heeft de webhook **{{webhookName}}** gepauzeerd. Er wordt niets verzonden totdat u hem hervat.

- Adres: {{webhookUrl}}
- Reden: {{reason}}

Afleveringen die niet zijn aangekomen, blijven bewaard. U kunt ze opnieuw verzenden zodra de oorzaak is verholpen.

[Webhooks openen]({{settingsUrl}})`,
  },
  test: {
    subject: 'Testbericht van Mailferry',
    body: `{{greeting}}

Dit bericht laat zien dat de mailinstellingen van **{{company}}** werken. U hoeft niets te doen.`,
  },
};
