import { expect, test } from 'vitest';
import { withRunnerTrust } from './trust.ts';

const runner = { CI_SERVER_URL: 'https://lab.example:8443/gitlab', CI_SERVER_TLS_CA_FILE: '/builds/ca.pem' };

test("git trusts the runner's GitLab by the file that the runner names, after what is configured already", () => {
  const given = { ...runner, GIT_CONFIG_COUNT: '1', GIT_CONFIG_KEY_0: 'a.b', GIT_CONFIG_VALUE_0: 'c' };
  expect(withRunnerTrust(given)).toEqual({
    ...given,
    GIT_CONFIG_COUNT: '2',
    GIT_CONFIG_KEY_1: 'http.https://lab.example:8443/.sslCAInfo',
    GIT_CONFIG_VALUE_1: '/builds/ca.pem',
  });
});

test.each([
  {},
  { ...runner, CI_SERVER_URL: '' },
  { ...runner, CI_SERVER_TLS_CA_FILE: undefined },
  { ...runner, GIT_SSL_CAINFO: '/etc/ca.pem' },
])('nothing is added to %j', (env) => {
  expect(withRunnerTrust(env)).toEqual(env);
});
