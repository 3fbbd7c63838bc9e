import type { Route } from '#platform/http/route.ts'
import { apiKeyRoutes } from './api-key.routes.ts'
import { auditRoutes } from './audit.routes.ts'
import { authRoutes } from './auth.routes.ts'
import { invitationRoutes } from './invitation.routes.ts'
import { meRoutes } from './me.routes.ts'
import { memberRoutes } from './member.routes.ts'
import { organizationRoutes } from './organization.routes.ts'
import { sessionRoutes } from './session.routes.ts'
import { signUpRoutes } from './sign-up.routes.ts'
import { teamRoutes } from './team.routes.ts'

export { createIdentity, type Identity } from './identity.ts'
export { type CreatedOrganization, createOrganization, type NewOrganization } from './organization.actions.ts'
export { signUp } from './sign-up.routes.ts'
export { createOperator, createUser, NewUser, resetUser, userIdOf } from './users.ts'

export const routes: readonly Route[] = [
  ...signUpRoutes,
  ...authRoutes,
  ...meRoutes,
  ...sessionRoutes,
  ...organizationRoutes,
  ...memberRoutes,
  ...invitationRoutes,
  ...teamRoutes,
  ...apiKeyRoutes,
  ...auditRoutes,
]
