/**
 * Passwords of ten characters and more that everyone tries first, without their digits and signs at the end, in lower
 * case. Rules catch what is made by rule: see password-rules.ts. It is small and goes along, so that no password is ever
 * asked about elsewhere.
 */
export const COMMON_PASSWORDS: ReadonlySet<string> = new Set(
  `password passwort motdepasse contrasena wachtwoord passw0rd p@ssword p@ssw0rd pa$$word passwordpassword mypassword
  changeme changeit letmein letmeinnow welcome willkommen bienvenue administrator administrador admin adminadmin root
  rootroot toor guest test testtest testpassword demo default secret supersecret topsecret trustno1 iloveyou iloveyouso
  ichliebedich jetaime teamo sunshine princess football baseball basketball superman batman spiderman starwars pokemon
  dragon monkey shadow master michael jennifer jessica charlie jordan mustang harley ferrari corvette mercedes liverpool
  chelsea arsenal manchester barcelona realmadrid bayern schalke borussia chocolate butterfly computer internet samsung
  microsoft windows google facebook linkedin exchange outlook mailferry mailbox migration server company business
  summer winter spring autumn sommer fruehling frühling herbst january february march april august september october
  november december montag freitag monday friday hello hellohello hallo hallohallo whatever freedom forever blessed
  jesuschrist nothing anything something blink182 abc abcabc abcdef abcdefg abcdefgh abcdefghi abcdefghij qwerty qwertz
  azerty qwertyuiop qwertzuiop azertyuiop asdfghjkl yxcvbnm zxcvbnm qazwsx qazwsxedc 1qaz2wsx 1qaz2wsx3edc zaq12wsx
  1q2w3e4r 1q2w3e4r5t 1q2w3e4r5t6z q1w2e3r4 q1w2e3r4t5 qwertyqwerty qwertyasdf qweasdzxc asdfasdf asdfqwer qwerasdf
  correcthorsebatterystaple correct horse battery staple`.split(/\s+/),
);
