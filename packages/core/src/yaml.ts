/** The YAML parser, so that packages which read YAML load the one that is loaded already. */
export * from 'yaml';
