import { randomUUID } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'

/** Older mails go when there are more. */
const MOST_KEPT = 200

const KeptMail = z.object({
  id: z.string(),
  sent_at: z.iso.datetime(),
  from: z.string(),
  to: z.string(),
  subject: z.string(),
  text: z.string(),
  html: z.string().optional(),
})
export type KeptMail = z.infer<typeof KeptMail>

/** `20261121T103854123Z-` and random: sorts by time, and cannot be guessed. */
const ID = /^\d{8}T\d{9}Z-[0-9a-f-]{36}$/

/** Mails of a development installation, one JSON file each in a folder, for the page `/mailbox`. */
export class Mailbox {
  readonly #folder: string

  constructor(folder: string) {
    this.#folder = folder
  }

  async keep(mail: Omit<KeptMail, 'id' | 'sent_at'>): Promise<void> {
    const now = new Date().toISOString()
    const id = `${now.replace(/[-:.]/g, '')}-${randomUUID()}`
    const file = this.#file(id)
    await mkdir(this.#folder, { recursive: true, mode: 0o700 })
    await writeFile(`${file}.part`, JSON.stringify({ ...mail, id, sent_at: now }), { mode: 0o600 })
    await rename(`${file}.part`, file)
    for (const old of (await this.#ids()).slice(MOST_KEPT)) await rm(this.#file(old), { force: true })
  }

  /** Newest first. */
  async list(): Promise<KeptMail[]> {
    const mails = await Promise.all((await this.#ids()).map(id => this.read(id)))
    return mails.filter(mail => mail !== undefined)
  }

  async read(id: string): Promise<KeptMail | undefined> {
    if (!ID.test(id)) return undefined
    const text = await readFile(this.#file(id), 'utf8').catch(() => undefined)
    return text === undefined ? undefined : KeptMail.parse(JSON.parse(text))
  }

  async #ids(): Promise<string[]> {
    const names = await readdir(this.#folder).catch(() => [])
    return names
      .map(name => path.parse(name).name)
      .filter((id, index) => ID.test(id) && names[index] === `${id}.json`)
      .sort()
      .reverse()
  }

  #file(id: string): string {
    return path.join(this.#folder, `${id}.json`)
  }
}
