/** Resolves when this process is told to end for the first time; it does not end by such a signal any more. */
export function nextSignal(): Promise<"signalled"> {
  return new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
      process.on(signal, () => {
        resolve("signalled");
      });
    }
  });
}
