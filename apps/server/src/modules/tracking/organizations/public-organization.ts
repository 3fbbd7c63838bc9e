/** What the public side must know of an organization to send somebody to its page. */
export interface PublicOrganization {
  readonly id: string
  readonly slug: string
  readonly name: string
  readonly currency: string
}
