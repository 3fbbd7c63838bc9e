import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { SMTPServer } from 'smtp-server'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createLogger } from '../telemetry/logger.ts'
import { smtpMailer } from './create-mailer.ts'
import { listPage, mailPage } from './mailbox.page.ts'
import { Mailbox } from './mailbox.ts'

const log = createLogger({ level: 'silent' })
let folder: string

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'mailbox-'))
})
afterEach(() => rm(folder, { recursive: true }))

const letter = { from: 'Lettershop <a@b.example>', to: 'ann@example.com', subject: 'Grüße', text: 'Hello' }

test('a mail reaches a real SMTP server as written, to its one receiver', async () => {
  const received: { to: string[]; body: string }[] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, session, done) {
      void text(stream).then(body => {
        received.push({ to: session.envelope.rcptTo.map(one => one.address), body })
        done()
      })
    },
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.server.address() as AddressInfo
  const mailer = smtpMailer(`smtp://127.0.0.1:${port}`, letter.from, log)
  await mailer.send({ ...letter, html: '<p>Hello</p>' })
  await mailer.send({ ...letter, to: 'x@example.com, y@example.com' }).catch(() => {})
  await mailer.close()
  await new Promise<void>(resolve => server.close(() => resolve()))
  expect(received[0]?.to).toEqual(['ann@example.com'])
  expect(received[0]?.body).toMatch(/^From: Lettershop <a@b\.example>\r?$/m)
  expect(received[0]?.body).toMatch(/^Subject: =\?UTF-8\?/m)
  expect(received[0]?.body).toContain('<p>Hello</p>')
  expect(received.flatMap(one => one.to)).not.toContain('y@example.com')
})

test('an SMTP server that refuses is an error, not a lost mail', async () => {
  const mailer = smtpMailer('smtp://127.0.0.1:9', letter.from, log)
  await expect(mailer.send(letter)).rejects.toThrow()
  await mailer.close()
})

test('the mailbox keeps the newest 200, newest first, and nothing else in its folder is read', async () => {
  const mailbox = new Mailbox(folder)
  await writeFile(path.join(folder, 'secret.json'), '{}')
  for (let number = 0; number < 203; number++) await mailbox.keep({ ...letter, subject: `No ${number}` })
  const mails = await mailbox.list()
  expect(mails).toHaveLength(200)
  expect(new Set(mails.map(mail => mail.subject)).has('No 202')).toBe(true)
  expect(mails.map(mail => mail.sent_at)).toEqual(
    mails
      .map(mail => mail.sent_at)
      .sort()
      .reverse(),
  )
  expect((await readdir(folder)).filter(name => name.endsWith('.part'))).toEqual([])
  for (const id of ['secret', '../mailbox/secret', '', `${mails[0]?.id}/..`])
    expect(await mailbox.read(id)).toBeUndefined()
})

test('pages escape what a mail says, and its links can be followed', async () => {
  const evil = '<img src=x onerror=alert(1)>"\''
  const mail = {
    ...letter,
    id: 'i',
    sent_at: '2026-11-21T10:00:00.000Z',
    subject: evil,
    to: evil,
    from: evil,
    html: evil,
    text: `${evil} see https://a.example/x?token=1&b="<script> bye`,
  }
  for (const page of [mailPage(mail), listPage([mail])]) {
    expect(page).not.toContain('<img')
    expect(page).not.toContain('<script')
  }
  expect(mailPage(mail)).toContain('<a href="https://a.example/x?token=1&amp;b=" rel="noreferrer">')
  expect(mailPage({ ...mail, text: 'javascript:alert(1)' })).not.toContain('href="javascript')
})
