// Loaded into the program of a container before its own code (`NODE_OPTIONS=--import`), in place of the network and mount
// namespaces that only root could make. The container's arguments stay as they are:
//  - whoever listens on a port of the pod gets a free port of the loopback interface, of which the kubelet is told;
//  - paths below the container's mounts lead to the folders that the kubelet keeps for them.
// POD_SANDBOX holds `{"mounts": [{"mountPath", "source"}], "volumes": DIRECTORY}`.
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import net from "node:net";
import { fileURLToPath, URL } from "node:url";

const sandbox = JSON.parse(process.env.POD_SANDBOX ?? '{"mounts":[],"volumes":"/"}');
// The longest mount path first: /etc/app/tls before /etc/app.
const mounts = sandbox.mounts.toSorted((a, b) => b.mountPath.length - a.mountPath.length);

function isBelow(path, directory) {
  return path === directory || path.startsWith(`${directory}/`);
}

/** The path outside of the sandbox, where the argument is a path below a mount; else the argument itself. */
function outside(path) {
  const text = path instanceof URL && path.protocol === "file:" ? fileURLToPath(path) : path;
  // What leads into the kubelet's folder already comes from here, for example out of a resolved link.
  if (typeof text !== "string" || isBelow(text, sandbox.volumes)) return path;
  const mount = mounts.find(({ mountPath }) => isBelow(text, mountPath));
  return mount === undefined ? path : mount.source + text.slice(mount.mountPath.length);
}

const PATH_FIRST = [
  ...["access", "appendFile", "chmod", "lstat", "mkdir", "open", "opendir", "readFile", "readdir", "readlink"],
  ...["realpath", "rm", "rmdir", "stat", "statfs", "truncate", "unlink", "utimes", "writeFile"],
];
const TWO_PATHS = ["copyFile", "rename"];
const OF_FS_ALONE = [
  "createReadStream",
  "createWriteStream",
  "exists",
  "existsSync",
  "unwatchFile",
  "watch",
  "watchFile",
];

function redirect(owner, name, paths) {
  const original = owner[name];
  if (typeof original !== "function") return;
  function redirected(...parameters) {
    return original.apply(this, [...parameters.slice(0, paths).map(outside), ...parameters.slice(paths)]);
  }
  // What hangs on a function, such as fs.realpath.native and the promise version of fs.exists.
  const own = Object.entries(Object.getOwnPropertyDescriptors(original)).filter(
    ([key]) => !Object.hasOwn(redirected, key),
  );
  owner[name] = Object.defineProperties(redirected, Object.fromEntries(own));
}

for (const [names, paths] of [
  [PATH_FIRST, 1],
  [TWO_PATHS, 2],
]) {
  for (const name of names) {
    redirect(fs, name, paths);
    redirect(fs, `${name}Sync`, paths);
    redirect(fs.promises, name, paths);
  }
}
for (const name of OF_FS_ALONE) redirect(fs, name, 1);
redirect(fs.promises, "watch", 1);
syncBuiltinESMExports();

/** Where a server wants to listen, or undefined where that is no port of the network. */
function wantedAddress([first, second]) {
  if (first !== null && typeof first === "object") {
    const elsewhere = first.path !== undefined || first.fd !== undefined || first._handle !== undefined;
    return elsewhere || first.port === undefined ? undefined : { port: Number(first.port), host: first.host };
  }
  const port = first === undefined || typeof first === "function" ? 0 : Number(first);
  return Number.isNaN(port) ? undefined : { port, host: typeof second === "string" ? second : undefined };
}

function report(message) {
  // A process that a program of the pod started itself has no channel to the kubelet.
  if (process.connected) process.send(message, () => undefined);
}

const listen = net.Server.prototype.listen;
net.Server.prototype.listen = function (...parameters) {
  const wanted = wantedAddress(parameters);
  if (wanted === undefined) return listen.apply(this, parameters);
  const others = parameters[0] !== null && typeof parameters[0] === "object" ? parameters[0] : {};
  const callback = parameters.findLast((parameter) => typeof parameter === "function");
  // In a pod, too, a server on the loopback address is for the pod alone.
  if (!["127.0.0.1", "::1", "localhost"].includes(wanted.host)) {
    this.once("listening", () => {
      const { port } = this.address();
      const podPort = wanted.port === 0 ? port : wanted.port;
      report({ podPort, loopbackPort: port });
      this.once("close", () => report({ podPort }));
    });
  }
  return listen.call(this, { ...others, port: 0, host: "127.0.0.1" }, callback);
};
