import { z } from 'zod'

const PORT_SHAPE = 'must be a whole number from 0 to 65535'
const port = z.coerce.number(PORT_SHAPE).int(PORT_SHAPE).min(0, PORT_SHAPE).max(65535, PORT_SHAPE)
const optionalUrl = z
  .url()
  .transform(url => url.replace(/\/+$/, ''))
  .optional()

/** Every setting: name in the environment, shape, what it means. `.env.example` and `lettershop config` are made from this table. */
export const settings = {
  PORT: { schema: port.default(4400), about: 'Port of API, worker and web app.' },
  LETTERSHOP_HOST: {
    schema: z.string().min(1).default('127.0.0.1'),
    about: 'Address to listen on; 0.0.0.0 for every interface.',
  },
  LETTERSHOP_DATA_DIR: {
    schema: z.string().min(1).default('.lettershop'),
    about: 'Folder of the embedded database, stored files, mailbox and generated secrets.',
  },
  DATABASE_URL: {
    schema: z
      .url({ protocol: /^postgres(ql)?$/, error: 'must be postgres://user:password@host:port/database' })
      .optional(),
    secret: true,
    about:
      'PostgreSQL 15 to 18 to use instead of the embedded one; a login that may create roles and databases.',
  },
  LETTERSHOP_PUBLIC_URL: {
    schema: optionalUrl,
    about:
      'Address under which people and phones reach this installation; stands in printed codes and mails.',
  },
  LETTERSHOP_PAGES_URL: {
    schema: z.string().min(1).optional(),
    about:
      'Origin of landing pages, with {org} for the organization, for example https://{org}.pages.example. On a domain of its own.',
  },
  LETTERSHOP_SECRET: {
    schema: z.string().min(32).optional(),
    secret: true,
    about:
      'Secret of sessions and database logins, 32 characters or more. Generated into the data folder where absent in development.',
  },
  LETTERSHOP_KEYS: {
    schema: z.string().min(1).optional(),
    secret: true,
    about: 'Key ring for stored credentials: id:base64-of-32-bytes, newest first, separated by commas.',
  },
  LETTERSHOP_MODE: {
    schema: z.enum(['development', 'production']).default('development'),
    about: 'production refuses generated secrets and the mailbox page.',
  },
  LETTERSHOP_SMTP_URL: {
    schema: z.string().min(1).optional(),
    secret: true,
    about: 'smtp:// or smtps:// address for outgoing mail; without it mail goes to the mailbox page.',
  },
  LETTERSHOP_MAIL_FROM: {
    schema: z.string().min(3).default('Lettershop <lettershop@localhost>'),
    about: 'Sender of outgoing mail.',
  },
  LETTERSHOP_TRUSTED_PROXIES: {
    schema: z.string().default(''),
    about: 'Addresses or ranges of reverse proxies whose X-Forwarded-For is believed, separated by commas.',
  },
  LETTERSHOP_LOG_LEVEL: {
    schema: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
    about: 'How much is logged.',
  },
  LETTERSHOP_POOL_MAX: {
    schema: z.coerce.number().int().min(1).max(500).default(10),
    about: 'Connections of one process to one database.',
  },
  LETTERSHOP_WORKERS: {
    schema: z.coerce.number().int().min(0).max(64).default(2),
    about: 'Jobs that one process runs at the same time.',
  },
} satisfies Record<string, { schema: z.ZodType; about: string; secret?: boolean }>

export type SettingName = keyof typeof settings
export type Settings = { [Name in SettingName]: z.output<(typeof settings)[Name]['schema']> }
