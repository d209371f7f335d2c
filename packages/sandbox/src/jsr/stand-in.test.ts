import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from 'vitest';
import { type JsrStandIn, startJsr } from './stand-in.ts';

let jsr: JsrStandIn;
afterEach(() => jsr.close());

const config = JSON.stringify({ name: '@acme/tiny', version: '1.2.3', exports: './mod.ts' });

/** A tar archive of one file, as short as it may be. */
function tarball(content = config): Buffer {
  const header = Buffer.alloc(512);
  header.write('jsr.json');
  header.write(content.length.toString(8), 124);
  header.write('0', 156);
  const body = Buffer.alloc(Math.ceil(content.length / 512) * 512);
  body.write(content);
  return gzipSync(Buffer.concat([header, body, Buffer.alloc(1024)]));
}

const at = (path: string): string => `${jsr.url}api/scopes/acme/packages/tiny${path}`;
const publish = (
  token: string,
  body: Buffer = tarball(),
  headers: Record<string, string> = { 'content-encoding': 'gzip' },
) =>
  fetch(at('/versions/1.2.3?config=%2Fjsr.json'), {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, ...headers },
    body: Uint8Array.from(body),
  });
const codeOf = async (response: Response) => [
  response.status,
  ((await response.json()) as { code: string }).code,
];

describe('the stand-in for JSR', () => {
  test('publishes, and shows the version on every route', async () => {
    jsr = await startJsr({ packages: ['@acme/tiny'] });
    expect((await fetch(`${jsr.url}@acme/tiny/meta.json`)).status).toBe(404);
    expect(await (await publish('jsrp_stand_in')).json()).toMatchObject({ id: 'task-1', status: 'success' });
    expect(await (await fetch(`${jsr.url}@acme/tiny/meta.json`)).json()).toMatchObject({ latest: '1.2.3' });
    expect(await (await fetch(at('/versions/1.2.3'))).json()).toMatchObject({
      yanked: false,
      rekorLogId: null,
    });
    expect(await (await fetch(`${jsr.url}@acme/tiny/1.2.3/jsr.json`)).text()).toBe(config);
    expect(await codeOf(await publish('jsrp_stand_in'))).toEqual([400, 'duplicateVersionPublish']);
  });

  test('refuses as the registry does', async () => {
    jsr = await startJsr({ packages: ['@acme/tiny'] });
    expect(await codeOf(await publish('guess'))).toEqual([401, 'invalidBearerToken']);
    expect(await codeOf(await publish('jsrp_stand_in', tarball(), {}))).toEqual([
      400,
      'missingGzipContentEncoding',
    ]);
    jsr.scope('acme').requirePublishingFromCI = true;
    expect(await codeOf(await publish('jsrp_stand_in'))).toEqual([403, 'scopeRequiresPublishingFromCI']);
  });

  test('finds a version in the manifest that is not the one of the address', async () => {
    jsr = await startJsr({ packages: ['@acme/tiny'] });
    const answer = await publish('jsrp_stand_in', tarball(config.replace('1.2.3', '1.2.2')));
    expect(await answer.json()).toMatchObject({
      status: 'failure',
      error: { code: 'configFileVersionMismatch' },
    });
    expect(jsr.package('@acme/tiny')?.versions.size).toBe(0);
  });

  test('lets tasks wait, and faults happen, as often as it is told', async () => {
    jsr = await startJsr({ packages: ['@acme/tiny'] });
    jsr.next({ status: 'pending', polls: 2 });
    jsr.fail({ what: 502, path: /publish_status/ });
    const { id } = (await (await publish('jsrp_stand_in')).json()) as { id: string };
    const poll = () => fetch(`${jsr.url}api/publish_status/${id}`);
    expect((await poll()).status).toBe(502);
    const states = [await (await poll()).json(), await (await poll()).json()].map(
      (task) => (task as { status: string }).status,
    );
    expect(states).toEqual(['pending', 'success']);
  });

  test('gives identities to workflows that may have one', async () => {
    jsr = await startJsr({ workflow: { workflow: 'nightly' } });
    const address = `${jsr.workflowEnv['ACTIONS_ID_TOKEN_REQUEST_URL']}&audience=sigstore`;
    const authorization = `Bearer ${jsr.workflowEnv['ACTIONS_ID_TOKEN_REQUEST_TOKEN']}`;
    const { value } = (await (await fetch(address, { headers: { authorization } })).json()) as {
      value: string;
    };
    const claims: unknown = JSON.parse(Buffer.from(value.split('.')[1] ?? '', 'base64url').toString());
    expect(claims).toMatchObject({ aud: 'sigstore', workflow: 'nightly', repository_id: '4711' });
    expect((await fetch(address)).status).toBe(403);
  });
});
