import { catalogue } from '@launchway/core';

export const problems = catalogue({
  UPLOAD_FILE_MISSING: {
    summary: 'The file to upload is not in the repository.',
    cause: 'The option `file` names a path that the commit does not hold.',
    remedy: 'Commit the file, or correct the path; it starts at the top of the repository.',
  },
  UPLOAD_TAKEN: {
    summary: 'The version is already there, with other content.',
    cause:
      'Somebody uploaded this version by hand, or from another commit. What is published is not replaced.',
    remedy: 'Release the next version. If the upload was a mistake, delete it there and run again.',
  },
  UPLOAD_REFUSED: {
    summary: 'The server refused the upload.',
    cause: 'The token may not write there, or the server is not what the address promises.',
    remedy: 'Look at the status and the address in the message, and at what the token may do.',
  },
});
