const names =
  /(?:^|\/)(?:\.env(?:\.(?!example$|sample$|template$)[^/]*)?|\.npmrc|\.netrc|\.pypirc|\.dockercfg|\.htpasswd|id_(?:rsa|dsa|ecdsa|ed25519)|kubeconfig|credentials\.json|[^/]*\.(?:pem|key|p12|pfx|jks|keystore|kdbx))$/i;

/** Whether a file at this path is, by its name, one that usually holds a secret and is not to be shipped. */
export const isSecretFile = (path: string): boolean => names.test(path);
