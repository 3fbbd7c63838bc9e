import { AppError } from '#platform/errors/app-error.ts'
import type { RequestActor } from '#platform/http/context.ts'

/**
 * Who is a member and who holds a key is decided by people: a leaked key must not make itself a successor.
 * @returns id of the person
 * @throws {AppError} `person_needed` for an API key
 */
export function requirePerson(actor: RequestActor): string {
  if (actor.kind !== 'user' || actor.id === null) throw new AppError('person_needed')
  return actor.id
}
