import { isObject } from "./shape";

/** An answer of AWS, or a part of it. What is asked for and not there is an error that says where. */
export class Json {
  constructor(
    readonly value: unknown,
    private readonly path = "the answer",
  ) {}

  at(name: string): Json {
    return new Json(isObject(this.value) ? this.value[name] : undefined, `${this.path}.${name}`);
  }

  /** The only item of a list. */
  get only(): Json {
    const [item, ...others] = this.items;
    if (item === undefined || others.length > 0) throw new Error(`${this.path} has not one item`);
    return item;
  }

  get items(): Json[] {
    const list: readonly unknown[] = Array.isArray(this.value) ? this.value : [];
    return list.map((item, index) => new Json(item, `${this.path}[${index}]`));
  }

  get text(): string {
    if (typeof this.value !== "string") throw new Error(`${this.path} is no text`);
    return this.value;
  }

  get optionalText(): string | undefined {
    return this.value === undefined ? undefined : this.text;
  }

  get optionalNumber(): number | undefined {
    return typeof this.value === "number" ? this.value : undefined;
  }

  get flag(): boolean {
    return this.value === true;
  }

  get texts(): string[] {
    return this.items.map((item) => item.text);
  }

  /** An object whose values are all texts. */
  get textMap(): Record<string, string> {
    const object = isObject(this.value) ? this.value : {};
    return Object.fromEntries(Object.keys(object).map((key) => [key, this.at(key).text]));
  }
}
