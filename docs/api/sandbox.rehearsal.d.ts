// @launchway/sandbox/rehearsal

export declare function guardProcess(): ProcessGuard;
export declare function openStandIns(options: StandInOptions): Promise<StandIns>;
export declare function rehearsalEnvironment(env: Environment, situation: RehearsedSituation): Environment;
