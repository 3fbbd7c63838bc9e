/** A mail to one person. */
export interface Mail {
  readonly to: string
  readonly subject: string
  readonly text: string
  readonly html?: string
}

/** Sends mail: by SMTP where one is set, else into the mailbox of a development installation. */
export interface Mailer {
  /** Resolves when the next hop has taken the mail. */
  send(mail: Mail): Promise<void>
  close(): Promise<void>
}
