// @launchway/sandbox/rehearsal

export declare function openStandIns({ folder, env, remotes, services }: StandInOptions): Promise<StandIns>;
export declare function rehearsalEnvironment(env: Environment, situation: RehearsedSituation): Environment;
