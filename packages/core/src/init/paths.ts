/** The folder a file lies in; empty for the top. */
export const folderOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')));

/** The last part of a path. */
export const lastPart = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** Whether a path is that of a folder or below it. */
export const isBelow = (path: string, folder: string): boolean =>
  folder === '' || path === folder || path.startsWith(`${folder}/`);

/** Files that are there for tests and as samples, or are somebody else's: nobody releases them from here. */
export const isSample = (path: string): boolean =>
  /(?:^|\/)(?:node_modules|vendor|third_party|testdata|__tests__|tests?|e2e|__fixtures__|fixtures?|examples?|samples?|templates?\/[^/]+\/(?:package|Chart))(?:\/|\.)/.test(
    path,
  );
