import type { Mailer } from '#platform/mail/mailer.ts'

type Message = Parameters<Mailer['send']>[0]

/** Shown names come from people: one line, no control characters, so that nobody writes headers or a second message. */
function oneLine(text: string): string {
  return text.replaceAll(/[\p{C}\p{Zl}\p{Zp}]+/gu, ' ').trim()
}

/** Asks a person to show that an address is theirs. */
export function verificationMail(to: string, name: string, url: string): Message {
  return {
    to,
    subject: 'Confirm your e-mail address',
    text: `Hello ${oneLine(name)},

please confirm that this address is yours by opening this page within 24 hours:

${url}

If you did not sign up, you need not do anything.`,
  }
}

/** Lets a person set a new password. */
export function passwordResetMail(to: string, name: string, url: string): Message {
  return {
    to,
    subject: 'Set a new password',
    text: `Hello ${oneLine(name)},

somebody, probably you, asked to set a new password. Open this page within one hour:

${url}

If it was not you, ignore this message: your password stays as it is.`,
  }
}

/** Tells a person that the way they sign in has changed (ASVS 6.3.7). */
export function credentialChangedMail(to: string, name: string, what: string): Message {
  return {
    to,
    subject: `${what} was changed`,
    text: `Hello ${oneLine(name)},

${what.toLowerCase()} of your account was changed just now, and your other sessions have ended.

If it was not you, set a new password at once ("Forgot password" on the sign-in page).`,
  }
}

/** Invites somebody into an organization. */
export function invitationMail(
  to: string,
  organization: string,
  inviter: string,
  role: string,
  url: string,
): Message {
  return {
    to,
    subject: `${oneLine(inviter)} invites you to ${oneLine(organization)}`,
    text: `Hello,

${oneLine(inviter)} invites you to work with ${oneLine(organization)} as ${role}. Open this page within seven days:

${url}

The link is for this address only. If you do not know the sender, ignore this message.`,
  }
}
