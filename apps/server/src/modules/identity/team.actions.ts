import { AppError } from '#platform/errors/app-error.ts'
import type { RequestActor, RequestOrganization } from '#platform/http/context.ts'
import type { Services } from '#platform/services.ts'
import { recordControl } from './control-audit.ts'
import { type AuthConnection, inTransaction } from './database.ts'

export interface TeamRow {
  readonly id: string
  readonly name: string
  readonly member_ids: readonly string[]
  readonly created_at: Date
}

const TEAM = `select t.id, t.name, t.created_at,
    coalesce((select array_agg(m.id::text order by m.id) from identity.team_member tm
              join identity.member m on m.user_id = tm.user_id and m.organization_id = t.organization_id
              where tm.team_id = t.id), '{}') as member_ids
  from identity.team t`

/** Teams of an organization by name, each with its members' ids. */
export async function listTeams(services: Services, organizationId: string): Promise<TeamRow[]> {
  const { rows } = await services.authPool.query<TeamRow>(
    `${TEAM} where t.organization_id = $1 order by lower(t.name), t.id limit 1000`,
    [organizationId],
  )
  return rows
}

interface TeamWish {
  readonly name?: string | undefined
  /** Members of the organization; replaces who was in the team. */
  readonly member_ids?: readonly string[] | undefined
}

/** @throws {AppError} `validation_failed` for ids that are no members of the organization */
export async function createTeam(
  services: Services,
  organization: RequestOrganization,
  actor: RequestActor,
  wish: TeamWish & { readonly name: string },
): Promise<TeamRow> {
  return inTransaction(services.authPool, async tx => {
    const { rows } = await tx.query<{ id: string }>(
      'insert into identity.team (organization_id, name) values ($1, $2) returning id',
      [organization.id, wish.name],
    )
    const id = rows[0]?.id ?? ''
    await setMembers(tx, organization.id, id, wish.member_ids ?? [])
    await note(tx, organization, actor, 'team.create', id)
    return readTeam(tx, organization.id, id)
  })
}

/** @throws {AppError} `not_found`, `validation_failed` for ids that are no members of the organization */
export async function updateTeam(
  services: Services,
  organization: RequestOrganization,
  actor: RequestActor,
  id: string,
  wish: TeamWish,
): Promise<TeamRow> {
  return inTransaction(services.authPool, async tx => {
    const { rowCount } = await tx.query(
      `update identity.team set name = coalesce($3, name), updated_at = now() where id = $1 and organization_id = $2`,
      [id, organization.id, wish.name],
    )
    if (rowCount !== 1) throw new AppError('not_found')
    if (wish.member_ids) await setMembers(tx, organization.id, id, wish.member_ids)
    await note(tx, organization, actor, 'team.update', id)
    return readTeam(tx, organization.id, id)
  })
}

/** @throws {AppError} `not_found` */
export async function deleteTeam(
  services: Services,
  organization: RequestOrganization,
  actor: RequestActor,
  id: string,
): Promise<void> {
  await inTransaction(services.authPool, async tx => {
    const { rowCount } = await tx.query('delete from identity.team where id = $1 and organization_id = $2', [
      id,
      organization.id,
    ])
    if (rowCount !== 1) throw new AppError('not_found')
    await note(tx, organization, actor, 'team.delete', id)
  })
}

async function readTeam(tx: AuthConnection, organizationId: string, id: string): Promise<TeamRow> {
  const { rows } = await tx.query<TeamRow>(`${TEAM} where t.organization_id = $1 and t.id = $2`, [
    organizationId,
    id,
  ])
  if (!rows[0]) throw new AppError('not_found')
  return rows[0]
}

async function setMembers(
  tx: AuthConnection,
  organizationId: string,
  teamId: string,
  memberIds: readonly string[],
): Promise<void> {
  const wanted = [...new Set(memberIds)]
  await tx.query('delete from identity.team_member where team_id = $1', [teamId])
  const { rowCount } = await tx.query(
    `insert into identity.team_member (team_id, user_id)
     select $1, m.user_id from identity.member m where m.organization_id = $2 and m.id = any ($3::uuid[])`,
    [teamId, organizationId, wanted],
  )
  if (rowCount !== wanted.length)
    throw new AppError('validation_failed', {
      fields: [
        { path: 'member_ids', code: 'unknown', message: 'Not all of these are members of the organization.' },
      ],
    })
  await tx.query('update identity.team set member_count = $2 where id = $1', [teamId, wanted.length])
}

async function note(
  tx: AuthConnection,
  organization: RequestOrganization,
  actor: RequestActor,
  action: string,
  id: string,
): Promise<void> {
  await recordControl(tx, {
    tenantId: organization.id,
    actor,
    action,
    resource: 'identity.team',
    resourceId: id,
  })
}
