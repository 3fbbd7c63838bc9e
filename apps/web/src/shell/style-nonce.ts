/** The nonce of this page load: the server writes it into the page, and its policy allows only styles that carry it. */
export function styleNonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? ''
}
