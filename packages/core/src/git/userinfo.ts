/** Takes user and password out of the addresses in a text; a password may hold an `@`. */
export const hideUserinfo = (text: string): string => text.replace(/\b(\w+:\/\/)[^\s/']+@/g, '$1');

/** Gives a remote's address without user and password; of ssh addresses the user stays, who is no secret. */
export function withoutCredentials(url: string): string {
  return url
    .replace(/^((?:git\+)?ssh:\/\/[^:/@]*):[^/]*@/i, '$1@')
    .replace(/^((?!(?:git\+)?ssh:)[a-z][a-z0-9+.-]*:\/\/)[^/]*@/i, '$1');
}
