import type { PageTexts } from './texts.ts';

export const ES: PageTexts = {
  formTitle: 'Inicie sesión en su buzón',
  intro:
    '{company} está trasladando su buzón {mailbox} a un nuevo proveedor por encargo de {customer}. Para copiar sus correos, su calendario y sus contactos, necesitamos que inicie sesión una vez.',
  introOwn:
    '{company} está trasladando su buzón {mailbox} a un nuevo proveedor. Para copiar sus correos, su calendario y sus contactos, necesitamos que inicie sesión una vez.',
  sideTitle: { source: 'Su buzón actual', destination: 'Su nuevo buzón' },
  server: 'Servidor: {host}',
  login: 'Dirección de correo o nombre de usuario',
  loginHint: 'Lo que escribe para iniciar sesión en este buzón.',
  password: 'Contraseña',
  passwordHint: {
    source: 'La contraseña que usa hoy para este buzón.',
    destination: 'La contraseña que recibió para el nuevo buzón.',
  },
  showPassword: 'Mostrar la contraseña',
  hidePassword: 'Ocultar la contraseña',
  submit: 'Comprobar y continuar',
  submitHint: 'Comprobamos sus datos de inmediato. Puede tardar medio minuto.',
  busy: 'Comprobando …',
  accepted: 'Recibido. Ya no tiene que escribir nada aquí.',
  next: {
    title: 'Qué ocurrirá después',
    items: [
      'Comprobamos sus datos en el servidor.',
      'Después, la copia empieza automáticamente. Puede seguir trabajando y no se borra nada de su buzón actual.',
      'Esta página le muestra cómo avanza la copia.',
    ],
  },
  kept: {
    title: 'Qué ocurre con su contraseña',
    items: [
      'Se guarda cifrada y no se muestra a nadie, ni siquiera a {company}.',
      'Se usa únicamente para copiar su buzón.',
    ],
    deletedAfter: 'Se elimina como máximo {count} días después de la última copia.',
    deletedAtEnd: 'Se elimina cuando termina la migración.',
  },
  ask: {
    title: '¿Tiene dudas?',
    text: 'Si no sabe si esta solicitud es auténtica o necesita ayuda, pregunte a {contact}. Lo más seguro es usar datos de contacto que ya conozca.',
  },
  validUntil: 'Este enlace es personal. Es válido hasta el {date}.',
  language: 'Idioma',
  errorTitle: 'Error',
  missing: {
    login: 'Escriba su dirección de correo o su nombre de usuario.',
    password: 'Escriba su contraseña.',
    tooLong: 'El texto es demasiado largo.',
  },
  refusals: {
    'wrong-password': {
      title: 'El servidor no ha aceptado los datos',
      text: 'El nombre de usuario o la contraseña no son correctos. Compruebe ambos. La contraseña distingue entre mayúsculas y minúsculas.',
    },
    locked: {
      title: 'Su cuenta está bloqueada en este momento',
      text: 'El servidor la ha bloqueado, normalmente tras varias contraseñas incorrectas. Espere media hora antes de volver a intentarlo, o pida a {contact} que la desbloquee.',
    },
    'password-expired': {
      title: 'Su contraseña ha caducado',
      text: 'El servidor exige una contraseña nueva. Cámbiela donde suele leer su correo y escriba después aquí la nueva.',
    },
    disabled: {
      title: 'Su cuenta está desactivada',
      text: 'El servidor no permite iniciar sesión con esta cuenta. Póngase en contacto con {contact}.',
    },
    'second-factor': {
      title: 'Este buzón exige un segundo paso para iniciar sesión',
      text: 'El servidor pide algo más que una contraseña, por ejemplo, un código de su teléfono. No podemos iniciar sesión de esa forma. Si tiene una contraseña de aplicación, escríbala aquí. Si no, póngase en contacto con {contact}. Su contraseña no se ha guardado.',
    },
    'other-mailbox': {
      title: 'Estos datos no abren su buzón',
      text: 'La contraseña es correcta, pero pertenece a una cuenta sin acceso a este buzón. Escriba el nombre de usuario de {mailbox}.',
    },
  },
  triesLeft: {
    one: 'Puede intentarlo una vez más ahora.',
    other: 'Puede intentarlo {count} veces más ahora.',
  },
  limitedTitle: 'Demasiados intentos',
  limitedUntil: 'Para que el servidor no bloquee su cuenta, espere hasta las {time} y vuelva a intentarlo.',
  limited:
    'Para que el servidor no bloquee su cuenta, aquí no es posible hacer más intentos. Póngase en contacto con {contact}.',
  pending: {
    title: 'Hemos guardado sus datos',
    reasons: {
      unreachable: 'En este momento no se puede conectar con el servidor de correo. No es culpa suya.',
      busy: 'El servidor de correo está sobrecargado en este momento. No es culpa suya.',
      certificate: 'En este momento no es posible una conexión segura con el servidor de correo. No es culpa suya.',
      'access-off':
        'El servidor de correo todavía no nos permite el acceso. {contact} tiene que autorizarlo. No es culpa suya.',
      other: 'El servidor de correo no ha podido comprobar sus datos. No es culpa suya.',
    },
    text: 'Puede cerrar esta página. Guardamos sus datos cifrados y los volvemos a comprobar automáticamente. Si hay algún problema, recibirá un mensaje.',
    change: 'Cambiar mis datos',
    back: 'Dejar mis datos como están',
  },
  progress: {
    title: 'Su buzón',
    received: 'Gracias. Sus datos han sido aceptados.',
    stages: {
      waiting: { title: 'A la espera de empezar', text: 'La copia empieza automáticamente. No tiene que hacer nada.' },
      checking: { title: 'En preparación', text: 'Estamos revisando sus carpetas.' },
      copying: { title: 'Copia en curso', text: 'Puede seguir trabajando en su buzón.' },
      paused: { title: 'En pausa', text: 'La copia continúa automáticamente. No tiene que hacer nada.' },
      attention: {
        title: 'Interrumpida',
        text: '{company} lo ve y se ocupa de ello. Si tiene alguna pregunta, diríjase a {contact}.',
      },
      verified: { title: 'Todo está listo', text: 'Sus datos funcionan. La copia empezará más adelante.' },
      partly: {
        title: 'La primera parte está copiada',
        text: 'El resto se copiará automáticamente más adelante. Hasta entonces, siga usando su buzón actual.',
      },
      done: { title: 'Copiado', text: 'Su buzón está copiado. {company} le avisará cuando pueda empezar a usarlo.' },
    },
    share: 'Su buzón: {count}\u00A0%',
    items: 'Elementos copiados: {count}',
    keepLink: 'Puede cerrar esta página y volver a abrirla con el enlace de su correo, hasta el {date}.',
    refresh: 'Actualizar',
  },
  ends: {
    expired: {
      title: 'Este enlace ha caducado',
      text: 'Por su seguridad, cada enlace es válido solo durante un tiempo limitado.',
    },
    revoked: {
      title: 'Este enlace ya no es válido',
      text: '{company} ha retirado esta solicitud. No tiene que hacer nada. Si esperaba iniciar sesión aquí, pregunte a {contact}.',
    },
    replaced: {
      title: 'Hay un enlace más reciente',
      text: 'Use el enlace del último mensaje que recibió de nosotros. También puede pedir que le enviemos otro.',
    },
    answered: {
      title: 'Hemos recibido sus datos',
      text: 'No tiene que hacer nada. Este enlace ha caducado y ya no muestra el avance.',
    },
  },
  newLink: {
    button: 'Enviarme un enlace nuevo',
    to: 'Se enviará a {mailbox}.',
    sentTitle: 'Un enlace nuevo está en camino',
    sent: 'Lo hemos enviado a {mailbox}. Puede tardar unos minutos. Mire también en la carpeta de correo no deseado.',
    limited:
      'Hace poco se le envió un enlace nuevo. Búsquelo en su bandeja de entrada y en el correo no deseado, o pregunte a {contact}.',
  },
  notFound: {
    title: 'Este enlace no existe',
    text: 'Compruebe que ha copiado el enlace completo de su correo, o vuelva a abrirlo desde allí.',
  },
  tooMany: { title: 'Demasiadas solicitudes', text: 'Espere unos minutos y vuelva a intentarlo.' },
  failed: { title: 'Algo ha fallado', text: 'No se ha perdido nada. Vuelva a intentarlo dentro de unos minutos.' },
  tooLarge: { title: 'No se han podido leer los datos', text: 'Vuelva al formulario e inténtelo de nuevo.' },
  foreign: {
    title: 'Los datos no se han aceptado',
    text: 'No procedían de esta página. Abra de nuevo el enlace de su correo y use el formulario que encontrará allí.',
  },
  preview: { title: 'Vista previa', text: 'Esto es lo que ve el usuario. Desde aquí no se puede enviar nada.' },
};
