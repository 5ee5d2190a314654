import type { ApexClass, Method, Node } from "./parse-classes.ts";
import type { Org, Running } from "./platform.ts";
import type { ApexObject, Value } from "./values.ts";

/** Where names are looked up: the variables of blocks, the object, its class. */
export interface Scope {
	names: Map<string, Value>[];
	self: ApexObject | null;
	within: ApexClass;
}

/** A method has ended with this. */
export class Returned {
	readonly value: Value;
	constructor(value: Value) {
		this.value = value;
	}
}

/** The parts of the interpreter as they know each other. */
export interface Machine {
	org: Org;
	running: Running;
	/** Values of static fields by class and name. */
	statics: Map<string, Value>;
	methodOf(of: ApexClass | null, name: string, args: Value[]): Method;
	invoke(method: Method, self: ApexObject | null, within: ApexClass | null, args: Value[]): Promise<Value>;
	/** One statement; what a `return` in it gave. */
	run(node: Node, scope: Scope): Promise<Returned | null>;
	/** One expression. */
	evaluate(node: Node, scope: Scope): Promise<Value>;
	argumentsOf(call: Node, scope: Scope): Promise<Value[]>;
	/** `new X(…)`, and the one form of query that we use. */
	create(creator: Node, scope: Scope): Promise<Value>;
	query(node: Node, scope: Scope): Promise<Value>;
	/** Names: variables, fields, what stands behind a dot. */
	dot(node: Node, scope: Scope): Promise<Value>;
	lookUp(text: string, scope: Scope): Promise<Value>;
	assign(target: Node, value: Value, scope: Scope): Promise<Value>;
}

/** Syntax that the interpreter does not know. */
export function notUnderstood(node: Node): Error {
	return new Error(`apex, line ${node.line}: ${node.rule} is not understood: ${node.text.slice(0, 60)}`);
}
