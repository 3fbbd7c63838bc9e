import path from 'node:path'
import { createTransport } from 'nodemailer'
import type { Config } from '../config/config.ts'
import type { Logger } from '../telemetry/logger.ts'
import { Mailbox } from './mailbox.ts'
import type { Mailer } from './mailer.ts'

/** Sends by SMTP where `LETTERSHOP_SMTP_URL` is set; else into the mailbox of the data folder. */
export function createMailer(config: Config, log: Logger): Mailer {
  const url = config.settings.LETTERSHOP_SMTP_URL
  const from = config.settings.LETTERSHOP_MAIL_FROM
  if (url !== undefined) return smtpMailer(url, from, log)
  if (config.production)
    log.warn('LETTERSHOP_SMTP_URL is not set: mail stays in the data folder and reaches nobody')
  return mailboxMailer(mailboxOf(config), from)
}

/** The mailbox of a development installation. */
export function mailboxOf(config: Config): Mailbox {
  return new Mailbox(path.join(config.dataDir, 'mailbox'))
}

/** @param url `smtp://user:password@host:587` or `smtps://…`; TLS is required unless the host is this machine */
export function smtpMailer(url: string, from: string, log: Logger): Mailer {
  const local = ['localhost', '127.0.0.1', '[::1]'].includes(new URL(url).hostname)
  const transport = createTransport(
    {
      url,
      pool: true,
      maxConnections: 3,
      requireTLS: !local,
      connectionTimeout: 10_000,
      socketTimeout: 30_000,
    },
    { from },
  )
  return {
    async send(mail) {
      // Field by field: others would let the transport read files and addresses.
      const { to, subject, text, html } = mail
      await transport.sendMail({
        to: { name: '', address: to },
        subject,
        text,
        ...(html !== undefined && { html }),
        disableFileAccess: true,
        disableUrlAccess: true,
      })
      log.debug({ subject: mail.subject }, 'mail sent')
    },
    close: async () => transport.close(),
  }
}

function mailboxMailer(mailbox: Mailbox, from: string): Mailer {
  return {
    send: ({ to, subject, text, html }) =>
      mailbox.keep({ from, to, subject, text, ...(html !== undefined && { html }) }),
    close: async () => {},
  }
}
