/** The shape of a plugin's manifest. */
export interface Manifest {
  name: string;
  port: number;
}
