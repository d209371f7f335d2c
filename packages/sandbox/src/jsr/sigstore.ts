import { type JsrAnswer, type JsrRequest, ok, refusal } from './exchange.ts';
import { identityToken, type JsrWorkflow } from './identity.ts';

/** The word that a workflow run may ask for identity tokens with. */
export const identityRequestToken = 'stand-in-id-token-request';

const certificate = `-----BEGIN CERTIFICATE-----\n${Buffer.from('a stand-in').toString('base64')}\n-----END CERTIFICATE-----\n`;

/** Answers as the forge that gives identity tokens, as Fulcio and as Rekor. */
export function answerSigstore(workflow: JsrWorkflow, request: JsrRequest): JsrAnswer | undefined {
  const { method, path, query, headers } = request;
  if (path === '/gha/token') {
    if (headers['authorization'] !== `Bearer ${identityRequestToken}`)
      return { status: 403, body: 'no permission to ask for an identity' };
    return ok({ value: identityToken(workflow, query.get('audience') ?? '') });
  }
  if (path === '/api/v2/signingCert' && method === 'POST')
    return ok({ signedCertificateEmbeddedSct: { chain: { certificates: [certificate, certificate] } } });
  if (path === '/api/v1/log/entries' && method === 'POST') return recorded(request);
  return undefined;
}

function recorded({ body }: JsrRequest): JsrAnswer {
  const { kind } = JSON.parse(body.toString('utf8')) as { kind?: string };
  if (kind !== 'intoto') return refusal(400, 'badKind', 'only intoto entries are taken');
  return { status: 201, body: { '24296fb24b8ad77a': { logID: 'c0d23d6a', logIndex: 4242 } } };
}
