import type { QueryClient } from '@tanstack/react-query'
import {
  createRootRouteWithContext,
  createRoute,
  lazyRouteComponent,
  notFound,
  Outlet,
  redirect,
} from '@tanstack/react-router'
import { meQuery } from './features/identity/session.ts'
import { listSearch, nextSearch, textSearch } from './search.ts'
import { homeOf, rememberOrganization } from './shell/last-organization.ts'

const root = createRootRouteWithContext<{ queryClient: QueryClient }>()({ component: Outlet })

/** Pages for people who are not signed in; who is, goes on to where they wanted. */
const signedOut = createRoute({
  getParentRoute: () => root,
  id: 'signed-out',
  validateSearch: nextSearch,
  beforeLoad: async ({ context, search }) => {
    const me = await context.queryClient.ensureQueryData(meQuery)
    if (me) throw redirect({ href: search.next ?? '/' })
  },
})
const signIn = createRoute({
  getParentRoute: () => signedOut,
  path: '/sign-in',
  component: lazyRouteComponent(() => import('./features/identity/sign-in.page.tsx'), 'SignInPage'),
})
const signUp = createRoute({
  getParentRoute: () => signedOut,
  path: '/sign-up',
  component: lazyRouteComponent(() => import('./features/identity/sign-up.page.tsx'), 'SignUpPage'),
})
const forgotPassword = createRoute({
  getParentRoute: () => signedOut,
  path: '/forgot-password',
  component: lazyRouteComponent(
    () => import('./features/identity/forgot-password.page.tsx'),
    'ForgotPasswordPage',
  ),
})

/** Opened from a mail, signed in or not. */
const resetPassword = createRoute({
  getParentRoute: () => root,
  path: '/reset-password',
  validateSearch: textSearch('token'),
  component: lazyRouteComponent(
    () => import('./features/identity/reset-password.page.tsx'),
    'ResetPasswordPage',
  ),
})
const invitation = createRoute({
  getParentRoute: () => root,
  path: '/invitation/$token',
  component: lazyRouteComponent(() => import('./features/identity/invitation.page.tsx'), 'InvitationPage'),
})

const signedIn = createRoute({
  getParentRoute: () => root,
  id: 'signed-in',
  beforeLoad: async ({ context, location }) => {
    const me = await context.queryClient.ensureQueryData(meQuery)
    if (!me)
      throw redirect({ to: '/sign-in', search: location.pathname === '/' ? {} : { next: location.href } })
    return { me }
  },
})
const home = createRoute({
  getParentRoute: () => signedIn,
  path: '/',
  beforeLoad: ({ context }) => {
    const org = homeOf(context.me)
    throw org === undefined
      ? redirect({ to: '/new-organization' })
      : redirect({ to: '/o/$org/campaigns', params: { org } })
  },
})
const newOrganization = createRoute({
  getParentRoute: () => signedIn,
  path: '/new-organization',
  component: lazyRouteComponent(
    () => import('./features/identity/new-organization.page.tsx'),
    'NewOrganizationPage',
  ),
})

const organization = createRoute({
  getParentRoute: () => signedIn,
  path: '/o/$org',
  beforeLoad: ({ context, params }) => {
    const found = context.me.organizations.find(({ slug, id }) => slug === params.org || id === params.org)
    if (!found) throw notFound()
    rememberOrganization(found.slug)
    return { organization: found }
  },
  component: lazyRouteComponent(() => import('./shell/organization-shell.tsx'), 'OrganizationShell'),
})
const organizationHome = createRoute({
  getParentRoute: () => organization,
  path: '/',
  beforeLoad: ({ params }) => {
    throw redirect({ to: '/o/$org/campaigns', params })
  },
})

