/** Gives a path in the one spelling that git has: no part `.`, one slash between parts and none at the end; the top is empty. */
export const plainPath = (path: string): string =>
  path
    .split('/')
    .filter((part) => part !== '' && part !== '.')
    .join('/');

/** Gives the path of what lies in a folder, which is empty for the top. */
export const inside = (folder: string, path: string): string => (folder === '' ? path : `${folder}/${path}`);
