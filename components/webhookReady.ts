import type * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { setTimeout as delay } from "node:timers/promises";

/** How long each API server may take to act upon a new configuration: about a second is usual. */
export const WEBHOOK_SETTLING_MILLISECONDS = 5000;

/**
 * The configuration, once every API server can be expected to act upon it. Counted from its creation, so that later
 * updates do not wait; a preview creates nothing and does not wait either.
 */
export function webhookReady(
  configuration: k8s.admissionregistration.v1.MutatingWebhookConfiguration,
): pulumi.Output<k8s.admissionregistration.v1.MutatingWebhookConfiguration> {
  return configuration.metadata.creationTimestamp.apply(async (creationTimestamp) => {
    if (!pulumi.runtime.isDryRun()) await delay(settlingMilliseconds(creationTimestamp, new Date()));
    return configuration;
  });
}

/** What is left of the settling time. Never more than all of it, also where the clocks here and there disagree. */
export function settlingMilliseconds(creationTimestamp: string, now: Date): number {
  const age = now.getTime() - Date.parse(creationTimestamp);
  const left = WEBHOOK_SETTLING_MILLISECONDS - age;
  return Number.isNaN(left)
    ? WEBHOOK_SETTLING_MILLISECONDS
    : Math.min(Math.max(left, 0), WEBHOOK_SETTLING_MILLISECONDS);
}
