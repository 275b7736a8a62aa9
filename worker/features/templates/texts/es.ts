import type { Texts } from './texts.ts';

export const ES: Texts = {
  invitation: {
    subject: '{{inviterName}} le invita a {{company}} en Mailferry',
    body: `{{greeting}}

{{inviterName}} le ha invitado a unirse a **{{company}}** en Mailferry, la herramienta con la que el equipo traslada buzones a nuevos proveedores.

[Aceptar la invitación]({{link}})

El enlace es válido hasta el {{expiresAt}}. Si no esperaba esta invitación, puede ignorar este mensaje.`,
  },
  'password-reset': {
    subject: 'Restablecer su contraseña de Mailferry',
    body: `{{greeting}}

Alguien ha pedido restablecer la contraseña de su cuenta de Mailferry. Si ha sido usted, elija una contraseña nueva:

[Elegir una contraseña nueva]({{link}})

El enlace funciona una sola vez, hasta el {{expiresAt}}. Si no ha sido usted, ignore este mensaje: su contraseña no cambia.`,
  },
  'password-changed': {
    subject: 'Se ha cambiado su contraseña de Mailferry',
    body: `{{greeting}}

La contraseña de su cuenta de Mailferry se cambió el {{changedAt}}. Se ha cerrado la sesión en todos los demás dispositivos.

Si no ha sido usted, abra la página de inicio de sesión de Mailferry, elija «Forgot password» y establezca una contraseña nueva. Después, avise a un propietario de **{{company}}**.`,
  },
  'email-confirmation': {
    subject: 'Confirme su dirección de correo para Mailferry',
    body: `{{greeting}}

**{{newAddress}}** va a ser la dirección de correo de su cuenta de Mailferry. Confirme que recibe mensajes en ella:

[Confirmar la dirección]({{link}})

El enlace funciona una sola vez, hasta el {{expiresAt}}. Si no lo ha pedido, ignore este mensaje: nada cambia.`,
  },
  'email-changed': {
    subject: 'Se ha cambiado la dirección de correo de su cuenta de Mailferry',
    body: `{{greeting}}

Su cuenta de Mailferry tiene una nueva dirección de correo desde el {{changedAt}}: **{{newAddress}}**. A partir de ahora, inicie sesión con ella.

Si no ha sido usted, avise enseguida a un propietario de **{{company}}**.`,
  },
  'two-factor-reset': {
    subject: 'Se ha desactivado la verificación en dos pasos de su cuenta de Mailferry',
    body: `{{greeting}}

{{resetBy}} desactivó la verificación en dos pasos de su cuenta de Mailferry el {{changedAt}}. Ahora puede iniciar sesión solo con su contraseña.

Vuelva a configurarla en Settings, Security. Si no lo ha pedido, póngase en contacto con {{resetBy}} en **{{company}}**.`,
  },
  'credential-request': {
    subject: 'Su buzón se traslada: introduzca sus datos de acceso',
    body: `{{greeting}}

{{company}} está trasladando su buzón **{{mailbox}}** a un nuevo proveedor para {{customer}}. Para copiar su correo, su calendario y sus contactos, necesitamos los datos de acceso de su buzón actual.

[Introducir los datos de acceso]({{link}})

Solo le llevará un minuto. Su contraseña se cifra, se usa únicamente para copiar su buzón y se elimina después del traslado.

El enlace es personal y es válido hasta el {{expiresAt}}. Por favor, no reenvíe este mensaje.

¿No está seguro de que este mensaje sea auténtico? Pregunte a {{contact}} antes de abrir el enlace.`,
  },
  reminder: {
    subject: 'Recordatorio: introduzca los datos de acceso de su buzón',
    body: `{{greeting}}

Todo está listo para trasladar su buzón **{{mailbox}}**. Solo nos faltan sus datos de acceso.

[Introducir los datos de acceso]({{link}})

Solo le llevará un minuto. El enlace es personal y es válido hasta el {{expiresAt}}.

¿Tiene alguna pregunta? {{contact}} le ayudará con mucho gusto.`,
  },
  'migration-notice': {
    subject: 'Su buzón se traslada a un nuevo proveedor',
    body: `{{greeting}}

{{customer}} cambia de proveedor de correo. Su buzón **{{mailbox}}** se traslada el **{{startAt}}**.

- Copiamos por usted su correo, su calendario, sus contactos y sus tareas.
- Puede seguir trabajando mientras tanto.
- Su nuevo buzón es **{{newAddress}}**.

Por ahora no tiene que hacer nada. Le escribiremos de nuevo cuando su nuevo buzón esté listo.

¿Tiene alguna pregunta? {{contact}} le ayudará con mucho gusto.`,
  },
  completion: {
    subject: 'Su nuevo buzón está listo',
    body: `{{greeting}}

Su buzón ya se ha trasladado. A partir de ahora, utilice **{{newAddress}}**.

- Elementos copiados: {{items}}
- Tamaño: {{size}}

¿Le falta algo? Póngase en contacto con {{contact}}. No se ha borrado nada de su antiguo buzón {{mailbox}}.`,
  },
  failure: {
    subject: 'No se ha podido migrar {{mailbox}}',
    body: `{{greeting}}

No se ha podido migrar el buzón **{{mailbox}}** del proyecto **{{project}}**.

**Causa:** {{cause}}

**Qué hacer:** {{remedy}}

[Abrir el buzón]({{link}})`,
  },
  statistics: {
    subject: '{{project}}: {{mailboxesDone}} de {{mailboxesTotal}} buzones migrados',
    body: `{{greeting}}

Este es el estado actual del proyecto **{{project}}** para {{customer}}.

- Buzones: {{mailboxesDone}} de {{mailboxesTotal}}
- Elementos: {{items}}
- Tamaño: {{size}}
- Errores: {{errors}}
- Inicio: {{startedAt}}
- Última actividad: {{endedAt}}

[Abrir el proyecto]({{link}})`,
  },
  'outlook-instructions': {
    subject: 'Configure Outlook para su nuevo buzón',
    body: `{{greeting}}

Su nuevo buzón **{{newAddress}}** está listo. Así se abre en Outlook en su ordenador con Windows:

1. Descargue el asistente de Outlook con el botón de abajo y ábralo.
2. Cierre Outlook cuando el asistente se lo pida.
3. Inicie Outlook de nuevo. Se abrirá su nuevo buzón.

[Descargar el asistente de Outlook]({{link}})

Su perfil anterior de Outlook se conserva, así que puede volver atrás en cualquier momento. En el móvil, añada la cuenta **{{newAddress}}** en su aplicación de correo.

¿Necesita ayuda? {{contact}} está a su disposición en {{customer}}.`,
  },
  'provider-script': {
    subject: 'Script de PowerShell para la migración de {{customer}}',
    body: `{{greeting}}

**{{sender}}**, de **{{company}}**, prepara la migración de los buzones de {{customer}} y le pide que ejecute el script siguiente en sus servidores Exchange.

{{note}}

1. Copie el script en un archivo de texto y guárdelo como {{fileName}}.
2. Abra el Shell de administración de Exchange y ejecute allí el archivo.
3. Envíenos las últimas líneas que muestre.

Al principio del script se explica en inglés qué hace, por qué y cómo deshacerlo. Para ver qué haría sin cambiar nada, asigne allí a $preview el valor $true.

{{script}}`,
  },
  'webhook-paused': {
    subject: 'El webhook «{{webhookName}}» está en pausa',
    body: `{{greeting}}

Mailferry ha puesto en pausa el webhook **{{webhookName}}**. No enviará nada hasta que usted lo reanude.

- Dirección: {{webhookUrl}}
- Motivo: {{reason}}

Las entregas que no han llegado se conservan. Podrá enviarlas de nuevo cuando haya corregido la causa.

[Abrir los webhooks]({{settingsUrl}})`,
  },
  test: {
    subject: 'Mensaje de prueba de Mailferry',
    body: `{{greeting}}

Este mensaje demuestra que la configuración de correo de **{{company}}** funciona. No tiene que hacer nada.`,
  },
};
