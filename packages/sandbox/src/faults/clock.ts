/** A clock that nobody waits for, and that can be set. */
export interface TestClock {
  now(): number;
  sleep(milliseconds: number): Promise<void>;
  jump(milliseconds: number): void;
}

export function testClock(): TestClock {
  let ahead = 0;
  return {
    now: () => Date.now() + ahead,
    sleep: async (milliseconds) => {
      ahead += milliseconds;
      await new Promise((next) => setImmediate(next));
    },
    jump: (milliseconds) => void (ahead += milliseconds),
  };
}
