import { gitProblems } from '../../../git/problems.ts';
import { isSigned } from '../../../git/signing.ts';
import type { GitWrites } from '../../../model/ports.ts';
import { inFolder } from '../../scratch.ts';
import { gitConfigEnv } from '../../secrets/git-credential.ts';
import { ask, type GitPlace, tell } from '../process/place.ts';
import { anotherRepository } from '../process/process.ts';
import { configEntries } from '../reading/configuration.ts';
import { identityEnv } from './identity.ts';
import { refuseSigning } from './signing.ts';

/**
 * Makes an annotated tag object and no ref. Signed when `tag.gpgSign` (or `tag.forceSignAnnotated`) is on.
 * @returns the tag object's name
 * @throws GIT_IDENTITY_MISSING, SIGNING_FAILED, TAG_NAME_REFUSED
 */
export async function makeTag(place: GitPlace, request: Parameters<GitWrites['tag']>[0]): Promise<string> {
  const { exitCode } = await ask(place, ['check-ref-format', `refs/tags/${request.name}`]);
  if (exitCode !== 0 || request.name.startsWith('-')) {
    throw gitProblems.refusal('TAG_NAME_REFUSED', {
      message: `Git does not allow "${request.name}" as the name of a tag.`,
      fix: "Correct the track's `tag.name`; `v{version}` is the usual one.",
    });
  }
  const [identity, signed] = await Promise.all([
    identityEnv(place),
    isSigned((args) => ask(place, args), 'tag'),
  ]);
  const message = `${request.message.trimEnd()}\n`;
  if (signed)
    return refuseSigning(`The tag ${request.name}`, signedTag(place, { ...request, message }, identity));
  const tagger = await tell(place, ['var', 'GIT_COMMITTER_IDENT'], { env: identity });
  const content = `object ${request.target}\ntype commit\ntag ${request.name}\ntagger ${tagger}\n\n${message}`;
  return tell(place, ['mktag'], { input: content });
}

/**
 * Lets git itself sign, in a throw-away repository that shares the objects and the settings of the user's: the tag
 * that `git tag` creates with the object is there and nowhere else.
 */
async function signedTag(
  place: GitPlace,
  { name, target, message }: Parameters<GitWrites['tag']>[0],
  identity: Readonly<Record<string, string>>,
): Promise<string> {
  return inFolder('tag', async (folder) => {
    const format = await tell(place, ['rev-parse', '--show-object-format']);
    const objects = await tell(place, ['rev-parse', '--path-format=absolute', '--git-path', 'objects']);
    const settings = await signingSettings(place);
    await tell(place, ['init', '--quiet', '--bare', '--template=', `--object-format=${format}`, folder], {
      env: anotherRepository,
    });
    const env = {
      ...anotherRepository,
      ...identity,
      ...gitConfigEnv({}, settings),
      GIT_CONFIG_GLOBAL: '/dev/null',
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_DIR: folder,
      GIT_OBJECT_DIRECTORY: objects,
    };
    const args = ['tag', '--sign', '--cleanup=verbatim', '--file=-', name, target];
    await tell(place, args, { env, input: message });
    return tell(place, ['rev-parse', `refs/tags/${name}`], { env });
  });
}

/** Who signs and how, as git resolves it here (`includeIf` among others goes by the place of the repository). */
async function signingSettings(place: GitPlace): Promise<readonly (readonly [string, string])[]> {
  const listed = await tell(place, ['config', '--list', '-z', '--includes']);
  return configEntries(listed).filter(([key]) => /^(user|author|committer|gpg)\./.test(key));
}
