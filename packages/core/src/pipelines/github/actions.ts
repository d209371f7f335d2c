/**
 * The actions that workflows use, each by the commit of its release. To bring one up to date, find the commit of its new
 * tag (`git ls-remote https://github.com/OWNER/NAME 'refs/tags/v1.2.3^{}' refs/tags/v1.2.3`; the first of the two that is
 * there), read what changed, write both here and run `release ci` in the example.
 */
export const actions = {
  checkout: 'actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8 # v5.0.0',
  setupNode: 'actions/setup-node@a0853c24544627f65ddf259abe73b1d18a591444 # v5.0.0',
  setupGo: 'actions/setup-go@44694675825211faa026b3c33043df3e48a5fa00 # v6.0.0',
  setupDeno: 'denoland/setup-deno@e95548e56dfa95d4e1a28d6f422fafe75c4c26fb # v2.0.3',
  setupQemu: 'docker/setup-qemu-action@29109295f81e9208d7d86ff1c6c12d2833863392 # v3.6.0',
  setupBuildx: 'docker/setup-buildx-action@e468171a9de216ec08956ac3ada2f0791b6bd435 # v3.11.1',
  login: 'docker/login-action@184bdaa0721073962dff0199f1fb9940f07167d1 # v3.5.0',
  buildImage: 'docker/build-push-action@263435318d21b8e681c14492fe198d362a7d2c83 # v6.18.0',
  script: 'actions/github-script@ed597411d8f924073f98dfc5c65a23a2325f34cd # v8.0.0',
  upload: 'actions/upload-artifact@ea165f8d65b6e75b540449e92b4886f43607fa02 # v4.6.2',
  download: 'actions/download-artifact@634f93cb2916e3fdff6788551b99b062d0335ce0 # v5.0.0',
} as const;
