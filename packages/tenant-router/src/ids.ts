declare const tenantBrand: unique symbol

/** The id of an organization, checked: only {@link tenantId} makes one. Lower-case canonical UUID text. */
export type TenantId = string & { readonly [tenantBrand]: true }

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** True for canonical UUID text in either case. */
export function isUuid(text: unknown): text is string {
  return typeof text === 'string' && text.length === 36 && UUID.test(text.toLowerCase())
}

/**
 * Checks an organization's id. The value later stands in SQL text (`SET LOCAL`), so nothing but a UUID passes.
 * @throws {TypeError} when the text is not a UUID
 */
export function tenantId(text: string): TenantId {
  if (!isUuid(text)) throw new TypeError('not an organization id: expected a UUID')
  return text.toLowerCase() as TenantId
}
