import { type Rule, rule } from '@launchway/core';

export interface UploadOptions {
  /** The file to upload, from the top of the repository. */
  readonly file: string;
  /** The track whose releases it belongs to. */
  readonly track: string;
  /** Where it goes; `{version}` stands for the version. */
  readonly to: string;
  /** The variable of the environment that holds the token. */
  readonly token: string;
}

const address = rule.matching(
  'an address with {version} in it',
  (value) => typeof value === 'string' && URL.canParse(value) && value.includes('{version}'),
);

export const uploadRule: Rule = rule.object(
  { file: rule.text, track: rule.text, to: address, token: rule.text },
  ['file', 'track', 'to', 'token'],
);
