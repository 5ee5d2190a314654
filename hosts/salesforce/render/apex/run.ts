import { expressions } from "./expressions.ts";
import { type Machine, Returned } from "./machine.ts";
import { making } from "./making.ts";
import { names } from "./names.ts";
import type { ApexClass } from "./parse-classes.ts";
import type { Org, Running } from "./platform.ts";
import { statements } from "./statements.ts";
import type { Value } from "./values.ts";

/** Runs Apex as far as our classes need it. Syntax that it does not know is an error, never a guess. */
export interface Apex {
	/** A static method of a class, with arguments in their order. Throws ApexException as the platform would. */
	call(className: string, method: string, args: Value[]): Promise<Value>;
}

/** An interpreter over these classes and this org. */
export function openApex(classes: ReadonlyMap<string, ApexClass>, org: Org): Apex {
	const running: Running = {
		org,
		mock: null,
		classOf(name) {
			const [outer = "", inner] = name.toLowerCase().split(".");
			const found = classes.get(outer) ?? null;
			return inner === undefined ? found : (found?.inner.get(inner) ?? null);
		},
		setMock(mock) {
			running.mock = mock;
		},
		invoke: (on, method, args) => machine.invoke(machine.methodOf(on.of, method, args), on, on.of, args),
	};
	const machine = {
		...{ org, running, statics: new Map<string, Value>() },
		methodOf(of, name, args) {
			const found = of?.methods.find((m) => m.name.toLowerCase() === name.toLowerCase() && m.params.length === args.length);
			if (!found) throw new Error(`apex: ${of?.name ?? "?"}.${name} with ${args.length} arguments is not there`);
			return found;
		},
		async invoke(method, self, within, args) {
			if (!within) throw new Error(`apex: ${method.name} has no class`);
			const given = new Map(method.params.map(({ name }, k) => [name, args[k] ?? null]));
			const ended = await machine.run(method.body, { names: [given], self, within });
			return ended instanceof Returned ? ended.value : null;
		},
	} as Machine;
	Object.assign(machine, statements(machine), expressions(machine), names(machine), making(machine));
	return {
		call: (className, method, args) => {
			const of = running.classOf(className);
			return machine.invoke(machine.methodOf(of, method, args), null, of, args);
		},
	};
}
