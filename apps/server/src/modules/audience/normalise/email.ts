/** What HTML forms take for an address, letters beyond ASCII included; quoted local parts are not worth their traps. */
const ADDRESS =
  /^[^\s@"(),:;<>[\]\\]{1,64}@(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?\.)+[\p{L}\p{N}-]{2,63}$/u

/**
 * The form by which addresses are compared: trimmed, NFC, lower case.
 * @returns undefined for text that is no e-mail address
 */
export function normaliseEmail(text: string): string | undefined {
  const email = text.trim().normalize('NFC').toLowerCase()
  return email.length <= 254 && ADDRESS.test(email) && !email.includes('..') ? email : undefined
}
