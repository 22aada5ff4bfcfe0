import * as provider from "@pulumi/pulumi/proto/provider_pb";
import { isObject } from "../shape";

/** Properties of a resource, or arguments and result of a function. */
export type Properties = Readonly<Record<string, unknown>>;

type Struct = NonNullable<ReturnType<provider.InvokeRequest["getArgs"]>>;
type Value = NonNullable<ReturnType<ReturnType<Struct["getFieldsMap"]>["get"]>>;
type ListValue = NonNullable<ReturnType<Value["getListValue"]>>;

export function fromStruct(struct: Struct | undefined): Properties {
  const value: unknown = struct?.toJavaScript();
  return isObject(value) ? value : {};
}

export function toStruct(properties: Properties): Struct {
  const struct = emptyStruct();
  for (const [name, property] of Object.entries(properties))
    if (property !== undefined) struct.getFieldsMap().set(name, toValue(property));
  return struct;
}

function toValue(property: unknown): Value {
  const value = emptyValue();
  if (typeof property === "string") value.setStringValue(property);
  else if (typeof property === "number") value.setNumberValue(property);
  else if (typeof property === "boolean") value.setBoolValue(property);
  else if (Array.isArray(property)) value.setListValue(emptyList().setValuesList(property.map(toValue)));
  else if (isObject(property)) value.setStructValue(toStruct(property));
  else value.setNullValue(value.getNullValue());
  return value;
}

// The classes of these messages cannot be imported: they have to be those of the copy of google-protobuf that
// @pulumi/pulumi serialises with, which is its own affair. It makes them when it reads a message that has some.

function emptyStruct(): Struct {
  return existing(provider.InvokeRequest.deserializeBinary(Uint8Array.of(0x12, 0)).getArgs());
}

/** Of a struct with one field, whose name is empty. */
function emptyValue(): Value {
  const request = provider.InvokeRequest.deserializeBinary(Uint8Array.of(0x12, 4, 0x0a, 2, 0x12, 0));
  return existing(request.getArgs()?.getFieldsMap().get(""));
}

/** The same, and the field is an empty list. */
function emptyList(): ListValue {
  const request = provider.InvokeRequest.deserializeBinary(Uint8Array.of(0x12, 6, 0x0a, 4, 0x12, 2, 0x32, 0));
  return existing(request.getArgs()?.getFieldsMap().get("")?.getListValue());
}

function existing<Message>(message: Message | undefined): Message {
  if (message === undefined) throw new Error("a message was read without what is in it");
  return message;
}