const campaigns = createRoute({
  getParentRoute: () => organization,
  path: '/campaigns',
  validateSearch: listSearch('status'),
  component: lazyRouteComponent(() => import('./features/campaigns/campaigns.page.tsx'), 'CampaignsPage'),
})
const newCampaign = createRoute({
  getParentRoute: () => organization,
  path: '/campaigns/new',
  validateSearch: textSearch('template', 'list'),
  component: lazyRouteComponent(
    () => import('./features/campaigns/new-campaign.page.tsx'),
    'NewCampaignPage',
  ),
})
const campaign = createRoute({
  getParentRoute: () => organization,
  path: '/campaigns/$campaignId',
  component: lazyRouteComponent(() => import('./features/campaigns/campaign.page.tsx'), 'CampaignPage'),
})
const campaignResults = createRoute({
  getParentRoute: () => campaign,
  path: '/',
  component: lazyRouteComponent(
    () => import('./features/campaigns/campaign-results.page.tsx'),
    'CampaignResultsPage',
  ),
})
const campaignPieces = createRoute({
  getParentRoute: () => campaign,
  path: '/pieces',
  validateSearch: listSearch('status'),
  component: lazyRouteComponent(() => import('./features/campaigns/pieces.page.tsx'), 'PiecesPage'),
})
const campaignFiles = createRoute({
  getParentRoute: () => campaign,
  path: '/files',
  component: lazyRouteComponent(() => import('./features/campaigns/print-files.page.tsx'), 'PrintFilesPage'),
})
const campaignActivity = createRoute({
  getParentRoute: () => campaign,
  path: '/activity',
  component: lazyRouteComponent(() => import('./features/campaigns/activity.page.tsx'), 'ActivityPage'),
})
const piece = createRoute({
  getParentRoute: () => organization,
  path: '/campaigns/$campaignId/pieces/$pieceId',
  component: lazyRouteComponent(() => import('./features/campaigns/piece.page.tsx'), 'PiecePage'),
})

const templates = createRoute({
  getParentRoute: () => organization,
  path: '/templates',
  validateSearch: listSearch('q'),
  component: lazyRouteComponent(() => import('./features/design/templates.page.tsx'), 'TemplatesPage'),
})
const template = createRoute({
  getParentRoute: () => organization,
  path: '/templates/$templateId',
  component: lazyRouteComponent(() => import('./features/design/template.page.tsx'), 'TemplatePage'),
})

const lists = createRoute({
  getParentRoute: () => organization,
  path: '/lists',
  validateSearch: listSearch(),
  component: lazyRouteComponent(() => import('./features/audience/lists.page.tsx'), 'ListsPage'),
})
const uploadList = createRoute({
  getParentRoute: () => organization,
  path: '/lists/upload',
  component: lazyRouteComponent(() => import('./features/audience/upload.page.tsx'), 'UploadPage'),
})
const list = createRoute({
  getParentRoute: () => organization,
  path: '/lists/$listId',
  validateSearch: listSearch('q'),
  component: lazyRouteComponent(() => import('./features/audience/list.page.tsx'), 'ListPage'),
})

const landingPages = createRoute({
  getParentRoute: () => organization,
  path: '/landing-pages',
  validateSearch: listSearch(),
  component: lazyRouteComponent(
    () => import('./features/tracking/landing-pages.page.tsx'),
    'LandingPagesPage',
  ),
})
const landingPage = createRoute({
  getParentRoute: () => organization,
  path: '/landing-pages/$pageId',
  component: lazyRouteComponent(() => import('./features/tracking/landing-page.page.tsx'), 'LandingPagePage'),
})

const settings = createRoute({
  getParentRoute: () => organization,
  path: '/settings',
  component: lazyRouteComponent(() => import('./features/identity/settings.page.tsx'), 'SettingsPage'),
})
const settingsOrganization = createRoute({
  getParentRoute: () => settings,
  path: '/',
  component: lazyRouteComponent(
    () => import('./features/identity/organization-settings.page.tsx'),
    'OrganizationSettingsPage',
  ),
})
const members = createRoute({
  getParentRoute: () => settings,
  path: '/members',
  component: lazyRouteComponent(() => import('./features/identity/members.page.tsx'), 'MembersPage'),
})
const apiKeys = createRoute({
  getParentRoute: () => settings,
  path: '/api-keys',
  component: lazyRouteComponent(() => import('./features/identity/api-keys.page.tsx'), 'ApiKeysPage'),
})

export const routeTree = root.addChildren([
  signedOut.addChildren([signIn, signUp, forgotPassword]),
  resetPassword,
  invitation,
  signedIn.addChildren([
    home,
    newOrganization,
    organization.addChildren([
      organizationHome,
      campaigns,
      newCampaign,
      campaign.addChildren([campaignResults, campaignPieces, campaignFiles, campaignActivity]),
      piece,
      templates,
      template,
      lists,
      uploadList,
      list,
      landingPages,
      landingPage,
      settings.addChildren([settingsOrganization, members, apiKeys]),
    ]),
  ]),
])
