import {
  ConstructRequest,
  CreateRequest,
  DeleteRequest,
  ReadRequest,
  UpdateRequest,
} from "@pulumi/pulumi/proto/provider_pb";

/** What a provider is asked to do to a resource, in the words of Pulumi's ResourceProvider service. */
export interface ProviderOperation {
  operation: "create" | "update" | "delete" | "read" | "construct";
  /** The resource's type: "aws:eks/cluster:Cluster". */
  type: string;
  /** The resource's name in the program. */
  name: string;
  urn: string;
}

/**
 * The operation that a call of the service asks for. Undefined for calls that concern no resource, or that only ask
 * what a resource would become: at preview the engine calls Create, Update and Construct too.
 */
export function providerOperation(method: string, request: Buffer): ProviderOperation | undefined {
  switch (method) {
    case "Create": {
      const create = CreateRequest.deserializeBinary(request);
      return create.getPreview() ? undefined : operationOn("create", create.getUrn());
    }
    case "Update": {
      const update = UpdateRequest.deserializeBinary(request);
      return update.getPreview() ? undefined : operationOn("update", update.getUrn());
    }
    case "Delete":
      return operationOn("delete", DeleteRequest.deserializeBinary(request).getUrn());
    case "Read":
      return operationOn("read", ReadRequest.deserializeBinary(request).getUrn());
    case "Construct": {
      const construct = ConstructRequest.deserializeBinary(request);
      return construct.getDryrun() ? undefined : operationOn("construct", urnToBe(construct));
    }
    default:
      return undefined;
  }
}

function operationOn(operation: ProviderOperation["operation"], urn: string): ProviderOperation {
  const [, , qualifiedType = "", ...name] = urn.split("::");
  return { operation, type: qualifiedType.split("$").at(-1) ?? "", name: name.join("::"), urn };
}

/** The URN that the engine will give a component, as it works it out from the parent's. */
function urnToBe(construct: ConstructRequest): string {
  const parentType = construct.getParent().split("::")[2] ?? "";
  const isTopLevel = parentType === "" || parentType === "pulumi:pulumi:Stack";
  const type = isTopLevel ? construct.getType() : `${parentType}$${construct.getType()}`;
  return [`urn:pulumi:${construct.getStack()}`, construct.getProject(), type, construct.getName()].join("::");
}
