import assert from "node:assert/strict";
import { ConstructRequest, CreateRequest, DeleteRequest, UpdateRequest } from "@pulumi/pulumi/proto/provider_pb";
import { matchesFault } from "../../../../local/pulumi/providerProxy/faultRule";
import { providerOperation, type ProviderOperation } from "../../../../local/pulumi/providerProxy/providerOperation";

const ROLE = "urn:pulumi:dev::shop::eks:index:Cluster$aws:iam/role:Role::main::role";

function bytes(message: { serializeBinary(): Uint8Array }): Buffer {
  return Buffer.from(message.serializeBinary());
}

describe("an operation in a provider's calls", () => {
  it("is told with the resource's own type and its whole name", () => {
    assert.deepEqual(providerOperation("Delete", bytes(new DeleteRequest().setUrn(ROLE))), {
      operation: "delete",
      type: "aws:iam/role:Role",
      name: "main::role",
      urn: ROLE,
    });
  });

  it("is not what a preview asks for", () => {
    assert.equal(providerOperation("Create", bytes(new CreateRequest().setUrn(ROLE).setPreview(true))), undefined);
    assert.equal(providerOperation("Update", bytes(new UpdateRequest().setUrn(ROLE).setPreview(true))), undefined);
    assert.equal(providerOperation("Construct", bytes(new ConstructRequest().setDryrun(true))), undefined);
  });

  it("is not what asks for something else", () => {
    assert.equal(providerOperation("Configure", Buffer.alloc(0)), undefined);
    assert.equal(providerOperation("Diff", Buffer.alloc(0)), undefined);
  });

  const construct = new ConstructRequest().setStack("dev").setProject("shop").setType("eks:index:Cluster");
  for (const [parent, urn] of [
    ["", "urn:pulumi:dev::shop::eks:index:Cluster::main"],
    ["urn:pulumi:dev::shop::pulumi:pulumi:Stack::shop-dev", "urn:pulumi:dev::shop::eks:index:Cluster::main"],
    ["urn:pulumi:dev::shop::a:b:C::all", "urn:pulumi:dev::shop::a:b:C$eks:index:Cluster::main"],
  ] as const)
    it(`on a component below ${parent === "" ? "nothing" : parent} is told by the URN that it will have`, () => {
      const request = bytes(construct.setName("main").setParent(parent));
      assert.equal(providerOperation("Construct", request)?.urn, urn);
    });
});

describe("a fault", () => {
  const creation: ProviderOperation = { operation: "create", type: "aws:iam/role:Role", name: "main::role", urn: ROLE };

  it("without type and name is about every operation of its kind", () => {
    assert.equal(matchesFault({ operation: "create", when: "before" }, creation), true);
    assert.equal(matchesFault({ operation: "delete", when: "before" }, creation), false);
  });

  it("is about the resource that has its name or its URN", () => {
    assert.equal(matchesFault({ operation: "create", name: "main::role", when: "after" }, creation), true);
    assert.equal(matchesFault({ operation: "create", name: ROLE, when: "after" }, creation), true);
    assert.equal(matchesFault({ operation: "create", name: "role", when: "after" }, creation), false);
  });

  it("with a type and a name is about what has both", () => {
    const rule = { operation: "create", name: "main::role", when: "after" } as const;
    assert.equal(matchesFault({ ...rule, type: "aws:iam/role:Role" }, creation), true);
    assert.equal(matchesFault({ ...rule, type: "aws:iam/rolePolicy:RolePolicy" }, creation), false);
  });
});
