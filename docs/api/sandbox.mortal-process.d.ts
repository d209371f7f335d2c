// @launchway/sandbox/mortal-process


