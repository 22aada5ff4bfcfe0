// The ceiling that the webhook is measured against: Node's own HTTPS server, which reads the body, parses the JSON and
// answers with the patch that it is given. Arguments: certificate file, key file, patch in base64.
import { readFileSync } from "node:fs";
import { createServer } from "node:https";

const [certificateFile, keyFile, patch] = process.argv.slice(2);
const server = createServer(
  { cert: readFileSync(certificateFile), key: readFileSync(keyFile) },
  (request, response) => {
    const parts = [];
    request.on("data", (part) => parts.push(part));
    request.on("end", () => {
      const { uid } = JSON.parse(Buffer.concat(parts).toString()).request;
      const answer = JSON.stringify({
        apiVersion: "admission.k8s.io/v1",
        kind: "AdmissionReview",
        response: { uid, allowed: true, patchType: "JSONPatch", patch },
      });
      response.writeHead(200, { "content-type": "application/json", "content-length": Buffer.byteLength(answer) });
      response.end(answer);
    });
  },
);
server.listen(0, "127.0.0.1", () => console.log(JSON.stringify({ msg: "ready", port: server.address().port })));
