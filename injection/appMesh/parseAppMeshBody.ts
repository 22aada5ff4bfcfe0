import type { Report } from "../problem";
import { parseTemplateBody, type TemplateBody } from "../configuration/templateBody";
import { isJsonArray, objectIn } from "../json";
import type { AppMeshBody } from "./appMeshBody";

/**
 * Checks and reads the body that a pod gets, as that of every template. A template may only mount volumes that it
 * brings; here the pod brings some of them, so they stand in while it is checked.
 */
export function parseAppMeshBody({ body, podVolumes }: AppMeshBody, path: string, report: Report): TemplateBody {
  const spec = objectIn(body.spec);
  const volumes = isJsonArray(spec.volumes) ? spec.volumes : [];
  const standIns = podVolumes.map((name) => ({ name, emptyDir: {} }));
  const parsed = parseTemplateBody({ ...body, spec: { ...spec, volumes: [...volumes, ...standIns] } }, path, report);
  return { ...parsed, spec: { ...parsed.spec, volumes: parsed.spec.volumes.slice(0, volumes.length) } };
}
