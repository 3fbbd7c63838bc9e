import fs from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { hkdf, loadOrMakeSecrets } from './secrets-file.ts'
import { type SettingName, type Settings, settings } from './settings.ts'

/** What the process runs with: read once in the composition root, passed on, never read from the environment again. */
export interface Config {
  readonly settings: Settings
  readonly dataDir: string
  readonly publicUrl: string
  readonly pagesUrl: string
  readonly production: boolean
  /** Key of this purpose, 32 bytes, derived from LETTERSHOP_SECRET. */
  deriveSecret(purpose: string): Buffer
  /** `id:base64` key ring of the key-encryption keys. */
  readonly keyRing: string
}

/** A setting that is missing or wrong; its message is written for whoever runs the installation. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}

/**
 * @param env as process.env; a `.env` file in the working directory fills what is absent
 * @throws {ConfigError} naming every setting that is wrong
 */
export function loadConfig(env: NodeJS.ProcessEnv, workingDirectory = process.cwd()): Config {
  const values = parseSettings({ ...readDotEnv(workingDirectory), ...env })
  const dataDir = path.resolve(workingDirectory, values.LETTERSHOP_DATA_DIR)
  const production = values.LETTERSHOP_MODE === 'production'
  const secrets = resolveSecrets(values, dataDir, production)
  const publicUrl = values.LETTERSHOP_PUBLIC_URL ?? `http://localhost:${values.PORT}`
  return {
    settings: values,
    dataDir,
    publicUrl,
    pagesUrl: values.LETTERSHOP_PAGES_URL ?? pagesBeside(publicUrl),
    production,
    keyRing: secrets.keyRing,
    deriveSecret: purpose => hkdf(secrets.secret, purpose),
  }
}

function parseSettings(env: NodeJS.ProcessEnv): Settings {
  const given = Object.fromEntries(
    Object.keys(settings).map(name => [name, env[name] === '' ? undefined : env[name]]),
  )
  const shape = Object.fromEntries(Object.entries(settings).map(([name, setting]) => [name, setting.schema]))
  const parsed = z.object(shape).safeParse(given)
  if (!parsed.success) {
    const lines = parsed.error.issues.map(issue => `${issue.path.join('.')}: ${issue.message}`)
    if (lines.length === 1) throw new ConfigError(`${lines[0]}. See .env.example for what it means.`)
    throw new ConfigError(
      `Settings that are not right:\n  ${lines.join('\n  ')}\nSee .env.example for what each one means.`,
    )
  }
  return parsed.data as Settings
}

function resolveSecrets(
  values: Settings,
  dataDir: string,
  production: boolean,
): { secret: string; keyRing: string } {
  if (values.LETTERSHOP_SECRET && values.LETTERSHOP_KEYS)
    return { secret: values.LETTERSHOP_SECRET, keyRing: values.LETTERSHOP_KEYS }
  if (production)
    throw new ConfigError(
      'In production LETTERSHOP_SECRET and LETTERSHOP_KEYS must be set; see docs/operations.md for how to make them.',
    )
  const generated = loadOrMakeSecrets(dataDir)
  return {
    secret: values.LETTERSHOP_SECRET ?? generated.secret,
    keyRing: values.LETTERSHOP_KEYS ?? generated.keyRing,
  }
}

/** Landing pages of a local installation: `http://{org}.localhost:4400`; where that name does not resolve, the same pages answer under /p/{org}. */
function pagesBeside(publicUrl: string): string {
  const url = new URL(publicUrl)
  return ['localhost', '127.0.0.1'].includes(url.hostname)
    ? `${url.protocol}//{org}.localhost:${url.port || '80'}`
    : `${publicUrl}/p/{org}`
}

function readDotEnv(directory: string): Record<string, string> {
  const file = path.join(directory, '.env')
  if (!fs.existsSync(file)) return {}
  const lines = fs.readFileSync(file, 'utf8').split(/\r?\n/)
  const pairs = lines.flatMap(line => {
    const match = /^\s*([A-Z_][A-Z0-9_]*)\s*=\s*(.*?)\s*$/.exec(line)
    return match ? [[match[1]!, match[2]!.replace(/^(['"])(.*)\1$/, '$2')] as const] : []
  })
  return Object.fromEntries(pairs)
}

/** Every setting with its value, secrets hidden: what `lettershop config` prints. */
export function describeConfig(config: Config): { name: SettingName; value: string; about: string }[] {
  return (Object.keys(settings) as SettingName[]).map(name => {
    const setting: { about: string; secret?: boolean } = settings[name]
    const value = config.settings[name]
    return {
      name,
      value: value === undefined ? '' : setting.secret ? '[set]' : String(value),
      about: setting.about,
    }
  })
}
