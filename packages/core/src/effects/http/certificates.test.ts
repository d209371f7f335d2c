import { expect, test } from 'vitest';
import { trusted } from './certificates.ts';

const root = ['a root of Node'];

test('an authority of the CI is trusted besides all that Node trusts, that of the system among it', async () => {
  const node = { rootCertificates: root, getCACertificates: () => [...root, 'one of the system'] };
  expect(await trusted({}, ['the one of the CI'], node)).toEqual([
    ...root,
    'one of the system',
    'the one of the CI',
  ]);
});

test('a Node that tells its own roots alone has the extra ones read from their file or text', async () => {
  const extra = '-----BEGIN CERTIFICATE-----';
  const env = { NODE_EXTRA_CA_CERTS: extra };
  expect(await trusted(env, ['the one of the CI'], { rootCertificates: root })).toEqual([
    ...root,
    'the one of the CI',
    extra,
  ]);
});
