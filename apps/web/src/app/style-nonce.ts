type Create = (name: string, options?: ElementCreationOptions) => HTMLElement;

/**
 * Styles that scripts of ours write carry the nonce of the answer, without which the page's policy lets none in. The component
 * library asks for the nonce in some places and forgets it in others, so the element gets it where it is made.
 */
export function giveStylesTheNonce(): void {
  const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce;
  if (nonce === undefined || nonce === '') return;
  const create: Create = Reflect.get(document, 'createElement');
  const createWithNonce: Create = (name, options) => {
    const element = create.call(document, name, options);
    if (element instanceof HTMLStyleElement) element.nonce = nonce;
    return element;
  };
  Reflect.set(document, 'createElement', createWithNonce);
}
