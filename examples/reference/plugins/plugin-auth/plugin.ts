/** Lets only signed requests through. */
export const header = 'authorization';
